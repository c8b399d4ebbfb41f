"""Applying events and noting how far they have been heard, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from time import monotonic, time_ns
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import bindparam, select

from shared.domain import Clock, iso
from shared.eventstore import STORE, EventStore, Unit
from shared.eventstore.engine import was_canceled
from shared.messaging.broker import Unreadable
from shared.messaging.context import own_context
from shared.messaging.envelope import Envelope
from shared.messaging.heard import Heard
from shared.messaging.metrics import DELAY, HEARD, PARKED, UNREADABLE
from shared.messaging.outage import is_outage
from shared.messaging.parking import park, park_behind, park_unreadable, parked_subjects, reason_of
from shared.messaging.policies import Policies
from shared.tracing import CONSUMER

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

_SAVE_SECONDS = 1.0

_checkpoints = STORE.checkpoints
_OF_SOURCES = select(_checkpoints).where(_checkpoints.c.source.in_(bindparam("sources", expanding=True)))
_log = structlog.get_logger()


class Hearing:
    """Gives events to the policies; the checkpoint of their source moves in the same transaction.

    Events that no policy hears move the checkpoint in memory at once and in the table within a second:
    after a crash they come again, and are passed again. Belongs to one thread, except for `heard`.
    """

    def __init__(self, store: EventStore, policies: Policies, clock: Clock, tracing: Tracing | None = None) -> None:
        self.heard = Heard(store)
        self._store = store
        self._policies = policies
        self._clock = clock
        self._tracing = tracing
        self._passed: dict[str, Envelope] = {}
        self._saved_at = monotonic()

    def apply(self, events: Sequence[Envelope]) -> None:
        """Apply events that follow each source's checkpoint without a hole. Raises what an outage of the store raises.

        If the transaction fails through their fault, they are tried by halves, down to the one that
        cannot be applied. That one is tried once more, and then parked.
        """
        if not any(self._policies.hears(event.service, event.type) for event in events):
            self._pass(events)
            return
        if self._failure_of(events) is None:
            return
        if len(events) == 1:
            if (failure := self._failure_of(events)) is not None:
                self._park(events[0], failure)
            return
        middle = len(events) // 2
        self.apply(events[:middle])
        self.apply(events[middle:])

    def _failure_of(self, events: Sequence[Envelope]) -> Exception | None:
        """Apply them, and give the error that is their own fault, if any. Raises what an outage of the store raises."""
        try:
            self._execute(events)
        except Exception as error:
            # One event that takes too long is no poison: a slow database would park all that comes.
            if is_outage(error) or (len(events) == 1 and was_canceled(error)):
                raise
            return error
        return None

    def keep(self, messages: Sequence[Unreadable]) -> None:
        """Park messages that are no events."""
        for message in messages:
            _log.warning("subscription.unreadable", exchange=message.exchange, reason=message.reason)
            self._store.execute(own_context(self._store.service, self._clock), partial(park_unreadable, message))
            UNREADABLE.labels(self._store.service).inc()

    def save_if_due(self) -> None:
        if monotonic() >= self._saved_at + _SAVE_SECONDS:
            self.save()

    def save(self) -> None:
        """Bring the table up to what has been heard."""
        if self._passed:
            self._execute(())

    def _pass(self, events: Iterable[Envelope]) -> None:
        last = {event.source: event for event in events}
        self._passed |= last
        self._advance({source: event.number for source, event in last.items()})

    def _execute(self, events: Sequence[Envelope], failure: Exception | None = None) -> None:
        started = time_ns() if self._tracing else 0
        work = partial(self._carry_out, dict(self._passed), events, failure)
        reached = self._store.execute(own_context(self._store.service, self._clock), work)
        self._passed.clear()
        self._saved_at = monotonic()
        self._advance(reached)
        self._note_delays(events)
        if self._tracing is not None:
            self._trace(self._tracing, events, started, failed=failure is not None)

    def _trace(self, tracing: Tracing, events: Iterable[Envelope], started: int, *, failed: bool) -> None:
        """A span for each event of a sampled trace, from the beginning of the transaction that it shared."""
        for event in events:
            if event.traceparent and (span := tracing.begin(CONSUMER, event.traceparent, started)):
                told = {"messaging.message.id": event.id, "messaging.destination.name": event.source}
                tracing.end(span, f"hear {event.type}", told, failed=failed)

    def _park(self, event: Envelope, error: Exception) -> None:
        _log.error(
            "subscription.parked",
            source=event.source,
            number=event.number,
            type=event.type,
            correlation=event.correlation,
            error=type(error).__name__,
        )
        self._execute([event], failure=error)
        PARKED.labels(self._store.service, event.source).inc()

    def _carry_out(
        self, passed: Mapping[str, Envelope], events: Sequence[Envelope], failure: Exception | None, unit: Unit
    ) -> dict[str, int]:
        """The transaction. With `failure`, the events are parked for it instead of being applied."""
        sources = passed.keys() | {event.source for event in events}
        stored = self._stored(sources, unit)
        newest = {source: event for source, event in passed.items() if event.number > stored[source]}
        reached = {source: max(stored[source], self.heard.number(source)) for source in sources}
        parked = {source: parked_subjects(unit, source) for source in sources}
        for event in events:
            if event.number <= reached[event.source]:
                continue  # another process of this service was faster
            reached[event.source] = event.number
            newest[event.source] = event
            if not self._policies.hears(event.service, event.type):
                continue
            if event.subject in parked[event.source]:
                park_behind(unit, event)
            elif failure is not None:
                park(unit, event, reason_of(failure))
            else:
                self._policies.react(event, unit)
        now = iso(unit.context.now)
        for source, event in newest.items():
            unit.tables.put(_checkpoints, source=source, number=event.number, hash=event.hash, updated_at=now)
        return reached

    def _stored(self, sources: Collection[str], unit: Unit) -> dict[str, int]:
        """How far the table says that each source has been heard."""
        rows = unit.tables.rows(_OF_SOURCES, sources=list(sources))
        return dict.fromkeys(sources, 0) | {row.source: row.number for row in rows}

    def _note_delays(self, events: Iterable[Envelope]) -> None:
        now = self._clock.now()
        for event in {event.source: event for event in events}.values():
            delay = (now - datetime.fromisoformat(event.time)).total_seconds()
            DELAY.labels(self._store.service, event.source).set(max(0.0, delay))

    def _advance(self, reached: dict[str, int]) -> None:
        for source, number in reached.items():
            HEARD.labels(self._store.service, source).inc(max(0, number - self.heard.number(source)))
        self.heard.advance(reached)
