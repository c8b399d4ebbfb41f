"""Mergers and splits: nobody is lost, nobody is in two places, and every reason against them is told at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.organizations.world import TODAY, World, day, new

SINCE = "2025-07-01"
BEFORE = "2025-06-30"


@pytest.fixture
def world() -> World:
    """Two districts with a commune each, cells with members, a collective with a post in each district."""
    world = World()
    world.found("TU", None, "DB_TINH")
    for district in ("QN", "AN"):
        world.found(district, "TU", "DB_TRUC_THUOC_TINH")
        world.found(f"{district}-01", district)
        for cell in ("C1", "C2"):
            world.found(f"{district}-{cell}", f"{district}-01", "CB_TRUC_THUOC")
            world.admit(f"{district}-{cell}-A", f"{district}-{cell}")
            world.admit(f"{district}-{cell}-B", f"{district}-{cell}")
        world.lead(f"TT-{district}", district)
        world.appoint(f"P-{district}", f"{district}-C1-A", f"TT-{district}")
    return world


def test_two_districts_become_a_new_one(world: World) -> None:
    happened = world.merge(["QN", "AN"], "QA", SINCE, new("QA", "TU", SINCE, "DB_TRUC_THUOC_TINH"))
    assert happened[:2] == ["OrganizationRegistered", "OrganizationSucceeded"]
    for district in ("QN", "AN"):
        assert world.parent_of(f"{district}-01", day(BEFORE)) == district
        assert world.parent_of(f"{district}-01", day(SINCE)) == "QA"
        ended = world.organizations[district].facts.on(day(SINCE))
        assert (ended["ended_on"], ended["successors"]) == (day(BEFORE), ("QA",))
        assert world.collectives[f"TT-{district}"].ended_on == day(BEFORE)
        assert world.posts[f"P-{district}"].held_to == day(BEFORE)
    assert sorted(happened).count("OrganizationMoved") == 2
    assert "MemberTransferred" not in happened, "who is in a cell below stays in it"


def test_a_cell_merges_into_one_that_lives(world: World) -> None:
    happened = world.merge(["QN-C1"], "QN-C2", SINCE)
    assert happened == ["OrganizationSucceeded", "MemberTransferred", "MemberTransferred", "OrganizationEnded"]
    assert {world.cell_of(person, day(SINCE)) for person in ("QN-C1-A", "QN-C1-B", "QN-C2-A")} == {"QN-C2"}


def test_the_same_merger_again_is_said_once(world: World) -> None:
    again: dict[str, Any] = {"predecessors": ["QN", "AN"], "successor": "QA", "since": SINCE}
    foundation = new("QA", "TU", SINCE, "DB_TRUC_THUOC_TINH")
    world.lead("TT-QA", "TU")
    assert world.merge(**again, new=foundation, **{"TT-QN": "TT-QA"})
    assert world.merge(**again, new=foundation, **{"TT-QN": "TT-QA"}) == []


def test_a_collective_has_an_heir_or_goes_along(world: World) -> None:
    assert "CollectiveMoved" in world.merge(["QN"], "AN", SINCE, **{"TT-QN": "TT-QN"})
    assert world.collectives["TT-QN"].facts.value("organization", day(SINCE)) == "AN"
    assert world.collectives["TT-QN"].ended_on is None
    assert world.posts["P-QN"].held_to is None


def test_the_heir_of_a_collective_is_named_at_its_end(world: World) -> None:
    world.merge(["QN"], "AN", SINCE, **{"TT-QN": "TT-AN"})
    assert world.collectives["TT-QN"].facts.value("successors") == ("TT-AN",)


def test_who_came_after_the_day_comes_to_the_successor_and_who_had_left_stays_away(world: World) -> None:
    """The merger of July is recorded after the transfers of August."""
    world.transfer("AN-C1-A", "QN-C1", day("2025-08-01"))
    world.transfer("QN-C1-A", "AN-C1", day("2025-08-15"))
    world.transfer("QN-C1-B", "AN-C1", day("2025-05-01"))
    world.admit("NEW", "QN-C1", admitted_on="2025-09-02")
    world.merge(["QN-C1"], "QN-C2", SINCE)
    assert world.cell_of("AN-C1-A", day("2025-07-31")) == "AN-C1"
    assert world.cell_of("AN-C1-A", day("2025-08-01")) == "QN-C2"
    assert world.cell_of("QN-C1-A", day(SINCE)) == "QN-C2"
    assert world.cell_of("QN-C1-A", day("2025-08-15")) == "AN-C1"
    assert world.cell_of("QN-C1-B", day(SINCE)) == "AN-C1"
    assert world.cell_of("NEW", day("2025-09-02")) == "QN-C2"


def test_a_predecessor_below_another_ends_too_and_is_not_moved(world: World) -> None:
    happened = world.merge(["QN", "QN-01"], "AN", SINCE)
    assert happened.count("OrganizationEnded") == 2
    assert world.parent_of("QN-C1", day(SINCE)) == "AN"
    assert world.parent_of("QN-01", day(SINCE)) == "QN"


def test_every_reason_against_a_merger_is_told(world: World) -> None:
    world.merge(["AN"], "QN", "2025-01-01")
    world.found("LATE", "TU", founded_on=SINCE)
    heirs = {"TT-AN": "TT-QN", "T-Y": "TT-QN"}
    assert world.merge(["AN", "QN-01", "LATE", "X", "QN-01"], "QN-C1", SINCE, **heirs) == [
        ("/predecessors", "named_twice"),
        ("/predecessors/0", "already_ended"),
        ("/successor", "successor_below"),
        ("/predecessors/2", "ends_before_founding"),
        ("/predecessors/3", "not_found"),
        ("/collectives/TT-AN", "not_there"),
        ("/collectives/T-Y", "not_there"),
    ]


def test_the_heir_of_a_collective_must_live_and_the_collective_must_have_stood_there(world: World) -> None:
    world.lead("T1", "QN")
    world.lead("T2", "AN")
    world.found("HN", "TU", "DB_TRUC_THUOC_TINH")
    collective = world.collective("T1")
    collective.decide(collective.move(world.organization("AN"), day("2025-01-01"), today=TODAY))
    assert world.merge(["QN"], "HN", SINCE, **{"TT-QN": "X", "T1": "T2"}) == [
        ("/collectives/TT-QN", "not_found"),
        ("/collectives/T1", "not_there"),
    ]


def test_a_collective_that_has_ended_with_another_heir_gets_no_second(world: World) -> None:
    collective = world.collective("TT-QN")
    collective.decide(collective.end(day(BEFORE), ("TT-AN",), today=TODAY))
    world.lead("T2", "AN")
    assert world.merge(["QN"], "AN", SINCE, **{"TT-QN": "T2"}) == [("/collectives/TT-QN", "already_ended")]


@pytest.mark.parametrize(
    ("predecessors", "successor", "reason"),
    [
        (["QN"], "QN", "succeeds_itself"),
        (["QN"], "QN-01", "successor_below"),
        (["QN"], "QN-C1", "successor_below"),
        (["QN"], "X", "not_found"),
        (["TU"], "QN", "successor_below"),
    ],
)
def test_who_cannot_be_a_successor(world: World, predecessors: list[str], successor: str, reason: str) -> None:
    assert ("/successor", reason) in world.merge(predecessors, successor, SINCE)


def test_members_do_not_come_into_a_committee(world: World) -> None:
    assert world.merge(["QN-C1"], "AN-01", SINCE) == [("/predecessors/0", "not_a_cell")]


def test_a_new_successor_below_a_predecessor_is_refused(world: World) -> None:
    assert world.merge(["QN"], "QA", SINCE, new("QA", "QN-01", SINCE)) == [("/successor", "successor_below")]


def test_a_post_that_began_after_the_day_stands_in_the_way_unless_the_collective_goes_along(world: World) -> None:
    world.appoint("P2", "AN-C1-A", "TT-QN", held_from="2025-08-01")
    assert world.merge(["QN"], "AN", SINCE) == [("/predecessors/0", "ends_before_start")]


def test_a_district_splits_in_two_and_ends(world: World) -> None:
    world.found("QN-02", "QN")
    east = world.part("E", ["QN-01"], new=new("E", "TU", SINCE, "DB_TRUC_THUOC_TINH"))
    west = world.part("AN", ["QN-02"])
    happened = world.split("QN", [east, west], SINCE, ends=True, **{"TT-QN": "TT-AN"})
    assert happened.count("OrganizationSucceeded") == 2
    assert (world.parent_of("QN-01", day(SINCE)), world.parent_of("QN-02", day(SINCE))) == ("E", "AN")
    assert world.organizations["QN"].facts.value("successors") == ("E", "AN")
    assert world.collectives["TT-QN"].facts.value("successors") == ("TT-AN",)
    assert world.split("QN", [east, west], SINCE, ends=True, **{"TT-QN": "TT-AN"}) == [], "the same words again"


def test_a_part_splits_off_and_the_rest_lives_on(world: World) -> None:
    part = world.part("QN-C3", members=["QN-C1-B"], new=new("QN-C3", "QN-01", SINCE, "CB_TRUC_THUOC"))
    for told in (["OrganizationRegistered", "OrganizationSucceeded", "MemberTransferred"], []):
        assert world.split("QN-C1", [part], SINCE, ends=False) == told
    assert (world.cell_of("QN-C1-A", day(SINCE)), world.cell_of("QN-C1-B", day(SINCE))) == ("QN-C1", "QN-C3")
    assert world.organizations["QN-C1"].ended_on is None


def test_a_cell_becomes_a_committee_with_cells(world: World) -> None:
    world.found("CB", "QN", "CB_CO_SO")
    world.admit("X", "CB")
    world.admit("Y", "CB")
    parts = [
        world.part("DB", new=new("DB", "QN", SINCE, "DB_CO_SO")),
        world.part("DB-1", members=["X"], new=new("DB-1", "DB", SINCE, "CB_TRUC_THUOC")),
        world.part("DB-2", members=["Y"], new=new("DB-2", "DB", SINCE, "CB_TRUC_THUOC")),
    ]
    world.split("CB", parts, SINCE, ends=True)
    assert (world.cell_of("X", day(SINCE)), world.cell_of("Y", day(SINCE))) == ("DB-1", "DB-2")


def test_every_reason_against_a_split_is_told(world: World) -> None:
    world.found("QN-02", "QN")
    one = world.part("AN", ["QN-01", "AN-01"])
    two = world.part("QN-02", ["QN-01", "X"], ["AN-C1-A"])
    three = world.part("Z")
    assert world.split("QN", [one, two, three], SINCE, ends=True, **{"TT-QN": "TT-QN"}) == [
        ("/parts", "named_twice"),
        ("/parts/0/children/1", "not_there"),
        ("/parts/1/organization", "successor_below"),
        ("/parts/1/children/0", "not_there"),
        ("/parts/1/children/1", "not_there"),
        ("/parts/1/members/0", "not_there"),
        ("/parts/2/organization", "not_found"),
        ("/collectives/TT-QN", "succeeds_itself"),
    ]


def test_an_organization_that_lives_on_keeps_its_collectives(world: World) -> None:
    part = world.part("AN", ["QN-01"])
    assert world.split("QN", [part], SINCE, ends=False, **{"TT-QN": "TT-AN"}) == [
        ("/collectives/TT-QN", "collectives_stay")
    ]


def test_what_had_ended_before_the_day_is_given_to_nobody(world: World) -> None:
    cell = world.organization("QN-C1")
    cell.decide(cell.end(day("2025-01-31"), today=TODAY))
    for ends in (True, False):
        refused = world.split("QN-01", [world.part("AN-01", ["QN-C1"])], SINCE, ends=ends)
        assert ("/parts/0/children/0", "not_there") in refused


def test_nobody_is_left_over_when_the_original_ends(world: World) -> None:
    part = world.part("AN-C1", members=["QN-C1-A"])
    assert world.split("QN-C1", [part], SINCE, ends=True) == [("/parts", "left_over")]


def test_what_is_not_known_or_has_ended_is_not_split(world: World) -> None:
    assert ("/organization", "not_found") in world.split("X", [world.part("AN")], SINCE, ends=False)
    world.merge(["QN"], "AN", "2025-01-01")
    assert ("/organization", "ended_before") in world.split("QN", [world.part("AN")], SINCE, ends=False)
    assert ("/organization", "already_ended") in world.split("QN", [world.part("AN")], SINCE, ends=True)


FIRST = date(2025, 1, 1)
CELLS = ("C1", "C2", "C3", "C4")
PEOPLE = ("A", "B", "C", "D", "E")
days = st.integers(0, 20).map(lambda number: FIRST + timedelta(days=number))
transfers = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(CELLS), days), max_size=12)


def drawn(homes: list[str], moves: list[tuple[str, str, date]]) -> World:
    world = World()
    world.found("TU", None, "DB_TINH")
    for cell in CELLS:
        world.found(cell, "TU", "CB_CO_SO")
    for person, cell in zip(PEOPLE, homes, strict=True):
        world.admit(person, cell)
    for person, cell, moved_on in moves:
        world.transfer(person, cell, moved_on)
    return world


def everywhere(world: World) -> dict[tuple[str, date], str | None]:
    every_day = [FIRST + timedelta(days=number) for number in range(-1, 22)]
    return {(person, on): world.cell_of(person, on) for person in PEOPLE for on in every_day}


homes = st.lists(st.sampled_from(CELLS), min_size=len(PEOPLE), max_size=len(PEOPLE))


@given(homes, transfers, days, st.sampled_from([("C4", False), ("NEW", True)]))
def test_a_merger_keeps_everyone_exactly_once(
    homes: list[str], moves: list[tuple[str, str, date]], since: date, successor: tuple[str, bool]
) -> None:
    """From the day on the successor stands where a predecessor stood, and nothing else is any different."""
    world, (code, founded) = drawn(homes, moves), successor
    before, text = everywhere(world), since.isoformat()
    foundation = new(code, "TU", text, "CB_CO_SO") if founded else None
    happened = world.merge(["C1", "C2"], code, text, foundation)
    assert "OrganizationEnded" in happened, happened
    renamed = {"C1": code, "C2": code}
    assert everywhere(world) == {
        (person, on): cell if on < since else renamed.get(str(cell), cell) for (person, on), cell in before.items()
    }


@given(homes, transfers, days, st.lists(st.booleans(), min_size=len(PEOPLE), max_size=len(PEOPLE)))
@example(["C1"] * 5, [("A", "C1", FIRST + timedelta(days=1)), ("A", "C3", FIRST)], FIRST, [True] + [False] * 4)
def test_a_split_gives_everyone_to_exactly_one_part(
    homes: list[str], moves: list[tuple[str, str, date]], since: date, to_the_first: list[bool]
) -> None:
    world = drawn(homes, moves)
    before, text = everywhere(world), since.isoformat()
    goes_to = {person: "C3" if first else "NEW" for person, first in zip(PEOPLE, to_the_first, strict=True)}
    stays = [person for person in PEOPLE if world.people[person].days_in("C1", since)]
    parts = [
        world.part("C3", members=[person for person in stays if goes_to[person] == "C3"]),
        world.part(
            "NEW", [], [person for person in stays if goes_to[person] == "NEW"], new("NEW", "TU", text, "CB_CO_SO")
        ),
    ]
    happened = world.split("C1", parts, text, ends=True)
    assert "OrganizationEnded" in happened, happened
    assert everywhere(world) == {
        (person, on): goes_to[person] if on >= since and cell == "C1" else cell for (person, on), cell in before.items()
    }
