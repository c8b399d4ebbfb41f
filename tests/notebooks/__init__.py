"""A small service of the tests' own: notebooks, with everything that an event store must keep apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text
from uuid_utils import uuid7

from shared.domain import Aggregate, CommandContext, Event, Refusal, iso, when
from shared.eventstore import EventStore, Head, Mapper, Recorded, Unit, store_tables
from shared.eventstore.aggregates import Aggregates
from shared.eventstore.transactions import Transactions
from shared.eventstore.writes import Writes
from tests.notebooks import contracts as contracts

SERVICE = "notebooks"
NOW = datetime(2021, 2, 24, 17, tzinfo=UTC)

metadata = MetaData()
tables = store_tables(metadata)
pages = Table(
    "pages",
    metadata,
    Column("notebook", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("text", Text),
    Column("marks", Integer),
)


@dataclass(frozen=True)
class NoteTaken(Event):
    text: str
    on: date | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotebookNamed(Event):
    schema = 2

    title: str
    reason: str | None = None


@dataclass(frozen=True)
class FactsGathered(Event):
    facts: dict[str, Any]


class NotebookFull(Refusal):
    code = "notebook_full"


class Notebook(Aggregate):
    kind = "notebook"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.texts: list[str] = []
        self.title: str | None = None

    def take(self, *texts: str) -> Iterator[Event]:
        """One note for each text; an empty text finds the notebook full."""
        for text in texts:
            if not text:
                raise NotebookFull
            yield NoteTaken(text)

    def name(self, title: str) -> Iterator[Event]:
        yield NotebookNamed(title)

    @when(NoteTaken)
    def _taken(self, event: NoteTaken) -> None:
        self.texts.append(event.text)

    @when(NotebookNamed)
    def _named(self, event: NotebookNamed) -> None:
        self.title = event.title


def title_instead_of_name(data: dict[str, Any]) -> dict[str, Any]:
    return {"title": data["name"], "reason": None}


def mapper() -> Mapper:
    return Mapper(SERVICE, [NoteTaken, NotebookNamed, FactsGathered], {("NotebookNamed", 1): title_instead_of_name})


class StillClock:
    def now(self) -> datetime:
        return NOW


def open_store(engine: Engine, project: Callable[[Recorded, Unit], None] | None = None) -> EventStore:
    return EventStore(engine, SERVICE, mapper(), StillClock(), lambda: str(uuid7()), project)


def open_transactions(engine: Engine) -> Transactions:
    """What is inside a store, to be given whole groups of works."""

    known = mapper()

    def open_unit(writes: Writes, head: Head, context: CommandContext, aggregates: Aggregates) -> Unit:
        return Unit(
            writes,
            head,
            context,
            mapper=known,
            new_id=lambda: str(uuid7()),
            time=iso(NOW),
            project=None,
            aggregates=aggregates,
        )

    return Transactions(engine, SERVICE, known, open_unit)


def context(**changes: Any) -> CommandContext:
    return CommandContext(**{"actor": "clerk", "organization": "TU", "now": NOW, **changes})


def take(store: EventStore, key: str, *texts: str, **changes: Any) -> int:
    """One command: write `texts` down in the notebook `key`. Gives the position after it."""

    def work(unit: Unit) -> int:
        notebook = unit.load(Notebook, key)
        unit.expect(notebook)
        unit.record(notebook, notebook.take(*texts))
        return unit.position

    return store.execute(context(**changes), work, loads=[(Notebook, key)])


def texts_of(store: EventStore, key: str) -> list[str]:
    return [event.data["text"] for event in store.stream(Notebook.stream_of(key))]
