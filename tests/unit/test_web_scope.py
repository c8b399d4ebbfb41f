"""Who sees what: the own organization and everything below it, or only oneself."""

from __future__ import annotations

import pytest

from shared.web import ROLES, Caller, Place, Sight
from tests.sample.bench import TREE

OFFICERS = ["importer", "board_officer", "unit_officer"]
IMPERSONAL = ["central_reader", "operator", "subscriber"]


def paths_of(organization: str) -> tuple[str, ...]:
    return (TREE[organization],) if organization in TREE else ()


def sight(role: str, organization: str | None = "QN", person: str | None = None) -> Sight:
    return Sight(Caller("x", frozenset({role}), organization, person), ROLES, paths_of)


@pytest.mark.parametrize("role", OFFICERS)
def test_an_officer_sees_the_own_organization_and_what_is_below(role: str) -> None:
    seen = {code for code in TREE if sight(role).holds(Place(code))}
    assert seen == {"QN", "QN-01"}


@pytest.mark.parametrize("role", OFFICERS)
def test_an_officer_sees_the_people_below(role: str) -> None:
    assert sight(role).holds(Place("QN-01", "DV1"))
    assert not sight(role).holds(Place("AN", "DV1"))


@pytest.mark.parametrize("role", IMPERSONAL)
def test_impersonal_roles_never_see_what_is_about_a_person(role: str) -> None:
    assert sight(role, "TU").holds(Place("QN"))
    assert not sight(role, "TU", person="DV1").holds(Place("QN", "DV1"))


def test_a_member_sees_only_what_is_about_the_own_person() -> None:
    member = sight("member", person="DV1")
    assert member.holds(Place("AN", "DV1"))
    assert not member.holds(Place("QN", "DV2"))
    assert not member.holds(Place("QN"))


def test_a_member_without_a_person_sees_nothing() -> None:
    assert not sight("member").holds(Place("QN"))
    assert not sight("member").holds(Place(None))


def test_one_role_does_not_lend_its_sight_to_another() -> None:
    both = Caller("x", frozenset({"member", "board_officer"}), "TU", "DV1")
    assert not Sight(both, frozenset({"member"}), paths_of).holds(Place("QN", "DV2"))
    assert Sight(both, frozenset({"board_officer"}), paths_of).holds(Place("QN", "DV2"))


@pytest.mark.parametrize("organization", [None, "XX"])
def test_who_belongs_nowhere_in_the_tree_sees_nothing_of_it(organization: str | None) -> None:
    assert not any(sight("board_officer", organization).holds(Place(code)) for code in TREE)


def test_the_own_organization_is_within_reach_before_the_tree_knows_it() -> None:
    assert sight("importer", "NEW").holds(Place("NEW"))


def test_a_name_that_begins_like_another_is_not_below_it() -> None:
    paths = {"QN": ("/TU/QN/",), "QN2": ("/TU/QN2/",)}
    officer = Sight(Caller("x", frozenset({"unit_officer"}), "QN"), ROLES, paths.__getitem__)
    assert not officer.holds(Place("QN2"))


def test_only_the_root_sees_what_stands_in_no_organization() -> None:
    assert sight("board_officer", "TU").holds(Place(None, "DV1"))
    assert not sight("board_officer", "QN").holds(Place(None, "DV1"))


def test_the_root_is_asked_for_once_and_no_place_is_looked_up() -> None:
    asked: list[str] = []

    def noted(organization: str) -> tuple[str, ...]:
        asked.append(organization)
        return paths_of(organization)

    root = Sight(Caller("x", frozenset({"importer"}), "TU"), ROLES, noted)
    assert all(root.holds(Place(code)) for code in TREE)
    assert asked == ["TU"]


def test_a_successor_sees_every_part_that_it_has_in_its_charge_and_no_other() -> None:
    parts = {"NEW": ("/TU/AN/", "/TU/QN/QN-01/"), "AN": ("/TU/AN/",), "QN": ("/TU/QN/",), "QN-01": ("/TU/QN/QN-01/",)}
    successor = Sight(Caller("x", frozenset({"unit_officer"}), "NEW"), ROLES, lambda code: parts.get(code, ()))
    assert {code for code in parts if successor.holds(Place(code))} == {"NEW", "AN", "QN-01"}
    assert not successor.everything


def test_what_belongs_to_a_successor_is_seen_by_whom_all_its_parts_are_below() -> None:
    parts = {"NEW": ("/TU/AN/", "/TU/QN/QN-01/"), "AN": ("/TU/AN/",), "TU": ("/TU/",)}

    def seen_by(organization: str) -> bool:
        caller = Caller("x", frozenset({"central_reader"}), organization)
        return Sight(caller, ROLES, lambda code: parts.get(code, ())).holds(Place("NEW"))

    assert seen_by("TU")
    assert not seen_by("AN")
