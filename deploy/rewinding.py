"""`kiemdiem rewind`: a subscriber forgets what its source has lost for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy.logs import feed_beside, opened
from deploy.rebuild import as_json, rebuilt
from shared.domain import SystemClock, iso
from shared.eventstore import EMPTY, STORE, Head, Unit
from shared.messaging import Feed, source_beside
from shared.messaging.context import own_context

_PAGE = 1_000


def rewound(service: str, of: str, data: Path | None, progress: Callable[[int], None]) -> dict[str, Any]:
    """Take the stopped `service` back to where the log of the service `of` ends now, and rebuild its tables.

    What it recorded itself stays. Nothing is done where it has heard no more than there is. Raises FeedUnavailable,
    ReplayFailed.
    """
    store, own = opened(service, data)
    source, clock = source_beside(own, of), SystemClock()
    end = _end(feed_beside(service, data), source)

    def go_back(unit: Unit) -> int:
        checkpoints = STORE.checkpoints
        row = unit.tables.one(checkpoints.select().where(checkpoints.c.source == source))
        if row is None or row.number <= end.number:
            return row.number if row else 0
        now = iso(clock.now())
        unit.tables.put(checkpoints, source=source, number=end.number, hash=end.hash, updated_at=now)
        for parked in unit.tables.rows(STORE.parked.select().where(STORE.parked.c.number > end.number)):
            if parked.source.endswith(source):
                unit.tables.remove(STORE.parked, id=parked.id)
        return int(row.number)

    heard = store.execute(own_context(service, clock), go_back)
    found = {"service": service, "source": source, "heard": heard, "now": min(heard, end.number)}
    if heard <= end.number:
        return found
    return found | {"rebuilt": as_json(service, rebuilt(service, data, progress, check_only=False))}


def print_rewound(found: dict[str, Any], console: Console) -> None:
    console.print(f"{found['service']}: {found['source']} {found['heard']} → {found['now']}")


def _end(feed: Feed, source: str) -> Head:
    """Number and hash of the last event that the feed has."""
    head = EMPTY
    while page := feed.read(source, head.number, _PAGE):
        head = Head(page[-1].number, page[-1].hash)
    return head
