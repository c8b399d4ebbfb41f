"""The derived level: three-valued conditions, forcing, ceilings; and what must hold whatever the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.decisions.picture import Standing
from services.ratings.domain.proposal.derivation import Proposal, derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.findings import Findings
from shared.subjects import Kind
from tests.unit.ratings.small import LEADER, MEMBER, degrees, picture, rulebook

DEGREES, LEVELS = rulebook().degrees.codes, rulebook().levels.codes


def derived(kind: Kind, degree: str = "TOT", **known: Any) -> Proposal:
    proposal = derive(rulebook(), kind, Evidence(degrees(kind, degree), **known))
    assert proposal is not None
    return proposal


def test_without_degrees_nothing_is_derived() -> None:
    assert derive(rulebook(), Kind.MEMBER, Evidence({})) is None


def test_failed_conditions_are_listed_for_every_level_whichever_results() -> None:
    poor = derived(Kind.COLLECTIVE, "KEM")
    assert poor.level == "KHTNV"
    assert poor.failed == {
        "HTXSNV": ("COL-XS-1", "COL-XS-2"),
        "HTTNV": ("COL-T-1", "COL-T-2"),
        "HTNV": ("COL-H-1",),
    }


def test_an_absent_finding_is_unknown_and_forces_nothing() -> None:
    proposal = derived(Kind.MEMBER, "XS")
    assert (proposal.level, proposal.forced) == ("HTXSNV", ())
    assert proposal.unknown == ("MEM-K-1", "MEM-K-2", "MEM-K-4", "CEIL-SICK")


def test_a_false_part_settles_a_condition_of_several_parts_whatever_is_unknown() -> None:
    met = derived(Kind.COLLECTIVE, facts={"key_targets_done_pct": "100"})
    open_ = derived(Kind.COLLECTIVE, facts={"key_targets_done_pct": "99.5"})
    assert "COL-K-3" not in met.unknown
    assert "COL-K-3" in open_.unknown


def test_force_majeure_excuses_only_when_it_was_found() -> None:
    missed = {"targets_done_pct": "49.9"}
    assert derived(Kind.ORGANIZATION, facts=missed).forced == ("ORG-K-2",)
    assert derived(Kind.ORGANIZATION, facts={**missed, "force_majeure": "no"}).forced == ("ORG-K-2",)
    assert derived(Kind.ORGANIZATION, facts={**missed, "force_majeure": "yes"}).forced == ()


def test_children_count_among_those_with_a_level() -> None:
    of_five = {"HTTNV": 4, "HTNV": 1}
    assert "ORG-XS-4" not in derived(Kind.ORGANIZATION, below=of_five).failed["HTXSNV"]
    assert "ORG-XS-4" in derived(Kind.ORGANIZATION, below={**of_five, "HTNV": 2}).failed["HTXSNV"]
    assert derived(Kind.ORGANIZATION, below={"HTTNV": 4, "KHTNV": 1}).forced == ()
    assert derived(Kind.ORGANIZATION, below={"HTTNV": 3, "KHTNV": 1}).forced == ("ORG-K-4",)
    assert {"ORG-XS-3", "ORG-XS-4", "ORG-K-4"} < set(derived(Kind.ORGANIZATION).unknown)


def test_sick_leave_limits_the_level_and_a_warning_ceiling_is_only_reported() -> None:
    ill = derived(Kind.LEADER, "XS", sick_leave_months=3, head=True, collective_level="KHTNV")
    assert (ill.level, ill.ceilings) == ("HTNV", ("CEIL-SICK", "CEIL-HEAD"))
    assert derived(Kind.LEADER, "XS", sick_leave_months=2, head=True, collective_level="KHTNV").level == "HTXSNV"


def test_what_does_not_apply_is_neither_failed_nor_unknown() -> None:
    assert "MEM-XS-3" not in derived(Kind.MEMBER, "XS").unknown
    civil = derived(Kind.MEMBER, "XS", civil_category="VIEN_CHUC")
    assert {"MEM-XS-3", "MEM-T-3", "MEM-H-2", "MEM-K-3", "CEIL-ND90"} < set(civil.unknown)
    assert derived(Kind.MEMBER, "XS", civil_category="VIEN_CHUC", civil_level="HTNV").level == "HTNV"


def test_a_finding_about_a_person_holds_in_every_capacity_and_the_later_one_stands() -> None:
    findings = Findings(rulebook().personal_facts)
    findings.file("ldr:P", "A", "disciplined_in_year", "yes")
    findings.file("ldr:P", "A", "unit_corruption_handled", "yes")
    known = Standing(picture(findings=findings))
    assert known.evidence(MEMBER).facts == {"disciplined_in_year": "yes"}
    findings.file("mem:A", "A", "disciplined_in_year", "no")
    assert known.evidence(LEADER).facts == {"disciplined_in_year": "no", "unit_corruption_handled": "yes"}


facts = st.fixed_dictionaries(
    {},
    optional={
        "concluded_degradation": st.sampled_from(["yes", "no"]),
        "concluded_internal_disunity": st.sampled_from(["yes", "no"]),
        "targets_done_pct": st.sampled_from(["49.99", "50", "100"]),
        "unit_targets_done_pct": st.sampled_from(["49", "70", "99.9", "100"]),
        "unit_targets_on_time_pct": st.sampled_from(["79", "80"]),
        "units_at_least_HTNV_pct": st.sampled_from(["99", "100"]),
    },
)
evidences = st.builds(
    Evidence,
    degrees=st.just({}),
    facts=facts,
    below=st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 9)),
    civil_category=st.sampled_from([None, "CONG_CHUC"]),
    civil_level=st.sampled_from([None, *LEVELS]),
    sick_leave_months=st.sampled_from([None, 0, 3]),
    head=st.booleans(),
    collective_level=st.sampled_from([None, *LEVELS]),
)


@given(st.sampled_from(Kind), evidences, st.data())
def test_a_better_degree_never_lowers_the_derived_level(kind: Kind, known: Evidence, data: st.DataObject) -> None:
    criteria = rulebook().criteria(kind)
    before = {criterion: data.draw(st.sampled_from(DEGREES)) for criterion in criteria}
    improved = data.draw(st.sampled_from(criteria))
    better = data.draw(st.sampled_from(sorted(rulebook().degrees.at_least(before[improved]))))
    lower = derive(rulebook(), kind, replace(known, degrees=before))
    higher = derive(rulebook(), kind, replace(known, degrees={**before, improved: better}))
    assert lower is not None and higher is not None
    assert not rulebook().levels.is_below(higher.level, lower.level)


@given(st.sampled_from(Kind), evidences, st.sampled_from(DEGREES))
def test_forgetting_a_finding_fails_no_condition_and_forces_none(kind: Kind, known: Evidence, degree: str) -> None:
    told = derive(rulebook(), kind, replace(known, degrees=degrees(kind, degree)))
    untold = derive(rulebook(), kind, replace(known, degrees=degrees(kind, degree), facts={}))
    assert told is not None and untold is not None
    assert set(untold.forced) <= set(told.forced)
    assert all(set(untold.failed[level]) <= set(told.failed[level]) for level in told.failed)
