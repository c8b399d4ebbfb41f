"""Every subject of the register, and which of them a fact of the organizations service concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, true

from services.reviews.readmodel.store import register
from services.reviews.readmodel.tree import path_of
from shared.register import Reader, View, inside


def everyone(read: Reader, campaign: str) -> list[str]:
    """The codes of all subjects that the campaign's register knows, also of those that owe nothing."""
    return _subjects_where(read, register.of(campaign), true())


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


def _subjects_where(read: Reader, view: View, condition: ColumnElement[bool]) -> list[str]:
    """The subjects that stand in organizations for which `condition` holds."""
    organizations, collectives, people, posts = view.organizations, view.collectives, view.people, view.posts
    of_collective = collectives.c.organization == organizations.c.code
    queries = {
        "org": select(organizations.c.code),
        "col": select(collectives.c.code).join(organizations, of_collective),
        "mem": select(people.c.code).join(organizations, people.c.cell == organizations.c.code),
        "ldr": select(posts.c.code)
        .join(collectives, posts.c.collective == collectives.c.code)
        .join(organizations, of_collective),
    }
    return [f"{kind}:{row.code}" for kind, query in queries.items() for row in read(query.where(condition))]
