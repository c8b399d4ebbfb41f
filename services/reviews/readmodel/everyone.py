"""Every subject of the register, and which of them a fact of the organizations service concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, true

from services.reviews.readmodel.campaigns import terms_of
from services.reviews.readmodel.store import gate, register
from services.reviews.readmodel.tree import path_of
from shared.admission import State
from shared.gate import gate_of
from shared.register import Reader, View, among, inside, subjects
from shared.subjects import Kind, Subject


def everyone(read: Reader, campaign: str) -> list[str]:
    """The codes of all subjects that the campaign's register knows, also of those that owe nothing."""
    return _subjects_where(read, register.of(campaign), true())


def without_a_body(read: Reader, campaign: str, paths: Iterable[str]) -> list[Subject]:
    """The subjects at or below one of `paths` that nobody is competent to rate, by code.

    A draft looks at the tree of today. Of the members only those are asked of the register whose cell has no body.
    """
    terms = terms_of(read, campaign)
    opened = gate_of(gate, read, campaign).state is not State.DRAFT
    view = register.of(campaign) if opened else register.live
    here, places = inside(view, *paths), view.organizations.c
    cells = [
        Subject("mem:", Kind.MEMBER, row.code, grassroots=row.grassroots)
        for row in read(select(places.code, places.grassroots).where(here))
    ]
    stray = {cell.organization for cell in cells if terms.is_nobodys(cell)}
    people = among(read, select(view.people.c.code, view.people.c.cell), view.people.c.cell, stray)
    others = _subjects_where(read, view, here, _PLACED)
    known = subjects(view, read, [*others, *(f"mem:{row.code}" for row in people)])
    return [known[code] for code in sorted(known) if terms.is_nobodys(known[code])]


def concerned_by(read: Reader, campaign: str, type_: str, data: Mapping[str, Any]) -> set[str]:
    """The codes of the subjects that a fact may change something for."""
    return set(_CONCERNS[type_](read, register.of(campaign), data))


def _organization(read: Reader, view: View, data: Mapping[str, Any]) -> list[str]:
    return [f"org:{data['code']}"]


def _subtree(read: Reader, view: View, data: Mapping[str, Any]) -> list[str]:
    path = path_of(view, read, data["code"])
    return _subjects_where(read, view, inside(view, path)) if path else []


def _collective(read: Reader, view: View, data: Mapping[str, Any]) -> list[str]:
    posts = view.posts
    led = read(select(posts.c.code).where(posts.c.collective == data["code"]))
    return [f"col:{data['code']}", *(f"ldr:{row.code}" for row in led)]


def _person(read: Reader, view: View, data: Mapping[str, Any]) -> list[str]:
    person, posts = data.get("person") or data["code"], view.posts
    held = read(select(posts.c.code).where(posts.c.person == person))
    return [f"mem:{person}", *(f"ldr:{row.code}" for row in held)]


def _post(read: Reader, view: View, data: Mapping[str, Any]) -> list[str]:
    return [f"ldr:{data['code']}"]


_CONCERNS: Mapping[str, Callable[[Reader, View, Mapping[str, Any]], list[str]]] = {
    "OrganizationRegistered": _organization,
    "OrganizationEnded": _organization,
    "OrganizationMoved": _subtree,
    "OrganizationReclassified": _subtree,
    "CollectiveRegistered": _collective,
    "CollectiveMoved": _collective,
    "CollectiveManagementTransferred": _collective,
    "CollectiveEnded": _collective,
    "PersonRegistered": _person,
    "MemberTransferred": _person,
    "MemberStatusChanged": _person,
    "MembershipEnded": _person,
    "PostAssigned": _post,
    "PostManagementTransferred": _post,
    "PostEnded": _post,
}


_PLACED = (Kind.ORGANIZATION, Kind.COLLECTIVE, Kind.LEADER)
"""Subjects that are decided by what they are, or by who manages them."""


def _subjects_where(
    read: Reader, view: View, condition: ColumnElement[bool], kinds: Iterable[Kind] = tuple(Kind)
) -> list[str]:
    """The subjects of these kinds that stand in organizations for which `condition` holds."""
    organizations, collectives, people, posts = view.organizations, view.collectives, view.people, view.posts
    of_collective = collectives.c.organization == organizations.c.code
    queries = {
        Kind.ORGANIZATION: select(organizations.c.code),
        Kind.COLLECTIVE: select(collectives.c.code).join(organizations, of_collective),
        Kind.MEMBER: select(people.c.code).join(organizations, people.c.cell == organizations.c.code),
        Kind.LEADER: select(posts.c.code)
        .join(collectives, posts.c.collective == collectives.c.code)
        .join(organizations, of_collective),
    }
    return [f"{kind}:{row.code}" for kind in kinds for row in read(queries[kind].where(condition))]
