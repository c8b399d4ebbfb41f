"""A rulebook is understood whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.rules.rulebook import Rulebook, fingerprint
from shared.subjects import Kind
from tests.rulebooks import as_written
from tests.unit.ratings.small import rulebook


def test_the_2020_rulebook_gives_levels_frames_stages_and_caps() -> None:
    assert rulebook().code == "vn-party-annual-review/2020"
    assert rulebook().levels.codes == ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
    assert len(rulebook().criteria(Kind.MEMBER)) == 7
    assert rulebook().criteria(Kind.LEADER)[:7] == rulebook().criteria(Kind.MEMBER)
    assert rulebook().stages[Kind.LEADER] == rulebook().stages[Kind.MEMBER]
    assert [(cap.code, cap.binding) for cap in rulebook().caps] == [
        ("CAP-MEMBER", True),
        ("CAP-ORG", False),
        ("CAP-COL", False),
    ]


def test_leaders_inherit_the_members_conditions() -> None:
    member, leader = rulebook().standards[Kind.MEMBER], rulebook().standards[Kind.LEADER]
    for level, conditions in member.levels.items():
        inherited = [condition.code for condition in conditions]
        codes = [condition.code for condition in leader.levels[level]]
        assert codes[: len(inherited)] == inherited
        assert len(codes) > len(inherited)


def test_another_rulebook_with_other_numbers_gives_other_results_without_new_code() -> None:
    content = as_written()
    content["caps"][0]["max_pct"] = 50
    assert Rulebook.read(content).caps[0].allowed({"HTTNV": 10}) == 5
    assert rulebook().caps[0].allowed({"HTTNV": 10}) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("stages"),
        lambda content: content["derivation"]["member"]["HTNV"]["all"][0].update(test={"mood": "good"}),
        lambda content: content["derivation"]["member"]["HTNV"]["all"][1].update(applies_if="is_tall"),
        lambda content: content["derivation"]["party_org"]["forced_KHTNV"]["any"][1].update(when={"luck_lt": 3}),
        lambda content: content["derivation"]["party_org"]["HTNV"]["all"][0]["test"].update(min_degree="SUPER"),
        lambda content: content["ceilings"][0].update(max_level="BEST"),
        lambda content: content["ceilings"][0].update(when="is_raining"),
        lambda content: content["caps"][0].update(rounding="up"),
        lambda content: content["caps"][0].update(group_by="favourite_colour"),
        lambda content: content["subject_types"]["collectives"][0].update(decider="NOBODY_KNOWS"),
        lambda content: content.update(derivation=[]),
    ],
)
def test_what_the_engine_does_not_understand_makes_the_rulebook_unreadable(
    damage: Callable[[dict[str, Any]], object],
) -> None:
    content = as_written()
    damage(content)
    with pytest.raises(RulebookUnreadable):
        Rulebook.read(content)


def test_the_fingerprint_is_that_of_the_content_whatever_the_order_of_its_keys() -> None:
    assert fingerprint({"a": 1, "b": ["ủy"]}) == fingerprint({"b": ["ủy"], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
