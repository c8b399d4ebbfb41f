"""Questions that every service asks of its view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, false, func, literal, or_, select, true, union_all

from shared.paths import is_root
from shared.reader import Reader
from shared.register.views import View
from shared.subjects import Kind, Subject

IN_LIST = 500
"""Values in one IN list: small enough for every database, large enough to be one round trip per batch."""


def inside(view: View, *paths: str) -> ColumnElement[bool]:
    """The condition that an organization lies at or below one of the paths; without a path none does.

    Exact, where LIKE ignores case on some databases.
    """
    path = view.organizations.c.path
    return or_(false(), *(func.substr(path, 1, len(above)) == above for above in paths))


def stands_inside(view: View, subject: ColumnElement[str], *paths: str) -> ColumnElement[bool]:
    """The condition that the subject with the code `subject` stands at or below one of the paths.

    Below a root stands everybody, also who is no subject any more.
    """
    if any(map(is_root, paths)):
        return true()
    organizations, collectives, people, posts = view.organizations, view.collectives, view.people, view.posts
    led = collectives.c.organization == organizations.c.code
    standing = {
        Kind.ORGANIZATION: select(organizations.c.code),
        Kind.COLLECTIVE: select(collectives.c.code).join(organizations, led),
        Kind.MEMBER: select(people.c.code).join(organizations, people.c.cell == organizations.c.code),
        Kind.LEADER: select(posts.c.code)
        .join(collectives, posts.c.collective == collectives.c.code)
        .join(organizations, led),
    }
    here = inside(view, *paths)
    return subject.in_(union_all(*(_as_subjects(kind, codes.where(here)) for kind, codes in standing.items())))


def _as_subjects(kind: Kind, codes: Select[Any]) -> Select[Any]:
    [code] = codes.selected_columns
    return codes.with_only_columns(literal(f"{kind}:", String).concat(code), maintain_column_froms=True)


def subjects(view: View, read: Reader, codes: Iterable[str]) -> dict[str, Subject]:
    """Those that the view knows among `codes` (`org:…`, `col:…`, `mem:…`, `ldr:…`), in a handful of queries."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        kind, _, key = code.partition(":")
        wanted[kind].add(key)
    found = [
        *_organizations(view, read, wanted["org"]),
        *_collectives(view, read, wanted["col"]),
        *_members(view, read, wanted["mem"]),
        *_leaders(view, read, wanted["ldr"]),
    ]
    return {subject.code: subject for subject in found}


def _organizations(view: View, read: Reader, codes: set[str]) -> Iterable[Subject]:
    for row in among(read, *_organizations_in(view), codes):
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


def _collectives(view: View, read: Reader, codes: set[str]) -> Iterable[Subject]:
    for row in among(read, *_collectives_in(view), codes):
        yield Subject(
            code=f"col:{row.code}",
            kind=Kind.COLLECTIVE,
            organization=row.organization,
            unit=row.unit,
            grassroots=row.grassroots,
            type=row.type,
            management_level=row.management_level,
            since=_day(row.founded_on),
            until=_day(row.ended_on),
            collective=row.code,
        )


def _members(view: View, read: Reader, codes: set[str]) -> Iterable[Subject]:
    for row in among(read, *_members_in(view), codes):
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


def _leaders(view: View, read: Reader, codes: set[str]) -> Iterable[Subject]:
    for row in among(read, *_leaders_in(view), codes):
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


_Coded = tuple[Select[Any], ColumnElement[str]]
"""A query, and the code by which its rows are looked for."""

_once_for_a_view = lru_cache(maxsize=64)


@_once_for_a_view
def _organizations_in(view: View) -> _Coded:
    return select(view.organizations), view.organizations.c.code


@_once_for_a_view
def _collectives_in(view: View) -> _Coded:
    collectives, organizations = view.collectives, view.organizations
    query = select(collectives, organizations.c.unit, organizations.c.grassroots).join(
        organizations, organizations.c.code == collectives.c.organization
    )
    return query, collectives.c.code


@_once_for_a_view
def _members_in(view: View) -> _Coded:
    people, organizations = view.people, view.organizations
    query = select(people, organizations.c.unit, organizations.c.grassroots).join(
        organizations, organizations.c.code == people.c.cell
    )
    return query, people.c.code


@_once_for_a_view
def _leaders_in(view: View) -> _Coded:
    posts, people = view.posts, view.people
    collectives, organizations = view.collectives, view.organizations
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
    return query, posts.c.code


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def among(
    read: Reader, query: Select[Any], column: Any, values: Iterable[Any], **parameters: Any
) -> Iterable[Row[Any]]:
    """The rows of `query` whose `column` is one of `values`, a bounded IN list at a time.

    A query that is asked often is built once, with `parameters` beside the values.
    """
    ordered = sorted(values)
    chosen = _among(query, column) if ordered else query
    for start in range(0, len(ordered), IN_LIST):
        yield from read(chosen, among=ordered[start : start + IN_LIST], **parameters)


@lru_cache(maxsize=512)
def _among(query: Select[Any], column: Any) -> Select[Any]:
    return query.where(column.in_(bindparam("among", expanding=True)))
