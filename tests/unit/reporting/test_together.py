"""Figures of several provinces as one: sums of counts, shares of the sums, and nothing that contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.domain.identities import FiguresDisagree
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.overview import Group, overview
from services.reporting.domain.subjects import KINDS
from services.reporting.domain.together import SUMS, together

FREED = "EXEMPT"
MORE = {
    "prompts": {"issued": 3, "answered": 2, "unanswered": 1},
    "accepted_documents": 5,
    "refused_documents": 1,
    "heads_above": 2,
    "over_cap": 1,
    "over_cap_of": {"mem": 1, "org": 0},
}


def groups() -> st.SearchStrategy[Group]:
    """Subjects of one kind of whom a roster says the same."""
    levels, dossiers = st.sampled_from(LEVELS), {"missing": "none", "on_time": "received", "late": "forwarded"}
    dossier = st.sampled_from([None, *dossiers])
    return st.builds(
        lambda kind, level, derived, freed, reviewed, dossier, subjects: Group(
            kind,
            level,
            derived,
            FREED if freed and level is None else None,
            not freed,
            reviewed,
            dossier,
            dossiers.get(dossier),
            subjects,
        ),
        st.sampled_from(KINDS),
        st.none() | levels,
        st.none() | st.just("none") | levels,
        st.booleans(),
        st.booleans(),
        dossier,
        st.integers(1, 100_000),
    )


def of_groups(drawn: list[Group]) -> dict[str, Any]:
    return {**overview(drawn, [FREED]), **deepcopy(MORE)}


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(groups(), max_size=8), min_size=1))
def test_the_figures_together_are_those_of_one_province_with_all_the_subjects(drawn: dict[str, list[Group]]) -> None:
    whole = of_groups([group for its in drawn.values() for group in its])
    found = together({code: of_groups(its) for code, its in drawn.items()})
    alike = {*SUMS, "ratings", "member_ratios"} - MORE.keys()
    assert {name: found[name] for name in alike} == {name: whole[name] for name in alike}
    assert found["over_cap_of"] == {"mem": len(drawn), "org": 0} and found["accepted_documents"] == 5 * len(drawn)
    for kind, shares in found["shares"].items():
        rated = found["ratings"][kind]["total"] - found["ratings"][kind]["not_rated"]
        assert sum(map(Decimal, filter(None, shares.values()))) == (100 if rated else 0)
        assert found["ratings"][kind]["total"] == sum(its[kind]["total"] for its in found["by_province"].values())


def test_both_readings_of_the_excellent_share_are_counted_from_the_sums() -> None:
    """A mean of the provinces' shares would be 33.33 and 25.00."""
    small, large = of_members(HTXSNV=1, HTTNV=2), of_members(HTXSNV=1, HTTNV=98, HTNV=1)
    found = together({"a": small, "b": large})
    assert found["member_ratios"]["excellent_of_good"] == "2.00"
    assert found["member_ratios"]["excellent_of_rated"] == "1.94"


def test_a_reason_that_one_province_alone_knows_is_kept() -> None:
    other = of_members(HTTNV=1, freed=4)
    other["members_not_rated"] = {"ABROAD": 4, "undecided": 0}
    found = together({"a": of_members(HTTNV=1, freed=2), "b": other})
    assert found["members_not_rated"] == {FREED: 2, "undecided": 0, "ABROAD": 4}


@pytest.mark.parametrize(
    "change",
    [
        {"ratings": {"col": {"total": 7}}},
        {"ratings": {"mem": {"total": 4, "not_rated": 1}}},
        {"members_not_rated": {"undecided": 1}},
        {"dossiers": {"expected": 1}},
        {"dossiers": {"expected": 1, "late": 1}},
    ],
    ids=str,
)
def test_figures_that_contradict_each_other_are_added_to_nothing(change: dict[str, Any]) -> None:
    wrong = of_members(HTTNV=3)
    _change(wrong, change)
    with pytest.raises(FiguresDisagree, match="b"):
        together({"a": of_members(HTTNV=3), "b": wrong})


def of_members(freed: int = 0, **levels: int) -> dict[str, Any]:
    rated = [Group("mem", level, None, None, True, True, None, None, number) for level, number in levels.items()]
    return of_groups([*rated, Group("mem", None, None, FREED, False, False, None, None, freed)])


def _change(figures: dict[str, Any], change: Mapping[str, Any]) -> None:
    for name, value in change.items():
        if isinstance(value, dict):
            _change(figures[name], value)
        else:
            figures[name] = value
