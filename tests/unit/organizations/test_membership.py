"""Members: their transfers, status, and the end of their membership, from which some come back."""

from __future__ import annotations

import pytest

from services.organizations.domain.errors import AlreadyEnded, EndedBefore, LaterFacts, NoMemberThen, NotYetAdmitted
from services.organizations.domain.person import Person
from tests.unit.organizations.world import TODAY, World, day, did, planted


def member(admitted_on: str | None = None) -> tuple[World, Person]:
    world = planted()
    return world, world.admit("B", "C1", admitted_on)


def test_after_the_end_of_membership_the_person_is_in_no_cell() -> None:
    world, person = member()
    did(person, person.end_membership(day("2025-06-30"), "died", today=TODAY))
    assert world.cell_of("B", day("2025-06-30")) == "C1"
    assert world.cell_of("B", day("2025-07-01")) is None
    with pytest.raises(NoMemberThen):
        world.transfer("B", "C2", day("2025-07-01"))
    with pytest.raises(NoMemberThen):
        did(person, person.change_status("exempt", day("2025-07-01"), today=TODAY))
    with pytest.raises(AlreadyEnded):
        did(person, person.end_membership(day("2025-08-01"), "removed", today=TODAY))
    assert did(person, person.rename("Nguyễn Thị B", day("2025-08-01"), today=TODAY)) == ["PersonRenamed"]
    assert world.transfer("B", "C2", day("2025-06-01")) == ["MemberTransferred"]


def test_a_membership_does_not_end_before_facts_that_presuppose_it() -> None:
    world, person = member()
    world.transfer("B", "C2", day("2025-07-01"))
    with pytest.raises(LaterFacts):
        did(person, person.end_membership(day("2025-06-30"), "expelled", today=TODAY))


def test_who_is_admitted_after_a_merger_is_admitted_to_the_successor() -> None:
    world = planted()
    dissolved, merged = world.organization("C3"), world.organization("C2")
    did(dissolved, dissolved.end(day("2025-06-30"), today=TODAY))
    did(merged, merged.end(day("2025-06-30"), ("C1",), today=TODAY))
    with pytest.raises(EndedBefore):
        world.admit("X", "C2", admitted_on="2025-07-01")
    with pytest.raises(EndedBefore):
        world.lead("T", "C2", founded_on="2025-07-01")
    world.admit("X", "C2", admitted_on="2025-06-30")
    world.lead("T", "C2", founded_on="2025-06-30")
    world.admit("Y", "C3", admitted_on="2025-07-01")
    assert world.cell_of("Y", TODAY) == "C3", "a year's list still names the members of a dissolved cell"


@pytest.mark.parametrize("returns_first", [True, False])
def test_who_moved_away_can_come_back_and_leave_again(returns_first: bool) -> None:
    world, person = member()

    def leave() -> None:
        did(person, person.end_membership(day("2023-06-30"), "moved_away", today=TODAY))

    def come_back() -> None:
        world.transfer("B", "C2", day("2025-01-01"))

    for step in (come_back, leave) if returns_first else (leave, come_back):
        step()
    cells = [world.cell_of("B", day(on)) for on in ("2023-06-30", "2023-07-01", "2024-12-31", "2025-01-01")]
    assert cells == ["C1", None, None, "C2"]
    with pytest.raises(NoMemberThen):
        did(person, person.change_status("exempt", day("2024-01-01"), today=TODAY))
    did(person, person.change_status("exempt", day("2025-02-01"), today=TODAY))
    did(person, person.end_membership(day("2025-03-01"), "died", today=TODAY))
    assert world.cell_of("B", day("2025-03-02")) is None


def test_a_member_is_neither_transferred_nor_lost_before_admission() -> None:
    world, person = member(admitted_on="2021-05-19")
    with pytest.raises(NotYetAdmitted):
        world.transfer("B", "C2", day("2021-05-18"))
    with pytest.raises(NotYetAdmitted):
        did(person, person.change_status("exempt", day("2021-05-18"), today=TODAY))
    with pytest.raises(NotYetAdmitted):
        did(person, person.end_membership(day("2021-05-18"), "left", today=TODAY))
    assert world.transfer("B", "C2", day("2021-05-19")) == ["MemberTransferred"]
