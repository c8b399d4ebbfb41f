"""Questions that every service asks of its register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from shared.register.tables import Register
from shared.subjects import Kind, Subject

Reader = Callable[[Select[Any]], Sequence[Row[Any]]]
"""Runs a query: `unit.tables.rows` inside a command, a read connection's rows elsewhere."""

IN_LIST = 500
"""Values in one IN list: small enough for every database, large enough to be one round trip per batch."""


def path_of(register: Register, read: Reader, organization: str) -> str | None:
    """The organization's path in the tree, or None if it is not known."""
    table = register.organizations
    rows = read(select(table.c.path).where(table.c.code == organization))
    return rows[0].path if rows else None


def inside(register: Register, path: str) -> ColumnElement[bool]:
    """The condition that an organization lies at or below `path`. Exact, where LIKE ignores case on some databases."""
    return func.substr(register.organizations.c.path, 1, len(path)) == path


def subjects(register: Register, read: Reader, codes: Iterable[str]) -> dict[str, Subject]:
    """The known ones among `codes` (`org:…`, `col:…`, `mem:…`, `ldr:…`), in a handful of queries."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        kind, _, key = code.partition(":")
        wanted[kind].add(key)
    found = [
        *_organizations(register, read, wanted["org"]),
        *_collectives(register, read, wanted["col"]),
        *_members(register, read, wanted["mem"]),
        *_leaders(register, read, wanted["ldr"]),
    ]
    return {subject.code: subject for subject in found}


def _organizations(register: Register, read: Reader, codes: set[str]) -> Iterable[Subject]:
    table = register.organizations
    for row in among(read, select(table), table.c.code, codes):
        yield Subject(
            code=f"org:{row.code}",
            kind=Kind.ORGANIZATION,
            organization=row.code,
            unit=row.unit,
            grassroots=row.grassroots,
            type=row.type,
            parent=row.parent,
            since=_day(row.founded_on),
            until=_day(row.ended_on),
        )


def _collectives(register: Register, read: Reader, codes: set[str]) -> Iterable[Subject]:
    collectives, organizations = register.collectives, register.organizations
    query = select(collectives, organizations.c.unit, organizations.c.grassroots).join(
        organizations, organizations.c.code == collectives.c.organization
    )
    for row in among(read, query, collectives.c.code, codes):
        yield Subject(
            code=f"col:{row.code}",
            kind=Kind.COLLECTIVE,
            organization=row.organization,
            unit=row.unit,
            grassroots=row.grassroots,
            type=row.type,
            management_level=row.management_level,
            since=_day(row.founded_on),
            collective=row.code,
        )


def _members(register: Register, read: Reader, codes: set[str]) -> Iterable[Subject]:
    people, organizations = register.people, register.organizations
    query = select(people, organizations.c.unit, organizations.c.grassroots).join(
        organizations, organizations.c.code == people.c.cell
    )
    for row in among(read, query, people.c.code, codes):
        yield Subject(
            code=f"mem:{row.code}",
            kind=Kind.MEMBER,
            organization=row.cell,
            unit=row.unit,
            grassroots=row.grassroots,
            since=_day(row.admitted_on),
            person=row.code,
            member_status=row.member_status,
            civil_category=row.civil_category,
            sick_leave_months=row.sick_leave_months,
        )


def _leaders(register: Register, read: Reader, codes: set[str]) -> Iterable[Subject]:
    posts, people = register.posts, register.people
    collectives, organizations = register.collectives, register.organizations
    query = (
        select(
            posts,
            people.c.admitted_on,
            people.c.member_status,
            people.c.civil_category,
            people.c.sick_leave_months,
            collectives.c.organization,
            organizations.c.unit,
            organizations.c.grassroots,
        )
        .join(people, people.c.code == posts.c.person)
        .join(collectives, collectives.c.code == posts.c.collective)
        .join(organizations, organizations.c.code == collectives.c.organization)
    )
    for row in among(read, query, posts.c.code, codes):
        yield Subject(
            code=f"ldr:{row.code}",
            kind=Kind.LEADER,
            organization=row.organization,
            unit=row.unit,
            grassroots=row.grassroots,
            management_level=row.management_level,
            since=_day(row.admitted_on),
            until=_day(row.held_to),
            person=row.person,
            member_status=row.member_status,
            civil_category=row.civil_category,
            sick_leave_months=row.sick_leave_months,
            collective=row.collective,
            post_group=row.post_group,
            head=row.head,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def among(read: Reader, query: Select[Any], column: Any, values: Iterable[Any]) -> Iterable[Row[Any]]:
    """The rows of `query` whose `column` is one of `values`, a bounded IN list at a time."""
    ordered = sorted(values)
    for start in range(0, len(ordered), IN_LIST):
        yield from read(query.where(column.in_(ordered[start : start + IN_LIST])))
