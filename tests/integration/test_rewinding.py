"""Where a log has lost events for good, who has heard them goes back to what there is."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from deploy.logs import opened
from deploy.migrate import migrate
from deploy.parts import CLOCK, database_in
from deploy.rewinding import rewound
from deploy.services import service_class
from services.organizations import commands
from services.reporting.readmodel import metadata
from shared.domain import CommandContext
from shared.eventstore import STORE, EventStore, open_engine
from shared.messaging import Envelope
from shared.messaging.hearing import Hearing

CONTEXT = CommandContext("test", None, CLOCK.now())


def register(store: EventStore, code: str) -> None:
    kind, parent = ("DB_TINH", None) if code == "TU" else ("DB_TRUC_THUOC_TINH", "TU")
    facts = {"name": code, "type": kind, "parent": parent, "founded_on": None, "ended_on": None}
    store.execute(CONTEXT, lambda unit: commands.register_organization(unit, code=code, **facts))


def known_to(store: EventStore) -> set[str]:
    """The codes of the organizations that stand in a service's register."""
    with store.query() as connection:
        return set(connection.scalars(select(metadata.tables["register_organizations"].c.code)))


def test_a_subscriber_goes_back_to_the_end_of_the_log_and_its_tables_with_it(tmp_path: Path) -> None:
    for name in ("organizations", "reporting"):
        migrate(name, open_engine(database_in(tmp_path, name)))
    source, of = opened("organizations", tmp_path)
    reporting, _ = opened("reporting", tmp_path)
    for code in ("TU", "LOST"):
        register(source, code)
    events = [Envelope.of(recorded, of) for recorded in source.read(0, 10)]
    Hearing(reporting, service_class("reporting").hears.policies, CLOCK).apply(events)
    assert known_to(reporting) == {"TU", "LOST"}

    with open_engine(database_in(tmp_path, "organizations")).begin() as connection:
        connection.execute(STORE.events.delete().where(STORE.events.c.number > 1))
    found = rewound("reporting", "organizations", tmp_path, lambda events: None)

    assert (found["heard"], found["now"]) == (2, 1)
    assert known_to(reporting) == {"TU"}
    assert rewound("reporting", "organizations", tmp_path, lambda events: None)["heard"] == 1
