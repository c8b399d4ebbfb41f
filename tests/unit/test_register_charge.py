"""What an organization has in its charge in a campaign: its own unit and all below as the cycle was, and no more.

Whoever has ended or moved since sees the old part. Whoever was founded later sees what its predecessors saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from shared.messaging import Envelope
from shared.register import inside, paths_of, stands_inside
from shared.web import ROLES, Caller, Place, Sight
from tests.unit.registers import Heard, closed, opened
from tests.unit.reporting.speaking import Speaker

CAMPAIGN, REFERENCE_DATE = "BD-2020", "2020-12-31"
TREE = {"TU": None, "QN": "TU", "AN": "TU", "QN-1": "QN", "QN-2": "QN", "AN-1": "AN"}
LATER = ("NEW", "NEWER")
"""Organizations that are founded after the reference date."""

Say = Callable[..., Envelope]

moves = st.tuples(
    st.sampled_from(["QN-1", "QN-2", "AN-1", "AN"]),
    st.sampled_from(["TU", "QN"]),
    st.sampled_from(["2020-06-01", REFERENCE_DATE, "2021-01-01"]),
)
successions = st.tuples(st.sampled_from([*LATER, "QN"]), st.sampled_from([*TREE, *LATER]), st.booleans())


@dataclass(frozen=True)
class Province:
    """A tree, moves within it, and successors with a predecessor each, which has ended or lives on."""

    moves: list[tuple[str, str, str]]
    successions: list[tuple[str, str, bool]]
    later_ones_are_known: bool
    """Whether the campaign still was open when the later ones were registered."""

    def heard(self) -> Heard:
        say = Speaker().say
        log = [_registered(say, code, parent, "1990-01-01") for code, parent in TREE.items()]
        log += [
            say("organizations", "OrganizationMoved", code=code, parent=parent, since=day, document=None)
            for code, parent, day in self.moves
        ]
        before = len(log)
        log += [_registered(say, code, "TU", "2021-07-01") for code in LATER]
        log += [_succeeded(say, *succession) for succession in self.successions]
        position = len(log) if self.later_ones_are_known else before
        return Heard([*log, opened(say, CAMPAIGN, REFERENCE_DATE), closed(say, CAMPAIGN, position)])

    def tree(self) -> dict[str, str | None]:
        """As it was in the campaign."""
        tree = dict(TREE) | (dict.fromkeys(LATER, "TU") if self.later_ones_are_known else {})
        for code, parent, day in sorted(self.moves, key=lambda move: move[2]):
            if day <= REFERENCE_DATE:
                tree[code] = parent
        return tree

    def charge(self, code: str, asked: frozenset[str] = frozenset()) -> set[str]:
        """What stood in and below the organization, and if it came later, below those that it succeeds."""
        tree = self.tree()
        found = {below for below in tree if code in _way_up(tree, below)}
        if code in LATER and code not in asked:
            of_others = (self.charge(old, asked | {code}) for new, old, _ in self.successions if new == code)
            found = found.union(*of_others)
        return found


def _way_up(tree: dict[str, str | None], code: str | None) -> list[str]:
    return [] if code is None else [code, *_way_up(tree, tree[code])]


def _registered(say: Say, code: str, parent: str | None, founded_on: str) -> Envelope:
    kind = {"TU": "DB_TINH", "QN": "DB_TRUC_THUOC_TINH", "AN": "DB_TRUC_THUOC_TINH"}.get(code, "CB_CO_SO")
    facts = {"code": code, "name": code, "type": kind, "parent": parent, "founded_on": founded_on}
    return say("organizations", "OrganizationRegistered", **facts)


def _succeeded(say: Say, new: str, old: str, has_ended: bool) -> Envelope:
    if has_ended:
        return say("organizations", "OrganizationEnded", code=old, ended_on="2021-06-30", successors=[new])
    facts = {"code": new, "predecessors": [old], "how": "split", "since": "2021-07-01", "document": None}
    return say("organizations", "OrganizationSucceeded", **facts)


def sight(heard: Heard, organization: str, campaign: str | None = CAMPAIGN) -> Sight:
    caller = Caller("x", frozenset({"unit_officer"}), organization)
    return Sight(caller, ROLES, lambda code: paths_of(heard.register, heard.read, code, campaign))


@given(st.builds(Province, st.lists(moves, max_size=3), st.lists(successions, max_size=4), st.booleans()))
def test_an_officer_sees_the_own_part_as_the_cycle_was_and_nothing_else(province: Province) -> None:
    heard = province.heard()
    for organization in [*TREE, *LATER]:
        officer = sight(heard, organization)
        reached = {code for code in province.tree() if officer.holds(Place(code))}
        assert reached == province.charge(organization), organization


@given(st.builds(Province, st.lists(moves, max_size=3), st.lists(successions, max_size=4), st.booleans()))
def test_a_list_shows_just_what_may_be_opened(province: Province) -> None:
    heard = province.heard()
    organizations = heard.register.of(CAMPAIGN).organizations
    for organization in [*TREE, *LATER]:
        paths = paths_of(heard.register, heard.read, organization, CAMPAIGN)
        listed = heard.read(select(organizations.c.code).where(inside(heard.register.of(CAMPAIGN), *paths)))
        assert {row.code for row in listed} == province.charge(organization), organization


@given(st.builds(Province, st.lists(moves, max_size=3), st.lists(successions, max_size=4), st.booleans()))
def test_a_list_of_subjects_shows_those_that_stand_there(province: Province) -> None:
    heard = province.heard()
    view = heard.register.of(CAMPAIGN)
    subject = literal("org:").concat(view.organizations.c.code)
    for organization in [*TREE, *LATER]:
        paths = paths_of(heard.register, heard.read, organization, CAMPAIGN)
        listed = heard.read(select(view.organizations.c.code).where(stands_inside(view, subject, *paths)))
        assert {row.code for row in listed} == province.charge(organization), organization


def test_without_a_campaign_an_officer_sees_the_own_part_as_it_is_now() -> None:
    heard = Province([("QN-1", "TU", "2021-01-01")], [("NEW", "AN", True)], later_ones_are_known=True).heard()
    assert not sight(heard, "QN", None).holds(Place("QN-1"))
    assert sight(heard, "QN").holds(Place("QN-1"))
    assert not sight(heard, "NEW", None).holds(Place("AN-1"))
    assert sight(heard, "AN", None).holds(Place("AN-1"))


@pytest.mark.parametrize("organization", ["QN", "TU", "NEW"])
def test_before_a_campaign_is_opened_its_things_are_seen_as_the_tree_is_now(organization: str) -> None:
    heard = Province([], [("NEW", "AN", True)], later_ones_are_known=True).heard()
    paths = paths_of(heard.register, heard.read, organization, "BD-2021")
    assert paths == paths_of(heard.register, heard.read, organization)
