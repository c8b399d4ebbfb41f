"""Whoever changes the log behind the store's back is found out, and where."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, update

from shared.eventstore import EMPTY, RELAY, EventStore, Fault, Tampering
from tests.notebooks import Notebook, open_store, tables, take

events = tables.events
EVENTS = 10


@pytest.fixture
def store(engine: Engine) -> EventStore:
    store = open_store(engine)
    for text in range(EVENTS):
        take(store, "a", str(text), correlation="c", causation="e", traceparent="00")
    return store


def test_an_untouched_log_is_intact_to_its_head(store: EventStore) -> None:
    verdict = store.verify()
    assert verdict.intact
    assert verdict.head == store.head()


@pytest.mark.parametrize(
    "altered",
    [
        {"id": "another"},
        {"stream": "notebook:b"},
        {"version": 99},
        {"type": "NotebookNamed"},
        {"schema": 2},
        {"body": '{"marks":[],"on":null,"text":"forged"}'},
        {"time": "2021-02-23T17:00:00.000000Z"},
        {"actor": "somebody else"},
        {"organization": None},
        {"correlation": None},
        {"causation": None},
        {"traceparent": None},
        {"hash": "f" * 64},
    ],
    ids=lambda altered: "".join(altered),
)
@pytest.mark.parametrize("number", [1, 5, EVENTS])
def test_an_altered_event_is_named(store: EventStore, engine: Engine, altered: dict[str, Any], number: int) -> None:
    before = [EMPTY.hash, *(recorded.hash for recorded in store.read(0, EVENTS))]
    with engine.begin() as connection:
        connection.execute(update(events).where(events.c.number == number).values(altered))
    [now] = store.read(number - 1, 1)
    verdict = store.verify()
    assert verdict.fault == Fault(Tampering.ALTERED, number, now.id, now.stream)
    assert verdict.head == (number - 1, before[number - 1])


@pytest.mark.parametrize("number", [1, 5, EVENTS - 1])
def test_a_missing_event_is_named(store: EventStore, engine: Engine, number: int) -> None:
    with engine.begin() as connection:
        connection.execute(delete(events).where(events.c.number == number))
    assert store.verify().fault == Fault(Tampering.MISSING, number)


def test_a_missing_end_is_named_once_it_has_been_published(store: EventStore, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(tables.checkpoints).values(source=RELAY, number=EVENTS, updated_at=""))
        connection.execute(delete(events).where(events.c.number > 7))
    assert store.verify().fault == Fault(Tampering.MISSING, 8)


@pytest.mark.parametrize("number", [1, 5, EVENTS])
def test_an_inserted_event_is_named(store: EventStore, engine: Engine, number: int) -> None:
    forged = {
        "number": number,
        "id": "forged",
        "stream": Notebook.stream_of("forged"),
        "version": 1,
        "type": "NoteTaken",
        "schema": 1,
        "body": "{}",
        "time": "2021-02-24T17:00:00.000000Z",
        "actor": "forger",
        "hash": "f" * 64,
    }
    with engine.begin() as connection:
        for later in range(EVENTS, number - 1, -1):
            connection.execute(update(events).where(events.c.number == later).values(number=later + 1))
        connection.execute(insert(events).values(forged))
    assert store.verify().fault == Fault(Tampering.INSERTED, number, "forged", "notebook:forged")


def test_an_event_before_the_first_counts_as_inserted(store: EventStore, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(events).where(events.c.number == 3).values(number=0))
    fault = store.verify().fault
    assert fault is not None
    assert (fault.tampering, fault.number) == (Tampering.INSERTED, 0)
