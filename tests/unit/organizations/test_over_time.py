"""Changes with the day on which they took effect: whenever they are recorded, each finds its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.organizations.domain.errors import (
    EndedBefore,
    LaterFacts,
    NotYetFounded,
    OwnAncestor,
    ParentMissing,
    StaysAfterEnd,
    StillInUse,
    TakesEffectLater,
)
from services.organizations.domain.lasting import day_of
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.domain.succession import dissolve
from shared.domain import Refusal
from tests.unit.organizations.world import CELLS, TODAY, World, day, did, planted

FIRST = date(2020, 1, 1)
days = st.integers(0, 200).map(lambda number: FIRST + timedelta(days=number))


@pytest.fixture
def world() -> World:
    return planted()


def test_the_day_is_that_in_vietnam() -> None:
    assert day_of(datetime(2021, 1, 4, 16, 59, tzinfo=UTC)) == date(2021, 1, 4)
    assert day_of(datetime(2021, 1, 4, 17, tzinfo=UTC)) == date(2021, 1, 5)


def test_a_transfer_recorded_late_does_not_hide_the_later_one(world: World) -> None:
    world.transfer("A", "C3", day("2025-09-01"))
    world.transfer("A", "C2", day("2025-06-01"))
    assert [world.cell_of("A", day(text)) for text in ("2025-05-31", "2025-06-01", "2025-08-31", "2025-09-01")] == [
        "C1",
        "C2",
        "C2",
        "C3",
    ]
    assert world.people["A"].facts.value("cell") == "C3"


@given(st.dictionaries(days, st.sampled_from(CELLS), max_size=6), st.randoms(use_true_random=False))
def test_in_any_order_of_recording_the_picture_is_that_of_the_effect_days(moves: dict[date, str], chance: Any) -> None:
    world, order = planted(), list(moves)
    chance.shuffle(order)
    for moved_on in order:
        assert world.transfer("A", moves[moved_on], moved_on) == ["MemberTransferred"]
    expected = "C1"
    for number in range(202):
        on = FIRST + timedelta(days=number)
        expected = moves.get(on, expected)
        assert world.cell_of("A", on) == expected


@given(days, st.sets(days, max_size=4), st.randoms(use_true_random=False))
def test_whether_changes_and_an_end_go_together_does_not_depend_on_their_order(
    ended_on: date, renamed_on: set[date], chance: Any
) -> None:
    organization, refused = planted().organizations["C1"], []
    facts: list[date | None] = [None, *sorted(renamed_on)]
    chance.shuffle(facts)
    for fact in facts:
        try:
            if fact is None:
                did(organization, organization.end(ended_on, today=TODAY))
            else:
                did(organization, organization.rename(f"Chi bộ {fact}", fact, today=TODAY))
        except (EndedBefore, LaterFacts) as refusal:
            refused.append(refusal)
    assert bool(refused) == any(since > ended_on for since in renamed_on)


def test_of_two_facts_of_one_day_the_one_recorded_last_corrects_the_other(world: World) -> None:
    world.transfer("A", "C2", day("2025-06-01"))
    world.transfer("A", "C3", day("2025-06-01"))
    assert world.cell_of("A", day("2025-06-01")) == "C3"
    assert world.transfer("A", "C3", day("2025-06-01")) == []
    assert world.transfer("A", "C2", day("2025-06-01")) == ["MemberTransferred"]


def test_the_same_words_are_said_once(world: World) -> None:
    quy_nhon, since = world.organization("QN"), day("2025-07-01")
    for told in (["OrganizationRenamed"], []):
        assert did(quy_nhon, quy_nhon.rename("Đảng bộ Quy Nhơn", since, today=TODAY, document="1-QĐ")) == told
    for told in (["OrganizationMoved"], []):
        assert world.move("C1", "AN", "2025-07-01") == told
    for told in (["OrganizationSucceeded"], []):
        assert did(quy_nhon, quy_nhon.succeed(("X",), "merged", since, today=TODAY)) == told
    assert did(quy_nhon, quy_nhon.succeed(("Y",), "merged", since, today=TODAY)) == ["OrganizationSucceeded"]
    assert did(quy_nhon, quy_nhon.succeed(("X",), "merged", since, today=TODAY)) == []
    for told in (["ExternalCodeAssigned"], []):
        assert did(quy_nhon, quy_nhon.assign_external_code("H08.1")) == told
    collective = world.lead("TT-QN", "QN")
    for told in (["CollectiveRenamed"], []):
        assert did(collective, collective.rename("Ban Thường vụ", since, today=TODAY)) == told
    for told in (["CollectiveMoved"], []):
        assert did(collective, collective.move(world.organization("AN"), since, today=TODAY)) == told
    for told in (["CollectiveEnded"], []):
        assert did(collective, collective.end(since, today=TODAY)) == told
    person = world.people["A"]
    for told in (["PersonRenamed"], []):
        assert did(person, person.rename("Nguyễn Văn A", since, today=TODAY)) == told
    for told in (["CivilCategoryChanged"], []):
        assert did(person, person.change_civil_category(None, since, today=TODAY)) == told
    for told in (["SickLeaveNoted"], []):
        assert did(person, person.note_sick_leave(4, since, today=TODAY)) == told
    for told in (["MembershipEnded"], []):
        assert did(person, person.end_membership(since, "died", today=TODAY)) == told


LATER = TODAY + timedelta(days=1)
CHANGES = {
    "rename an organization": lambda w, on: w.organization("C1").rename("x", on, today=TODAY),
    "move an organization": lambda w, on: w.organization("C1").move(
        w.organization("AN"), on, today=TODAY, find=w.organization
    ),
    "succeed": lambda w, on: w.organization("C1").succeed(("X",), "merged", on, today=TODAY),
    "end an organization": lambda w, on: w.organization("C1").end(on, today=TODAY),
    "rename a collective": lambda w, on: w.collective("T").rename("x", on, today=TODAY),
    "move a collective": lambda w, on: w.collective("T").move(w.organization("AN"), on, today=TODAY),
    "end a collective": lambda w, on: w.collective("T").end(on, today=TODAY),
    "rename a person": lambda w, on: w.people["A"].rename("x", on, today=TODAY),
    "change a category": lambda w, on: w.people["A"].change_civil_category("CAN_BO", on, today=TODAY),
    "note sick leave": lambda w, on: w.people["A"].note_sick_leave(3, on, today=TODAY),
    "transfer a member": lambda w, on: w.people["A"].transfer(w.organization("C2"), on, today=TODAY),
    "change a status": lambda w, on: w.people["A"].change_status("exempt", on, today=TODAY),
    "end a membership": lambda w, on: w.people["A"].end_membership(on, "died", today=TODAY),
    "end a post": lambda w, on: w.posts["P"].end(on, today=TODAY),
}
"""Every fact that has a day, said of something, for any day."""


def everything(world: World) -> World:
    world.lead("T", "QN")
    world.appoint("P", "A", "T")
    return world


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_takes_effect_after_today(world: World, change: str) -> None:
    everything(world)
    with pytest.raises(TakesEffectLater):
        list(CHANGES[change](world, LATER))
    assert len(list(CHANGES[change](world, TODAY))) == 1


@pytest.mark.parametrize("change", ["rename a collective", "move a collective"])
def test_nothing_happens_to_what_has_ended(world: World, change: str) -> None:
    collective = everything(world).collective("T")
    did(collective, collective.end(day("2025-06-30"), today=TODAY))
    assert len(list(CHANGES[change](world, day("2025-06-30")))) == 1
    with pytest.raises(EndedBefore):
        list(CHANGES[change](world, day("2025-07-01")))


@pytest.mark.parametrize("change", ["rename an organization", "move an organization", "succeed"])
def test_nothing_happens_to_an_organization_before_its_founding_or_after_its_end(world: World, change: str) -> None:
    del world.organizations["C1"]
    cell = world.found("C1", "QN", "CB_CO_SO", founded_on="2021-03-01")
    did(cell, cell.end(day("2025-06-30"), today=TODAY))
    for on in ("2021-03-01", "2025-06-30"):
        assert len(list(CHANGES[change](world, day(on)))) == 1
    with pytest.raises(NotYetFounded):
        list(CHANGES[change](world, day("2021-02-28")))
    with pytest.raises(EndedBefore):
        list(CHANGES[change](world, day("2025-07-01")))


def test_an_end_that_later_facts_speak_against_is_refused(world: World) -> None:
    cell = world.organization("C1")
    did(cell, cell.rename("Chi bộ 1", day("2025-07-01"), today=TODAY))
    with pytest.raises(LaterFacts):
        did(cell, cell.end(day("2025-06-30"), today=TODAY))
    assert did(cell, cell.end(day("2025-07-01"), today=TODAY)) == ["OrganizationEnded"]


def test_nothing_new_comes_to_stand_in_what_has_ended(world: World) -> None:
    everything(world)
    for ended in (world.organization("C2"), world.organization("AN"), world.collective("T")):
        did(ended, ended.end(day("2025-06-30"), today=TODAY))
    for late in (
        lambda: world.found("X1", "AN", founded_on="2025-07-01"),
        lambda: world.appoint("X4", "A", "T", held_from="2025-07-01"),
        lambda: world.transfer("A", "C2", day("2025-07-01")),
        lambda: world.move("C1", "AN", "2025-07-01"),
    ):
        with pytest.raises(EndedBefore):
            late()
    world.found("X1", "AN", founded_on="2025-06-30")
    world.appoint("X4", "A", "T", held_from="2025-06-30")


def test_who_came_to_what_has_ended_since_must_be_known_to_have_gone_on(world: World) -> None:
    """Told late: A was in C2 and C1 below AN until both ended. Where they are since is told first."""
    everything(world)
    for ended in (world.organization("C2"), world.organization("AN")):
        did(ended, ended.end(day("2025-06-30"), today=TODAY))
    late = (
        lambda: world.transfer("A", "C2", day("2025-06-01")),
        lambda: world.move("C1", "AN", "2025-06-01"),
        lambda: did(
            world.collective("T"), world.collective("T").move(world.organization("AN"), day("2025-06-01"), today=TODAY)
        ),
    )
    for stay in late:
        with pytest.raises(StaysAfterEnd):
            stay()
    world.transfer("A", "C3", day("2025-07-01"))
    world.move("C1", "QN", "2025-07-01")
    did(world.collective("T"), world.collective("T").end(day("2025-06-30"), today=TODAY))
    assert [stay() for stay in late] == [["MemberTransferred"], ["OrganizationMoved"], ["CollectiveMoved"]]


def test_nobody_is_transferred_to_a_cell_before_it_was_founded(world: World) -> None:
    world.found("C9", "QN", "CB_CO_SO", founded_on="2025-06-01")
    with pytest.raises(NotYetFounded):
        world.transfer("A", "C9", day("2025-05-31"))


def test_the_province_stands_under_nothing(world: World) -> None:
    with pytest.raises(ParentMissing):
        world.move("TU", "QN", "2025-01-01")


def test_an_organization_is_not_moved_below_itself(world: World) -> None:
    for below in ("QN", "C1"):
        with pytest.raises(OwnAncestor):
            world.move("QN", below, "2025-01-01")


def test_a_move_recorded_late_is_refused_if_it_closes_a_circle_on_any_later_day(world: World) -> None:
    """QN stands under AN from March on; so AN cannot have come under QN in January and have stayed there."""
    world.move("QN", "AN", "2025-03-01")
    with pytest.raises(OwnAncestor):
        world.move("AN", "QN", "2025-01-01")
    world.move("AN", "TU", "2025-02-01")
    assert world.move("AN", "QN", "2025-01-01") == ["OrganizationMoved"], "it came back before"


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), days), max_size=12))
def test_no_moves_in_any_order_make_a_circle_on_any_day(moves: list[tuple[str, str, date]]) -> None:
    world = World()
    for code, parent in pairwise((None, "TU", "A", "B", "C", "D", "E")):
        world.found(str(parent), code, "DB_TINH" if code is None else "DB_CO_SO")
    for code, parent, since in moves:
        try:
            world.move(code, parent, since.isoformat())
        except OwnAncestor:
            continue
    for number in range(202):
        for code in "ABCDE":
            step: str | None = code
            for _ in range(7):
                step = step and world.parent_of(step, FIRST + timedelta(days=number))
            assert step is None, "the way up ends at the province"


def test_an_organization_in_which_somebody_stands_does_not_just_end(world: World) -> None:
    def dissolved(code: str, ended_on: str) -> list[str]:
        organization = world.organization(code)
        return did(organization, dissolve(organization, world.holdings(code), day(ended_on), (), TODAY))

    for code in ("C1", "QN"):
        with pytest.raises(StillInUse):
            dissolved(code, "2025-06-30")
    world.transfer("A", "C2", day("2025-07-01"))
    with pytest.raises(StillInUse):
        dissolved("C1", "2025-06-29")
    assert dissolved("C1", "2025-06-30") == ["OrganizationEnded"]
    assert dissolved("C1", "2025-06-30") == []


def test_what_is_not_registered_cannot_change() -> None:
    world, nobody = World(), Organization("X")
    with pytest.raises(Refusal):
        did(nobody, nobody.rename("x", FIRST, today=TODAY))
    with pytest.raises(Refusal):
        world.move("X", "Y", "2025-01-01")
    person = Person("X")
    with pytest.raises(Refusal):
        did(person, person.note_sick_leave(3, FIRST, today=TODAY))
