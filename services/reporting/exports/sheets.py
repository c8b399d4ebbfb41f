"""The register's part of a campaign folder, column by column: what is exported plays again without a change.

People are missing: this service keeps neither their birth dates nor all that a folder says of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, select

from services.reporting.exports.listing import Listing
from services.reporting.exports.tables import Column, Row, Table, Type
from services.reporting.readmodel import names

_DATES = frozenset({"founded_on", "ended_on", "from", "to"})


def organizations(of: Listing) -> Table:
    """What lies above comes first: a folder names a parent before its children."""
    table, called = of.view.organizations, of.view.of(names)
    query = select(table.c.code, called.c.name, table.c.type, table.c.parent, table.c.founded_on, table.c.ended_on)
    rows = of.read(query.join(called, called.c.code == "org:" + table.c.code).where(_here(of)).order_by(table.c.path))
    return _sheet("organizations", ("code", "name", "type", "parent", "founded_on", "ended_on"), rows)


def collectives(of: Listing) -> Table:
    table, here, called = of.view.collectives, of.view.organizations, of.view.of(names)
    columns = (table.c.code, called.c.name, table.c.type, table.c.organization, table.c.management_level)
    query = (
        select(*columns, table.c.founded_on)
        .join(here, here.c.code == table.c.organization)
        .join(called, called.c.code == "col:" + table.c.code)
    )
    headings = ("code", "name", "type", "organization", "management_level", "founded_on")
    return _sheet("collectives", headings, of.read(query.where(_here(of)).order_by(table.c.code)))


def posts(of: Listing) -> Table:
    table, led, here, called = of.view.posts, of.view.collectives, of.view.organizations, of.view.of(names)
    columns = (table.c.code, table.c.person, table.c.collective, called.c.name, table.c.post_group, table.c.head)
    query = (
        select(*columns, table.c.management_level, table.c.held_from, table.c.held_to)
        .join(led, led.c.code == table.c.collective)
        .join(here, here.c.code == led.c.organization)
        .join(called, called.c.code == "ldr:" + table.c.code)
    )
    headings = ("code", "person", "collective", "title", "post_group", "head", "management_level", "from", "to")
    rows = of.read(query.where(_here(of)).order_by(table.c.code))
    return _sheet("posts", headings, (_yes_or_no(row) for row in rows))


def _here(of: Listing) -> ColumnElement[bool]:
    return of.scope.holds(of.view)


def _sheet(name: str, headings: Iterable[str], rows: Iterable[Any]) -> Table:
    """Headed by the folder's own column names, which are no language's."""
    columns = [Column(name, name, Type.DATE if name in _DATES else Type.TEXT, 16) for name in headings]
    return Table(f"folder-{name}", name, columns, (tuple(row) for row in rows), bare=True)


def _yes_or_no(row: Iterable[Any]) -> Row:
    """The folder writes `head` as yes or no."""
    return tuple(("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in row)
