"""What an event costs does not depend on how many there are: appending to a log and reading its feed, near its
beginning and at its end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from sqlalchemy import func, select, text

from shared.eventstore import EventStore, open_engine
from tests.bench.appending import TEXT
from tests.bench.rows import Row
from tests.notebooks import metadata, open_store, take
from tests.servers.postgres import Postgres

AT_ONCE = 100
"""Events of one command."""
WINDOW = 2_000
BEGINNING = 10_000
PAGE = 1_000
PAGES = 10


def measure(postgres: Postgres, events: int) -> Iterator[Row]:
    """Each row: microseconds per event once the log has so many, beside those of the first 10,000."""
    with postgres.database() as url:
        engine = open_engine(url)
        metadata.create_all(engine)
        store = open_store(engine)
        costs = [_append(store, window) for window in range(events // WINDOW)]
        some = BEGINNING // WINDOW
        last = statistics.median(costs[-some:])
        yield Row(f"append_at_{events}", last, "µs", statistics.median(costs[:some]), within=0.2)
        first, last = _read(store, 0), _read(store, events - PAGES * PAGE)
        yield Row(f"read_feed_at_{events}", last, "µs", first, within=0.2)
        with engine.connect() as connection:
            size = connection.scalar(select(func.pg_total_relation_size(text("'events'"))))
        yield Row("stored_event", round((size or 0) / events), "bytes")


def _append(store: EventStore, window: int) -> float:
    """Microseconds for each event of the window, a hundred to a command."""
    started = time.perf_counter()
    for command in range(WINDOW // AT_ONCE):
        take(store, f"{window}-{command}", *([TEXT] * AT_ONCE))
    return round(1e6 * (time.perf_counter() - started) / WINDOW, 1)


def _read(store: EventStore, after: int) -> float:
    """Microseconds for each event of some pages after that number, the median page."""
    costs = []
    for page in range(PAGES):
        started = time.perf_counter()
        assert len(store.read(after + page * PAGE, PAGE)) == PAGE
        costs.append(1e6 * (time.perf_counter() - started) / PAGE)
    return round(statistics.median(costs), 2)
