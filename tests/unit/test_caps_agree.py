"""Ratings refuses by a cap, reporting counts by it: both read every shipped rulebook's caps, and read them alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.rules.caps import BASES
from services.ratings.domain.rules.caps import Cap as Deciding
from services.reporting.domain.caps import Cap as Counting
from services.reporting.domain.caps import CapTally, UnknownCapRule
from services.reporting.domain.subjects import LeaderRow
from shared.exclusions import KINDS

RULEBOOKS = Path(__file__).parents[2] / "services" / "ratings" / "rulebooks"
SHIPPED = [
    rule
    for path in sorted(RULEBOOKS.glob("*.yaml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("caps", ())
]
LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
LEADERS: dict[str, Any] = {
    "id": "CAP-LDR",
    "level": "HTXSNV",
    "max_pct": 20,
    "raised": {"max_pct": 25, "when": {"finding": "outstanding_in_year"}},
    "subjects": ["leader"],
    "group_by": ["deciding_body", "similar_role_group"],
    "base": "HTTNV_final",
    "rounding": "floor",
    "severity": "block_with_override",
}

rules = st.builds(
    lambda percent, base, rounding, minimum: {
        **LEADERS,
        "max_pct": percent,
        "base": base,
        "rounding": rounding,
        "minimum_allowed": minimum,
    },
    percent=st.integers(0, 100),
    base=st.sampled_from(sorted(BASES)),
    rounding=st.sampled_from(["floor", "half_up", "ceiling"]),
    minimum=st.integers(0, 3),
)


def test_there_are_caps_to_read() -> None:
    assert len(SHIPPED) >= 3


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule["id"])
def test_every_shipped_cap_is_read_alike(rule: dict[str, Any]) -> None:
    deciding, counting = Deciding.read(rule, KINDS), Counting.of(rule)
    assert (deciding.code, deciding.level, deciding.percent) == (counting.id, counting.level, counting.max_pct)
    assert {kind.value for kind in deciding.kinds} == counting.groups_of.keys()
    assert (deciding.raised is None) == (counting.raised is None)


@given(rules, st.fixed_dictionaries({level: st.integers(0, 200) for level in LEVELS}), st.booleans())
def test_both_allow_the_same_number(rule: dict[str, Any], tally: dict[str, int], outstanding: bool) -> None:
    found = {"outstanding_in_year": "yes"} if outstanding else {}
    assert Deciding.read(rule, KINDS).for_body(found).allowed(tally) == Counting.of(rule).allowed(tally, set(found))


def leader(number: int, level: str, decided_by: str = "QN", group: str = "BI_THU", **more: Any) -> LeaderRow:
    facts = {"cap_override": None} | more
    override = facts["cap_override"]
    return LeaderRow(f"CV{number}", "QN", "HUYEN", False, None, group, level, decided_by, override, None, None)


def test_leaders_are_counted_by_deciding_body_and_post_group() -> None:
    tally = CapTally(Counting.of(LEADERS), {"QN": {"outstanding_in_year"}})
    for number in range(4):
        tally.add("ldr", leader(number, "HTTNV"))
        tally.add("ldr", leader(10 + number, "HTTNV", "AN"))
    for body in ("QN", "AN"):
        tally.add("ldr", leader(20, "HTXSNV", body, cap_override="88-TB/TU"))
    groups = tally.groups({"QN", "AN"})
    assert groups["QN/BI_THU"] == {"allowed": 1, "excellent": 1, "good": 4}
    assert groups["AN/BI_THU"] == {"allowed": 0, "excellent": 1, "good": 4}
    assert [(group["group"], group["override"]) for group in tally.over({"QN", "AN"})] == [("AN/BI_THU", "88-TB/TU")]


@pytest.mark.parametrize(
    "change", [{"rounding": "away"}, {"base": "all"}, {"group_by": "similar_role_group"}, {"subjects": ["member"]}]
)
def test_a_cap_that_cannot_be_counted_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UnknownCapRule):
        Counting.of({**LEADERS, **change})
