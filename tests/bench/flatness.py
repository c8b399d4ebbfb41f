"""What an event costs does not depend on how many there are: appending to a long log and reading the end of its feed,
beside a log that has just begun.

The two take turns, so that whatever else the machine does meanwhile concerns both alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from sqlalchemy import func, select, text

from shared.eventstore import EventStore, open_engine
from tests.bench.appending import TEXT
from tests.bench.rows import Row
from tests.notebooks import metadata, open_store, take
from tests.servers.postgres import Postgres

AT_ONCE = 100
"""Events of one command."""
TURNS = 20
WINDOW = 500
"""Events of one turn."""
BEGINNING = TURNS * WINDOW


def measure(postgres: Postgres, events: int) -> Iterator[Row]:
    """Each row: microseconds per event once the log has so many, beside those of a log of the first 10,000."""
    with postgres.database() as here, postgres.database() as there:
        long, short = _store(here), _store(there)
        for number in range((events - BEGINNING) // AT_ONCE):
            take(long, f"before-{number}", *([TEXT] * AT_ONCE))
        last, first = _in_turns(_append, long, short)
        yield Row(f"append_at_{events}", round(last, 1), "µs", round(first, 1), within=0.2)
        last, first = _in_turns(_read, long, short)
        yield Row(f"read_feed_at_{events}", round(last, 2), "µs", round(first, 2), within=0.2)
        yield Row("stored_event", _bytes(here) // events, "bytes")


def _store(url: str) -> EventStore:
    engine = open_engine(url)
    metadata.create_all(engine)
    return open_store(engine)


def _in_turns(act: Callable[[EventStore, int], None], *stores: EventStore) -> list[float]:
    """For each store the median microseconds per event."""
    turns = [[_timed(act, store, turn) for store in stores] for turn in range(TURNS)]
    return [statistics.median(costs) for costs in zip(*turns, strict=True)]


def _timed(act: Callable[[EventStore, int], None], store: EventStore, turn: int) -> float:
    started = time.perf_counter()
    act(store, turn)
    return 1e6 * (time.perf_counter() - started) / WINDOW


def _append(store: EventStore, turn: int) -> None:
    for command in range(WINDOW // AT_ONCE):
        take(store, f"{turn}-{command}", *([TEXT] * AT_ONCE))


def _read(store: EventStore, turn: int) -> None:
    """One of the last pages."""
    assert len(store.read(store.head().number - (turn + 1) * WINDOW, WINDOW)) == WINDOW


def _bytes(url: str) -> int:
    """What the log takes on disk, with its indexes."""
    with open_engine(url).connect() as connection:
        return connection.scalar(select(func.pg_total_relation_size(text("'events'")))) or 0
