"""The tree, its members and its posts: what may be registered, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.errors import AlreadyEnded, EndsBeforeFounding, NotACell, ParentMissing
from services.organizations.domain.events import OrganizationRegistered, PersonRegistered, PostAssigned
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from shared.domain import Aggregate, AlreadyExists, Event, NotFound

PROVINCE = OrganizationRegistered("TU", "Đảng bộ tỉnh Bình Định", "DB_TINH", None, None)
CELL = OrganizationRegistered("QN-01-C1", "Chi bộ 1", "CB_TRUC_THUOC", "TU", date(1999, 5, 19))
TODAY = date(2021, 1, 4)
MEMBER = PersonRegistered("DV000001", "Đỗ Tuyết Nhung", date(1955, 5, 17), None, "active", None, "QN-01-C1", 0)


def did(aggregate: Aggregate, events: Iterator[Event]) -> list[str]:
    return [type(event).__name__ for event in aggregate.decide(events)]


def registered(facts: OrganizationRegistered, parent: Organization | None = None) -> Organization:
    organization = Organization(facts.code)
    did(organization, organization.register(facts, parent))
    return organization


@pytest.fixture
def province() -> Organization:
    return registered(PROVINCE)


@pytest.fixture
def cell(province: Organization) -> Organization:
    return registered(CELL, province)


def test_registering_twice_in_the_same_words_says_it_once(province: Organization) -> None:
    assert did(province, province.register(PROVINCE, None)) == []


def test_registering_again_with_other_content_is_refused(province: Organization) -> None:
    other = OrganizationRegistered("TU", "Đảng bộ tỉnh Gia Lai", "DB_TINH", None, None)
    with pytest.raises(AlreadyExists):
        did(province, province.register(other, None))


def test_only_the_province_stands_without_a_parent(province: Organization) -> None:
    orphan = Organization("QN")
    with pytest.raises(ParentMissing):
        did(orphan, orphan.register(OrganizationRegistered("QN", "Quy Nhơn", "DB_TRUC_THUOC_TINH", None, None), None))
    second = Organization("GL")
    with pytest.raises(ParentMissing):
        did(second, second.register(OrganizationRegistered("GL", "Gia Lai", "DB_TINH", "TU", None), province))


def test_the_parent_must_be_known() -> None:
    lost = Organization("QN-01-C1")
    with pytest.raises(NotFound):
        did(lost, lost.register(CELL, Organization("TU")))


def test_an_organization_ends_once_and_not_before_it_began(cell: Organization) -> None:
    with pytest.raises(EndsBeforeFounding):
        did(cell, cell.end(date(1990, 1, 1), today=TODAY))
    assert did(cell, cell.end(date(2020, 8, 1), today=TODAY)) == ["OrganizationEnded"]
    assert did(cell, cell.end(date(2020, 8, 1), today=TODAY)) == []
    with pytest.raises(AlreadyEnded):
        did(cell, cell.end(date(2020, 9, 1), today=TODAY))


def test_members_are_active_in_cells_only(province: Organization, cell: Organization) -> None:
    person = Person("DV000001")
    with pytest.raises(NotACell):
        did(person, person.register(MEMBER, province))
    assert did(person, person.register(MEMBER, cell)) == ["PersonRegistered"]
    with pytest.raises(NotACell):
        did(person, person.transfer(province, date(2020, 7, 1), today=TODAY))


def test_what_was_said_of_a_member_is_not_said_again(cell: Organization) -> None:
    person = Person("DV000001")
    did(person, person.register(MEMBER, cell))
    for told in (["MemberTransferred"], []):
        assert did(person, person.transfer(cell, date(2020, 7, 1), today=TODAY)) == told
    for told in (["MemberStatusChanged"], []):
        assert did(person, person.change_status("exempt", date(2020, 7, 1), today=TODAY)) == told


def test_a_post_needs_a_known_person_and_a_known_collective() -> None:
    post = Post("CV00001")
    wanted = PostAssigned("CV00001", "DV000001", "TT-TU", "Bí thư", "BI_THU", True, "TINH", None)
    with pytest.raises(NotFound):
        did(post, post.assign(wanted, Person("DV000001"), Collective("TT-TU")))
