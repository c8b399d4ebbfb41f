"""Notebooks and their readers in one place, with a broker and a feed between them that obey the test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

from sqlalchemy import select

from shared.eventstore import STORE, EventStore, open_engine
from shared.messaging import Broker, Envelope, FeedUnavailable, LocalFeed
from shared.messaging.subscription import Subscription
from tests.notebooks import StillClock, metadata, open_store
from tests.notebooks import take as take_notes
from tests.readers import POLICIES, SOURCE, open_readers

NOTEBOOKS = "/binh-dinh/notebooks"
LONG = 20.0
NEVER = 1_000.0
PROBE = 1
"""The number of the event that `listening` has heard by way of the broker."""


class ObedientFeed:
    """A feed that can be closed, or show only the oldest events."""

    def __init__(self, feed: LocalFeed) -> None:
        self._feed = feed
        self.closed = False
        self.last = 2**63
        self.refused = Semaphore(0)
        self.asked = Semaphore(0)
        self.pass_on = Event()
        self.pass_on.set()

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        self.asked.release()
        self.pass_on.wait(LONG)
        if self.closed:
            self.refused.release()
            raise FeedUnavailable("closed")
        return [event for event in self._feed.read(source, after, limit) if event.number <= self.last]


class Library:
    """Two services and what is between them."""

    def __init__(self, folder: Path, broker: Broker) -> None:
        self.folder = folder
        self.broker = broker
        self.notebooks = open_notebooks(folder / "notebooks.db")
        self.readers = open_readers(folder)
        self.feed = ObedientFeed(LocalFeed({NOTEBOOKS: self.notebooks}))

    def take(self, notebook: str, *texts: str, **changes: Any) -> list[Envelope]:
        """Write notes, and do not publish them."""
        before = self.notebooks.head().number
        take_notes(self.notebooks, notebook, *texts, **changes)
        return self.events()[before:]

    def events(self) -> list[Envelope]:
        return [Envelope.of(recorded, NOTEBOOKS) for recorded in self.notebooks.read(0, 10_000)]

    def publish(self, events: Sequence[Envelope]) -> None:
        self.broker.publish(events)

    def subscription(self, **changes: Any) -> Subscription:
        """A new one of the readers, not started. It asks the feed at its start, and then no more than it must."""
        parts = {
            "store": self.readers,
            "broker": self.broker,
            "feed": self.feed,
            "policies": POLICIES,
            "quiet": NEVER,
            **changes,
        }
        return Subscription(source=SOURCE, sources=["notebooks"], clock=StillClock(), **parts)

    @contextmanager
    def listening(self, **changes: Any) -> Iterator[Subscription]:
        """A running subscription that has asked the feed: from now on only the broker brings news."""
        self.broker.inbox("readers.inbox", ["notebooks"]).close()
        self.feed.last = 0
        self.publish(self.take("probe", "probe"))
        with running(self.subscription(**changes)) as subscription:
            assert subscription.wait("notebooks", PROBE, LONG)
            self.feed.last = 2**63
            yield subscription

    def checkpoints(self) -> dict[str, int]:
        with self.readers.query() as connection:
            rows = connection.execute(select(STORE.checkpoints))
            return {row.source: row.number for row in rows}


def open_notebooks(file: Path) -> EventStore:
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    return open_store(engine)


@contextmanager
def running(subscription: Subscription) -> Iterator[Subscription]:
    subscription.start()
    yield subscription
    subscription.stop()
