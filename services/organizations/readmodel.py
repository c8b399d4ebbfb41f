"""The tables that the organizations service answers from, and how its own events fill them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, Table, Text

from services.organizations.domain.effects import DAY, SINCE_EVER, effect_of
from services.organizations.domain.events import EVENTS
from shared.domain import Event, plain
from shared.eventstore import Unit, store_tables
from shared.eventstore.reading import reader
from shared.messaging import Envelope, when
from shared.register import Register, register_policies

metadata = MetaData()
store_tables(metadata)
register = Register(metadata)

keep_the_register = register_policies(register)
"""This service keeps the same register of itself that the others keep of it."""

facts = Table(
    "facts",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("effective_on", Text, nullable=False),
    Column("place", Text),
    Column("says", JSON, nullable=False),
    Column("recorded_at", Text, nullable=False, index=True),
    Index("ix_facts_thing", "kind", "code"),
    Index("ix_facts_place", "kind", "place"),
)
"""Every fact that was recorded: by its number in the log, the day from which on it holds (ISO text, empty for since
ever), and what it says from then on. `place` is the organization or collective that it puts the thing in, if it does.

What is known of things on any day, as known at any time, is the sum of their facts in order of day and number."""

links = Table(
    "links",
    metadata,
    Column("predecessor", Text, primary_key=True),
    Column("successor", Text, primary_key=True, index=True),
    Column("since", Text, primary_key=True),
    Column("how", Text),
    Column("document", Text),
)
"""Who carries on whose work, from which day on. `how` is null when the predecessor alone has told so, at its end."""

external_codes = Table(
    "external_codes",
    metadata,
    Column("external_code", Text, primary_key=True),
    Column("organization", Text, nullable=False),
)

PLACES = {"organization": "parent", "collective": "organization", "person": "cell", "post": "collective"}
"""By kind of thing, the name of the fact that says where it stands."""

_read = {event.__name__: reader(event) for event in EVENTS}


def event_in(type_: str, data: dict[str, Any]) -> Event:
    """The event of this service that was stored as `data`."""
    event: Event = _read[type_](data)
    return event


def keep_the_fact(event: Envelope, unit: Unit) -> None:
    kind, _, code = event.subject.partition(":")
    day, says = effect_of(event_in(event.type, event.data))
    unit.tables.put(
        facts,
        number=event.number,
        kind=kind,
        code=code,
        effective_on="" if day == SINCE_EVER else day.isoformat(),
        place=says.get(PLACES[kind]),
        says=plain(says),
        recorded_at=event.time,
    )


for _event in EVENTS:
    when("organizations", _event.__name__)(keep_the_fact)


@when("organizations", "OrganizationSucceeded")
def link_with_the_predecessors(event: Envelope, unit: Unit) -> None:
    data = event.data
    for predecessor in data["predecessors"]:
        unit.tables.put(
            links,
            predecessor=predecessor,
            successor=data["code"],
            since=data["since"],
            how=data["how"],
            document=data["document"],
        )


@when("organizations", "OrganizationEnded")
def link_with_the_successors(event: Envelope, unit: Unit) -> None:
    data = event.data
    since = date.fromisoformat(data["ended_on"]) + DAY
    for successor in data["successors"]:
        unit.tables.put(links, predecessor=data["code"], successor=successor, since=since.isoformat())


@when("organizations", "ExternalCodeAssigned")
def know_it_by_its_external_code(event: Envelope, unit: Unit) -> None:
    data = event.data
    unit.tables.remove(external_codes, organization=data["code"])
    if data["external_code"]:
        unit.tables.put(external_codes, external_code=data["external_code"], organization=data["code"])
