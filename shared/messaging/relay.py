"""From the store to the broker: every event, in order, at least once."""

from __future__ import annotations

from collections.abc import Callable
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
from shared.messaging.limits import LAG_LIMITS, LagLimits
from shared.messaging.metrics import PUBLISHED
from shared.messaging.outage import StoreTrouble
from shared.messaging.replays import Replays
from shared.messaging.worker import Backoff, Worker
from shared.troubles import Trouble, broker_unavailable, relay_behind, store_unavailable

BATCH = 1_000
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

    def __init__(
        self,
        store: EventStore,
        broker: Broker,
        source: str,
        clock: Clock,
        limits: LagLimits = LAG_LIMITS,
        guard: Callable[[], None] = lambda: None,
        replays: Replays | None = None,
    ) -> None:
        """`guard` raises what forbids publishing now. `replays`: what is sent again, to one queue each, in between."""
        super().__init__()
        self.longest_round = limits.seconds
        self._limits = limits
        self._store = store
        self._broker = broker
        self._source = source
        self._clock = clock
        self._guard = guard
        self._replays = replays
        self._published = 0
        self._saved = 0
        self._saved_at = monotonic()
        self._wake = Event()
        self._backoff = Backoff()
        self._trouble: Trouble | None = None
        store.on_commit(lambda number: self._wake.set())

    @property
    def published(self) -> int:
        """The number of the last event that the broker has confirmed."""
        return self._published

    def stop(self, timeout: float = 10.0) -> None:
        self._stopping.set()
        self._wake.set()
        super().stop(timeout)

    def waiting(self) -> tuple[int, float]:
        """How many events are not published yet, and for how many seconds the oldest of them has waited.

        Raises what the store raises.
        """
        count, since = self._unpublished()
        return count, (self._clock.now() - datetime.fromisoformat(since)).total_seconds() if since else 0.0

    def _unpublished(self) -> tuple[int, str | None]:
        """How many events are not published yet, and when the oldest of them was recorded."""
        # The head is read from the log itself: this loop's own idea of it would be as stale as the loop.
        head = self._store.head().number
        oldest = self._store.read(self._published, 1) if head > self._published else []
        return (head - self._published, oldest[0].time) if oldest else (0, None)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._forward()
            except BrokerUnavailable as error:
                self._trouble = broker_unavailable(self.name, str(error))
            except StoreTrouble as error:
                self._trouble = store_unavailable(self.name, type(error).__name__)
            if self._trouble is not None:
                _log.warning("relay.waiting", source=self._source, reason=self._trouble.en)
                self._stopping.wait(self._backoff.next())
        self._save_at_the_end()

    def _forward(self) -> None:
        """Publish until stopped. Raises what broker and store raise; may then be called again."""
        self._saved = self._load()
        self._published = max(self._published, self._saved)
        while not self._stopping.is_set():
            self._beat()
            self._wake.clear()
            while not self._stopping.is_set() and (self._publish_next() | self._replay_next()):
                self._save_if_due()
            if not self._wake.wait(_TICK):
                self._broker.keep_alive()
            self._save_if_due()

    def _publish_next(self) -> bool:
        """Publish one batch; whether there may be more. Whatever is recorded meanwhile wakes this loop again."""
        self._beat()
        batch = self._store.read(self._published, BATCH)
        if batch:
            self._guard()
            self._broker.publish([Envelope.of(recorded, self._source) for recorded in batch])
            self._published = batch[-1].number
            PUBLISHED.labels(self._store.service).inc(len(batch))
        return len(batch) == BATCH

    def _replay_next(self) -> bool:
        """Send again a part of what was asked for; whether there is more."""
        return self._replays is not None and self._replays.go_on(self._published)

    def _load(self) -> int:
        with self._store.query() as connection:
            return connection.scalar(select(_checkpoints.c.number).where(_checkpoints.c.source == RELAY)) or 0

    def _save_if_due(self) -> None:
        if self._saved < self._published and monotonic() >= self._saved_at + _SAVE_SECONDS:
            self._save()
        # Only now: while the database can be read and not written, a batch sent well says nothing.
        self._trouble = None
        self._backoff.reset()

    def _save(self) -> None:
        self._store.execute(own_context(self._store.service, self._clock), partial(_advance, self._published))
        self._saved, self._saved_at = self._published, monotonic()

    def _save_at_the_end(self) -> None:
        try:
            if self._saved < self._published:
                self._save()
        except StoreTrouble as error:
            _log.warning("relay.checkpoint_not_saved", source=self._source, reason=type(error).__name__)

    def _troubles(self) -> list[Trouble]:
        troubles = [self._trouble] if self._trouble else []
        try:
            count, since = self._unpublished()
        except StoreTrouble as error:
            return [*troubles, store_unavailable(self.name, type(error).__name__)]
        if since and self._is_late(count, since):
            troubles.append(relay_behind(count, since))
        return troubles

    def _is_late(self, waiting: int, since: str) -> bool:
        late = timedelta(seconds=self._limits.seconds)
        return waiting > self._limits.events or datetime.fromisoformat(since) < self._clock.now() - late


def _advance(number: int, unit: Unit) -> None:
    """Move the relay's checkpoint forward; another process of the service may be further already."""
    row = unit.tables.one(select(_checkpoints.c.number).where(_checkpoints.c.source == RELAY))
    if row is None or row.number < number:
        unit.tables.put(_checkpoints, source=RELAY, number=number, updated_at=iso(unit.context.now))
