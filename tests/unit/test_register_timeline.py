"""On each day a timeline holds what the last fact up to that day says, in whatever order the facts were told."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.register.timeline import FOR_EVER, SINCE_EVER, Stretch, insert

DAYS = [f"2020-01-{day:02}" for day in range(1, 9)]
FIRST = {"cell": "C0", "status": "active"}

Fact = tuple[str, dict[str, Any]]
facts = st.tuples(
    st.sampled_from([SINCE_EVER, *DAYS]),
    st.fixed_dictionaries({}, optional={"cell": st.sampled_from(["C1", "C2"]), "status": st.just("exempt")}),
)


def told(history: list[Fact]) -> list[Stretch]:
    timeline = [Stretch(SINCE_EVER, FOR_EVER, FIRST)]
    for since, values in history:
        timeline = insert(timeline, since, values)
    return timeline


def naive(history: list[Fact], day: str) -> dict[str, Any]:
    """All facts up to the day, in order of their days; those of one day as they were told."""
    holding = dict(FIRST)
    for since, values in sorted(history, key=lambda fact: fact[0]):
        if since <= day:
            holding |= values
    return holding


@given(st.lists(facts, max_size=8))
def test_on_each_day_holds_what_a_fold_of_the_facts_up_to_it_says(history: list[Fact]) -> None:
    timeline = told(history)
    for day in [SINCE_EVER, *DAYS, "2020-02-01"]:
        [holding] = [stretch.values for stretch in timeline if stretch.since <= day < stretch.until]
        assert holding == naive(history, day)


@given(st.lists(facts, max_size=8))
def test_the_stretches_cover_every_day_once(history: list[Fact]) -> None:
    timeline = told(history)
    assert timeline[0].since == SINCE_EVER
    assert timeline[-1].until == FOR_EVER
    assert all(one.until == next_.since for one, next_ in pairwise(timeline))
    assert all(stretch.since < stretch.until for stretch in timeline)


def test_a_move_told_late_does_not_hide_a_later_one() -> None:
    timeline = told([("2020-01-05", {"cell": "C2"}), ("2020-01-03", {"cell": "C1"})])
    cells = [(stretch.since, stretch.values["cell"]) for stretch in timeline]
    assert cells == [(SINCE_EVER, "C0"), ("2020-01-03", "C1"), ("2020-01-05", "C2")]


def test_a_later_fact_of_the_same_content_still_bounds_one_told_after_it() -> None:
    timeline = told([("2020-01-05", {"cell": "C1"}), ("2020-01-02", {"cell": "C1"}), ("2020-01-03", {"cell": "C2"})])
    assert timeline[-1].values["cell"] == "C1"
    assert timeline[-2].values["cell"] == "C2"


def test_a_change_of_another_value_does_not_bound_it() -> None:
    timeline = told([("2020-01-05", {"status": "exempt"}), ("2020-01-03", {"cell": "C1"})])
    assert timeline[-1].values == {"cell": "C1", "status": "exempt"}
