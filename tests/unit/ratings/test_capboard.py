"""What the cap board says of a group agrees with itself, whatever the group."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.decisions.capboard import Group, line
from services.ratings.domain.rules.caps import BASES, Cap
from shared.exclusions import KINDS
from tests.unit.ratings.small import rulebook

RULE = {
    "id": "CAP",
    "level": "HTXSNV",
    "max_pct": 20,
    "subjects": ["member"],
    "group_by": "tccsd",
    "base": "HTTNV_final",
    "rounding": "floor",
    "severity": "block_with_override",
}
LEVELS = rulebook().levels
tallies = st.fixed_dictionaries({level: st.integers(0, 300) for level in LEVELS.codes})
caps = st.builds(
    lambda percent, base, rounding, minimum: Cap.read(
        {**RULE, "max_pct": percent, "base": base, "rounding": rounding, "minimum_allowed": minimum}, KINDS
    ),
    percent=st.integers(1, 100),
    base=st.sampled_from(sorted(BASES)),
    rounding=st.sampled_from(["floor", "half_up", "ceiling"]),
    minimum=st.integers(0, 3),
)


def allows_one_more(cap: Cap, tally: dict[str, int], good: int) -> bool:
    """Whether one more may be excellent once so many more are good."""
    return not cap.is_exceeded_by(Counter(tally) + Counter({"HTXSNV": 1, "HTTNV": good}))


@given(caps, tallies)
def test_one_more_excellent_needs_exactly_so_many_more_good(cap: Cap, tally: dict[str, int]) -> None:
    needed = line(Group(cap, "QN-01", tally), LEVELS).one_more_needs
    assert needed is not None
    assert allows_one_more(cap, tally, needed)
    assert needed == 0 or not allows_one_more(cap, tally, needed - 1)


@given(caps, tallies)
def test_the_numbers_of_a_line_agree_with_each_other(cap: Cap, tally: dict[str, int]) -> None:
    shown = line(Group(cap, "QN-01", tally), LEVELS)
    assert shown.levels == tally
    assert shown.over_or_under == shown.excellent - shown.allowed
    assert (shown.over_or_under > 0) is cap.is_exceeded_by(tally)
    assert shown.good == tally["HTTNV"]
    assert shown.readings.keys() == BASES.keys()
    own = shown.readings[shown.base]
    assert (own.allowed, own.kept) == (shown.allowed, shown.over_or_under <= 0)


@given(caps, tallies)
def test_a_wider_base_never_allows_less(cap: Cap, tally: dict[str, int]) -> None:
    readings = line(Group(cap, "QN-01", tally), LEVELS).readings
    narrow, wide, widest = (readings[name] for name in ("HTTNV_final", "HTTNV_or_better", "rated_total"))
    assert narrow.counted <= wide.counted <= widest.counted == sum(tally.values())
    assert narrow.allowed <= wide.allowed <= widest.allowed


def test_a_small_group_is_shown_as_the_rules_read() -> None:
    cap = Cap.read(RULE, KINDS)
    shown = line(Group(cap, "QN-01", {"HTXSNV": 1, "HTTNV": 4, "HTNV": 5}, frozenset({"88-TB/TU"})), LEVELS)
    assert (shown.good, shown.excellent, shown.allowed, shown.over_or_under, shown.one_more_needs) == (4, 1, 0, 1, 6)
    assert {name: reading.allowed for name, reading in shown.readings.items()} == {
        "HTTNV_final": 0,
        "HTTNV_or_better": 1,
        "rated_total": 2,
    }
    assert (shown.rounding, shown.severity, shown.overrides) == ("floor", "block_with_override", ("88-TB/TU",))


def test_a_cap_of_nothing_can_be_met_by_no_number_of_good_ones() -> None:
    assert line(Group(Cap.read({**RULE, "max_pct": 0}, KINDS), "QN-01", {"HTTNV": 99}), LEVELS).one_more_needs is None


@pytest.mark.parametrize("good", range(25))
def test_with_a_fifth_every_fifth_good_one_allows_one_more(good: int) -> None:
    cap = Cap.read(RULE, KINDS)
    allowed = next(number for number in count() if 5 * (number + 1) > good)
    assert line(Group(cap, "QN-01", {"HTTNV": good}), LEVELS).allowed == allowed
