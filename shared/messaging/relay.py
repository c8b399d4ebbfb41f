"""From the store to the broker: every event, in order, at least once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from threading import Event
from time import monotonic
from typing import ClassVar

import structlog
from sqlalchemy import select

from shared.domain import Clock, iso
from shared.eventstore import RELAY, STORE, EventStore, Unit
from shared.messaging.broker import Broker, BrokerUnavailable
from shared.messaging.context import own_context
from shared.messaging.envelope import Envelope
from shared.messaging.metrics import PUBLISHED
from shared.messaging.outage import StoreTrouble
from shared.messaging.worker import Backoff, Worker

BATCH = 1_000
LATE = timedelta(seconds=30)
"""An event that has waited longer than this to be published is a sign of trouble."""

_TICK = 1.0
_SAVE_SECONDS = 1.0

_checkpoints = STORE.checkpoints
_log = structlog.get_logger()


class Relay(Worker):
    """Publishes what the store holds after its checkpoint, woken by each commit.

    The checkpoint is saved once a second and at the end, and only after the broker has confirmed. A crash
    in between means that events are sent again, with the same id and number.
    """

    name: ClassVar[str] = "relay"

    def __init__(self, store: EventStore, broker: Broker, source: str, clock: Clock) -> None:
        super().__init__()
        self._store = store
        self._broker = broker
        self._source = source
        self._clock = clock
        self._published = 0
        self._saved = 0
        self._saved_at = monotonic()
        self._wake = Event()
        self._backoff = Backoff()
        self._trouble: str | None = None
        store.on_commit(lambda number: self._wake.set())

    @property
    def published(self) -> int:
        """The number of the last event that the broker has confirmed."""
        return self._published

    def stop(self, timeout: float = 10.0) -> None:
        self._stopping.set()
        self._wake.set()
        super().stop(timeout)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._forward()
            except (BrokerUnavailable, *StoreTrouble) as error:
                self._trouble = f"{type(error).__name__}: {error}"
                _log.warning("relay.waiting", source=self._source, reason=self._trouble)
                self._stopping.wait(self._backoff.next())
        self._save_at_the_end()

    def _forward(self) -> None:
        """Publish until stopped. Raises what broker and store raise; may then be called again."""
        self._saved = self._load()
        self._published = max(self._published, self._saved)
        while not self._stopping.is_set():
            self._wake.clear()
            while not self._stopping.is_set() and self._publish_next():
                self._save_if_due()
            if not self._wake.wait(_TICK):
                self._broker.keep_alive()
            self._save_if_due()

    def _publish_next(self) -> bool:
        """Publish one batch; whether there may be more. Whatever is recorded meanwhile wakes this loop again."""
        batch = self._store.read(self._published, BATCH)
        if batch:
            self._broker.publish([Envelope.of(recorded, self._source) for recorded in batch])
            self._published = batch[-1].number
            PUBLISHED.labels(self._store.service).inc(len(batch))
        self._trouble = None
        self._backoff.reset()
        return len(batch) == BATCH

    def _load(self) -> int:
        with self._store.query() as connection:
            return connection.scalar(select(_checkpoints.c.number).where(_checkpoints.c.source == RELAY)) or 0

    def _save_if_due(self) -> None:
        if self._saved < self._published and monotonic() >= self._saved_at + _SAVE_SECONDS:
            self._save()

    def _save(self) -> None:
        self._store.execute(own_context(self._store.service, self._clock), partial(_advance, self._published))
        self._saved, self._saved_at = self._published, monotonic()

    def _save_at_the_end(self) -> None:
        try:
            if self._saved < self._published:
                self._save()
        except StoreTrouble as error:
            _log.warning("relay.checkpoint_not_saved", source=self._source, reason=type(error).__name__)

    def _troubles(self) -> list[str]:
        troubles = [self._trouble] if self._trouble else []
        try:
            # The head is read from the log itself: this loop's own idea of it would be as stale as the loop.
            head = self._store.head().number
            oldest = self._store.read(self._published, 1) if head > self._published else []
        except StoreTrouble as error:
            return [*troubles, f"the store is away: {type(error).__name__}"]
        if oldest and datetime.fromisoformat(oldest[0].time) < self._clock.now() - LATE:
            troubles.append(f"not published yet: {head - self._published} since {oldest[0].time}")
        return troubles


def _advance(number: int, unit: Unit) -> None:
    """Move the relay's checkpoint forward; another process of the service may be further already."""
    row = unit.tables.one(select(_checkpoints.c.number).where(_checkpoints.c.source == RELAY))
    if row is None or row.number < number:
        unit.tables.put(_checkpoints, source=RELAY, number=number, updated_at=iso(unit.context.now))
