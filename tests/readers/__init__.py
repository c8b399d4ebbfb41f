"""A second small service of the tests' own: it listens to the notebooks, and shows every effect that comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, select
from uuid_utils import uuid7

from shared.domain import Aggregate, Event
from shared.eventstore import EventStore, Mapper, Unit, open_engine, store_tables
from shared.messaging import Envelope, Policies, when
from tests.notebooks import StillClock
from tests.readers import contracts as contracts

SERVICE = "readers"
SOURCE = "/binh-dinh/readers"
POISON = "poison"

metadata = MetaData()
tables = store_tables(metadata)
shelf = Table("shelf", metadata, Column("notebook", Text, primary_key=True), Column("texts", Text))


@dataclass(frozen=True)
class NoteRead(Event):
    text: str


class Reader(Aggregate):
    kind = "reader"

    def read(self, text: str) -> Iterator[Event]:
        yield NoteRead(text)


class Indigestible(Exception):
    """The reader cannot take in this text."""


@when("notebooks", "NoteTaken")
def when_note_taken_put_it_on_the_shelf(event: Envelope, unit: Unit) -> None:
    """Adds to what is there: applied twice or out of order, it shows."""
    row = unit.tables.one(select(shelf.c.texts).where(shelf.c.notebook == event.subject))
    texts = event.data["text"] if row is None else f"{row.texts} {event.data['text']}"
    unit.tables.put(shelf, notebook=event.subject, texts=texts)


@when("notebooks", "NoteTaken")
def when_note_taken_record_that_it_was_read(event: Envelope, unit: Unit) -> None:
    reader = unit.load(Reader, event.subject)
    unit.record(reader, reader.read(event.data["text"]))


@when("notebooks", "NoteTaken")
def when_note_taken_fail_at_poison(event: Envelope, unit: Unit) -> None:
    if event.data["text"] == POISON:
        raise Indigestible(event.data["text"])


POLICIES = Policies(
    [when_note_taken_put_it_on_the_shelf, when_note_taken_record_that_it_was_read, when_note_taken_fail_at_poison]
)
MENDED = Policies([when_note_taken_put_it_on_the_shelf, when_note_taken_record_that_it_was_read])
"""The same once the fault has been corrected."""


def open_readers(folder: Path) -> EventStore:
    """A store in a new or an existing file."""
    engine = open_engine(f"sqlite:///{folder / 'readers.db'}")
    metadata.create_all(engine)
    return EventStore(engine, SERVICE, Mapper(SERVICE, [NoteRead]), StillClock(), lambda: str(uuid7()))


def on_the_shelf(store: EventStore) -> dict[str, str]:
    """The texts of each notebook, in the order in which they were taken in."""
    with store.query() as connection:
        return {row.notebook: row.texts for row in connection.execute(select(shelf))}


def read(store: EventStore) -> list[str]:
    """The texts that the readers' own events name, in their order."""
    return [event.data["text"] for event in store.read(0, 10_000)]
