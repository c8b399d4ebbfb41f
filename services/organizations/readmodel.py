"""The tables that the organizations service answers from, and how its own events fill them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Integer, MetaData, Row, Table, Text, select

from shared.eventstore import Unit, store_tables
from shared.messaging import Envelope, when
from shared.register import Reader, Register, register_policies

metadata = MetaData()
store_tables(metadata)
register = Register(metadata)

keep_the_register = register_policies(register)
"""This service keeps the same register of itself that the others keep of it."""

descriptions = Table(
    "descriptions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("facts", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
"""Everything known of an organization, collective, person or post, as it stands now."""


def description(read: Reader, kind: str, code: str) -> Row[Any] | None:
    """What is known of one thing, and its version; None if it is not known."""
    table = descriptions
    rows = read(select(table.c.facts, table.c.version).where(table.c.kind == kind, table.c.code == code))
    return rows[0] if rows else None


@when("organizations", "OrganizationRegistered")
@when("organizations", "CollectiveRegistered")
@when("organizations", "PersonRegistered")
@when("organizations", "PostAssigned")
def describe(event: Envelope, unit: Unit) -> None:
    kind, _, code = event.subject.partition(":")
    unit.tables.put(descriptions, kind=kind, code=code, facts=event.data, version=event.version)


@when("organizations", "OrganizationEnded")
@when("organizations", "MemberTransferred")
@when("organizations", "MemberStatusChanged")
@when("organizations", "PostEnded")
def bring_up_to_date(event: Envelope, unit: Unit) -> None:
    kind, _, code = event.subject.partition(":")
    known = description(unit.tables.rows, kind, code)
    if known is None:
        raise LookupError(f"{event.subject} changed before it was registered")
    facts = known.facts | {name: value for name, value in event.data.items() if name not in ("code", "person")}
    unit.tables.put(descriptions, kind=kind, code=code, facts=facts, version=event.version)
