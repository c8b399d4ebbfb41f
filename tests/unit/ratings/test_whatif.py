"""The same facts under another rulebook: who would change and why, and what nobody can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.proposal.derivation import derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.whatif import Change, Mismatch, NotComparable, compared
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind
from tests.rulebooks import as_written
from tests.unit.ratings.small import degrees, rulebook


def other(change: Callable[[dict[str, Any]], None]) -> Rulebook:
    content = as_written()
    content["pack"]["id"] = "test/other"
    change(content)
    return Rulebook.read(content)


@cache
def stricter() -> Rulebook:
    """Of members everything must be excellent, and good asks for nothing less than good."""

    def change(content: dict[str, Any]) -> None:
        sections = content["derivation"]["member"]
        set_degree(sections["HTXSNV"]["all"], "MEM-XS-2", "XS")
        set_degree(sections["HTTNV"]["all"], "MEM-T-2", "TOT")

    return other(change)


def set_degree(conditions: list[dict[str, Any]], code: str, degree: str) -> None:
    [condition] = [condition for condition in conditions if condition["id"] == code]
    condition["test"]["min_degree"] = degree


def under(book: Rulebook, evidence: Evidence, now: Rulebook | None = None) -> Change | NotComparable | None:
    now = now or rulebook()
    proposal = derive(now, Kind.MEMBER, evidence)
    assert proposal is not None
    return compared("mem:A", evidence, proposal, now, book)


def test_under_the_same_rules_nobody_changes() -> None:
    assert under(rulebook(), Evidence(degrees(Kind.MEMBER, "XS"))) is None


def test_a_stricter_rule_lowers_whom_it_concerns_and_is_named() -> None:
    change = under(stricter(), Evidence(degrees(Kind.MEMBER, "XS", MEM_I_1="TOT")))
    assert isinstance(change, Change)
    assert (change.before, change.after) == ("HTXSNV", "HTTNV")
    assert (change.conditions, change.under) == (("MEM-XS-2",), "test/other")


def test_what_kept_the_level_down_until_now_is_named_when_it_rises() -> None:
    change = under(rulebook(), Evidence(degrees(Kind.MEMBER, "XS", MEM_I_1="TOT")), now=stricter())
    assert isinstance(change, Change)
    assert (change.before, change.after) == ("HTTNV", "HTXSNV")
    assert (change.conditions, change.under) == (("MEM-XS-2",), "test/other")


def test_a_fall_over_two_levels_names_the_conditions_of_both() -> None:
    def change(content: dict[str, Any]) -> None:
        for level, code in (("HTXSNV", "MEM-XS-2"), ("HTTNV", "MEM-T-2")):
            set_degree(content["derivation"]["member"][level]["all"], code, "XS")

    found = under(other(change), Evidence(degrees(Kind.MEMBER, "XS", MEM_I_1="TOT")))
    assert isinstance(found, Change)
    assert (found.after, found.conditions) == ("HTNV", ("MEM-XS-2", "MEM-T-2"))


def test_a_ceiling_and_a_forcing_condition_are_named() -> None:
    def change(content: dict[str, Any]) -> None:
        [sick] = [ceiling for ceiling in content["ceilings"] if ceiling["id"] == "CEIL-SICK"]
        sick["when"] = {"sick_leave_months_ge": 2}
        [targets] = [it for it in content["derivation"]["member"]["forced_KHTNV"]["any"] if it["id"] == "MEM-K-2"]
        targets["when"] = {"targets_done_pct_lt": 60}

    book = other(change)
    sick = under(book, Evidence(degrees(Kind.MEMBER, "XS"), sick_leave_months=2))
    assert isinstance(sick, Change)
    assert (sick.after, sick.conditions) == ("HTNV", ("CEIL-SICK",))
    late = under(book, Evidence(degrees(Kind.MEMBER, "XS"), {"targets_done_pct": "55"}))
    assert isinstance(late, Change)
    assert (late.after, late.conditions) == ("KHTNV", ("MEM-K-2",))


def test_criteria_that_only_one_side_has_are_named_and_nothing_is_guessed() -> None:
    def change(content: dict[str, Any]) -> None:
        [form] = [form for form in content["criterion_groups"] if form["code"] == "MEM"]
        form["groups"][0]["criteria"][0]["code"] = "MEM-I-9"

    found = under(other(change), Evidence(degrees(Kind.MEMBER, "XS")))
    assert found == NotComparable("mem:A", Mismatch.CRITERIA, ("MEM-I-1", "MEM-I-9"))


def test_other_levels_or_another_measure_are_not_compared() -> None:
    def rename_a_level(book: Rulebook) -> Rulebook:
        return replace(book, levels=replace(book.levels, codes=("A", *book.levels.codes[1:])))

    evidence = Evidence(degrees(Kind.MEMBER, "XS"))
    assert under(rename_a_level(rulebook()), evidence) == NotComparable("mem:A", Mismatch.LEVELS)
    in_points = {
        kind: tuple(replace(it, most=Decimal(10)) for it in frame) for kind, frame in rulebook().frames.items()
    }
    assert under(replace(rulebook(), frames=in_points), evidence) == NotComparable("mem:A", Mismatch.MEASURE)
    fewer = replace(rulebook().degrees, codes=("TOT", "TB", "KEM"))
    assert under(replace(rulebook(), degrees=fewer), evidence) == NotComparable("mem:A", Mismatch.MEASURE)


measured = st.fixed_dictionaries(
    {code: st.sampled_from(rulebook().degrees.codes) for code in rulebook().criteria(Kind.MEMBER)}
)


@given(measured, st.sampled_from([None, 0, 3]), st.sampled_from([{}, {"disciplined_in_year": "yes"}]))
def test_every_change_is_explained_and_the_way_back_names_the_same(
    drawn: dict[str, str], months: int | None, facts: dict[str, str]
) -> None:
    evidence = Evidence(drawn, facts, sick_leave_months=months)
    there, back = under(stricter(), evidence), under(rulebook(), evidence, now=stricter())
    if there is None:
        assert back is None
        return
    assert isinstance(there, Change)
    assert isinstance(back, Change)
    assert there.conditions
    assert (there.before, there.after) == (back.after, back.before)
    assert (there.conditions, there.under) == (back.conditions, back.under)


def test_an_unknown_answer_fails_nothing_and_is_listed() -> None:
    change = under(stricter(), Evidence(degrees(Kind.MEMBER, "XS", MEM_I_1="TOT"), civil_category="CAN_BO"))
    assert isinstance(change, Change)
    assert "MEM-XS-3" in change.unknown
