"""The figures of the sample provinces, and what the figures promise whatever the province."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from time import process_time
from typing import Any

import pytest

from services.reporting.domain.caps import Cap, CapTally, UnknownCapRule
from services.reporting.domain.figures import SUBJECT_LISTS, Material, figures, without_subjects
from services.reporting.domain.identities import FiguresDisagree
from services.reporting.domain.levels import percent
from services.reporting.domain.ratings import RatingTally
from services.reporting.domain.rules import Rules
from services.reporting.domain.subjects import CollectiveRow, MemberRow, OrganizationRow
from shared.exclusions import Exclusions
from tests.unit.ratings.packs import content_of
from tests.unit.reporting.folder import FOLDERS, RULEBOOK, Folder
from tests.unit.reporting.material import RULES, material

KEYS = sorted(Folder(FOLDERS[0]).counted)
NOBODY = Material("2020-12-31", (), RULES.exclusions, (), (), (), (), (), 0, (), ())


@cache
def figures_of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = Folder(name)
    return figures(material(folder)), folder.counted


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("key", KEYS)
def test_every_figure_of_a_sample_province_is_the_expected_one(name: str, key: str) -> None:
    computed, expected = figures_of(name)
    assert computed[key] == expected[key]


@pytest.mark.parametrize("name", FOLDERS)
def test_no_figure_is_produced_that_nobody_expects(name: str) -> None:
    computed, expected = figures_of(name)
    assert computed.keys() == expected.keys()


def test_a_campaign_without_anybody_has_figures_of_zero_and_ratios_of_nothing() -> None:
    computed = figures(NOBODY)
    assert computed["ratings"]["mem"]["total"] == 0
    assert computed["member_ratios"]["province"]["excellent_of_good"] is None


def test_a_unit_without_subjects_of_a_kind_has_a_row_of_zeros() -> None:
    province = OrganizationRow("TU", "DB_TINH", "TU", None, None, None, None)
    computed = figures(replace(NOBODY, organizations=[province]))
    assert computed["by_unit"]["TU"]["mem"]["total"] == 0
    assert computed["dossiers"]["by_unit"] == {"TU": {"expected": 0, "late": 0, "missing": 0, "on_time": 0}}


@pytest.mark.parametrize(("ended_on", "counted"), [("2020-12-30", 0), ("2020-12-31", 1), ("2021-01-31", 1), (None, 1)])
def test_an_organization_that_ended_before_the_reference_date_is_no_subject(ended_on: str | None, counted: int) -> None:
    cell = OrganizationRow("C1", "CB_TRUC_THUOC", "QN", ended_on, None, None, None)
    assert figures(replace(NOBODY, organizations=[cell]))["ratings"]["org"]["total"] == counted


@pytest.mark.parametrize(
    ("status", "admitted_on", "reason"),
    [
        ("exempt", "2020-12-01", "MIEN_SINH_HOAT"),
        ("suspended", "2020-12-01", "DINH_CHI_SINH_HOAT"),
        ("active", "2020-07-01", "MOI_KET_NAP_DUOI_6_THANG"),
        ("active", "2020-06-30", "undecided"),
        ("active", None, "undecided"),
    ],
)
def test_a_member_who_is_not_rated_has_one_reason(status: str, admitted_on: str | None, reason: str) -> None:
    member = MemberRow("DV1", "QN", "QN-01", status, admitted_on, None, None, False)
    reasons = figures(replace(NOBODY, members=[member]))["members_not_rated"]
    assert {name for name, number in reasons.items() if number} == {reason}


def rules_of(year: int) -> Rules:
    return Rules.of(content_of(f"vn-party-annual-review/{year}"))


@pytest.mark.parametrize(
    ("year", "reason"), [(2020, "MOI_KET_NAP_DUOI_6_THANG"), (2023, "undecided"), (2025, "MOI_KET_NAP_DUOI_6_THANG")]
)
def test_a_new_member_is_not_rated_for_the_reason_of_the_years_rulebook(year: int, reason: str) -> None:
    member = MemberRow("DV1", "QN", "QN-01", "active", "2020-12-01", None, None, False)
    computed = figures(replace(NOBODY, exclusions=rules_of(year).exclusions, members=[member]))
    assert {name for name, number in computed["members_not_rated"].items() if number} == {reason}


@pytest.mark.parametrize(("year", "must"), [(2020, 1), (2023, 1), (2025, 0)])
def test_a_new_member_must_review_where_the_years_rulebook_says_so(year: int, must: int) -> None:
    member = MemberRow("DV1", "QN", "QN-01", "active", "2020-12-01", None, None, False)
    computed = figures(replace(NOBODY, exclusions=rules_of(year).exclusions, members=[member]))
    assert computed["reviews"]["must_review"]["members"] == must


def test_a_new_collective_must_review_unless_the_rulebook_frees_it() -> None:
    new = CollectiveRow("TT", "TT_CAP_UY", "QN", "TINH", "2020-12-01", None, None, None, None, False, None)
    freed = {"id": "EX-NEW-ORG", "applies_to": ["leading_collective"], "when": {"months_since_start_lt": 6}}
    for reviewed, must in ((None, 1), (False, 0)):
        exclusions = Exclusions.of([{**freed, "reviewed": reviewed, "rated": False}])
        computed = figures(replace(NOBODY, exclusions=exclusions, collectives=[new]))
        assert computed["reviews"]["must_review"]["collectives"] == must


def test_the_aggregates_name_no_subject() -> None:
    computed, _ = figures_of(FOLDERS[0])
    assert not set(SUBJECT_LISTS) & without_subjects(computed).keys()
    assert not any(f"{kind}:" in repr(without_subjects(computed)) for kind in ("org", "col", "mem", "ldr"))


def test_figures_that_contradict_each_other_are_not_given_out() -> None:
    tally = RatingTally()
    tally.add("mem", "QN", "HTTNV")
    tally.whole()["mem"]["HTTNV"] += 1
    with pytest.raises(FiguresDisagree, match="total 1, parts 2"):
        tally.whole()
    with pytest.raises(FiguresDisagree, match="2 in the whole, 1 over the units"):
        tally.by_unit()


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 8, "12.50"), (1, 16, "6.25"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 32, "3.13"), (0, 5, "0.00"), (0, 0, None)],
)
def test_percentages_have_two_decimals_and_round_half_up(part: int, whole: int, text: str | None) -> None:
    assert percent(part, whole) == text


@pytest.mark.parametrize(("base", "allowed"), [("HTTNV_final", 1), ("HTTNV_or_better", 2), ("rated_total", 3)])
def test_a_cap_counts_on_the_base_that_the_rulebook_names_and_rounds_down(base: str, allowed: int) -> None:
    cap = Cap.of({**RULEBOOK["caps"][0], "base": base})
    assert cap.allowed({"HTXSNV": 3, "HTTNV": 9, "HTNV": 5, "KHTNV": 2}) == allowed


def test_a_cap_may_allow_a_minimum_in_small_groups() -> None:
    cap = Cap.of({**RULEBOOK["caps"][0], "minimum_allowed": 1})
    assert cap.allowed(dict.fromkeys(("HTXSNV", "HTTNV", "HTNV", "KHTNV"), 0)) == 1


@pytest.mark.parametrize("change", [{"rounding": "up"}, {"base": "all"}, {"group_by": "cell"}, {"subjects": ["guest"]}])
def test_a_cap_worded_in_an_unknown_way_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UnknownCapRule):
        Cap.of({**RULEBOOK["caps"][0], **change})


def test_several_overrides_of_a_group_are_joined_and_groups_of_other_bodies_left_out() -> None:
    tally = CapTally(Cap.of(RULEBOOK["caps"][0]))
    for number, document in enumerate(("2-TB", "1-TB", "1-TB", None)):
        tally.add("mem", MemberRow(f"DV{number}", "QN", "QN-01", "active", None, "HTXSNV", document, True))
    [group] = tally.over({"QN-01"})
    assert group["override"] == "1-TB;2-TB"
    assert tally.over({"QN-02"}) == []


def test_a_large_province_is_counted_within_two_seconds() -> None:
    members = (
        MemberRow(f"DV{number}", f"U{number % 20}", f"U{number % 1000}", "active", "2001-02-03", "HTTNV", None, True)
        for number in range(130_000)
    )
    start = process_time()
    computed = figures(replace(NOBODY, caps=(Cap.of(RULEBOOK["caps"][0]),), members=members))
    assert computed["ratings"]["mem"]["HTTNV"] == 130_000
    assert process_time() - start < 2
