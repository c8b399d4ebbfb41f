"""What a command or a policy works with inside the store's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, select

from shared.domain import Aggregate, CommandContext, Event, VersionConflict
from shared.eventstore.mapper import Mapper, Stored, storable_text
from shared.eventstore.record import Head, Recorded, seal
from shared.eventstore.schema import STORE
from shared.eventstore.tables import Tables
from shared.eventstore.writes import Writes, inserting

A = TypeVar("A", bound=Aggregate)

_STREAMS_AT_ONCE = 500
_events = STORE.events.c
_streams = (
    select(_events.stream, _events.type, _events.schema, _events.body)
    .where(_events.stream.in_(bindparam("streams", expanding=True)))
    .order_by(_events.stream, _events.version)
)


class NotLoaded(LookupError):
    """The aggregate does not come from this unit, or a failed attempt has made it stale. Load it anew."""


class NotTheNext(ValueError):
    """An event that is to be put back is not the one that came next in this log."""


class Unit:
    """One work's view of the store: aggregates by their key, events to record, and the service's tables.

    Several works may share a transaction; each has a unit of its own. `context` is recorded with the
    events; a policy that hears several events sets it for each.
    """

    def __init__(
        self,
        writes: Writes,
        head: Head,
        context: CommandContext,
        *,
        mapper: Mapper,
        new_id: Callable[[], str],
        time: str,
        project: Callable[[Recorded, Unit], None] | None,
    ) -> None:
        self.context = context
        self.head = head
        self._mapper = mapper
        self._new_id = new_id
        self._time = time
        self._project = project
        self._writes = writes
        self._aggregates: dict[str, Aggregate] = {}
        self._touched: set[str] = set()
        self.tables = Tables(self._writes)

    @property
    def position(self) -> int:
        """The number of the last event as this unit sees it, its own included."""
        return self.head.number

    def load(self, kind: type[A], key: str) -> A:
        """The aggregate as its stream tells it; without events at version 0. The same object each time."""
        stream = kind.stream_of(storable_text(key))
        if stream not in self._aggregates:
            self.prefetch(kind, [key])
        return cast(A, self._aggregates[stream])

    def prefetch(self, kind: type[Aggregate], keys: Iterable[str]) -> None:
        """Load many aggregates with one query, for the `load` calls to come."""
        wanted = {kind.stream_of(key): key for key in map(storable_text, keys)}
        missing = [stream for stream in wanted if stream not in self._aggregates]
        if not self._writes.waiting_streams.isdisjoint(missing):
            self.flush()  # events of an earlier work, or from before a failed attempt
        for start in range(0, len(missing), _STREAMS_AT_ONCE):
            streams = missing[start : start + _STREAMS_AT_ONCE]
            aggregates: dict[str, Aggregate] = {stream: kind(wanted[stream]) for stream in streams}
            for stream, type_, schema, body in self._writes.read(_streams, {"streams": streams}):
                aggregates[stream].apply(self._mapper.to_event(Stored(type_, schema, body)))
            self._aggregates |= aggregates

    def expect(self, aggregate: Aggregate) -> None:
        """Raise VersionConflict unless the aggregate is as the caller saw it, or the caller did not say."""
        expected = self.context.expected_version
        if expected is not None and expected != aggregate.version:
            raise VersionConflict(what=aggregate.stream, expected=expected, actual=aggregate.version)

    def record(self, aggregate: A, events: Iterator[Event]) -> list[str]:
        """Let the aggregate decide, and record the events: all of them, or none if anything raises. Gives their ids.

        Raises what the decision and `Mapper.to_stored` raise, and NotLoaded.
        """
        if self._aggregates.get(aggregate.stream) is not aggregate:
            raise NotLoaded(aggregate.stream)
        before = aggregate.version
        with self.attempt():
            try:
                decided = aggregate.decide(events)
            finally:
                if aggregate.version != before:
                    self._touched.add(aggregate.stream)
            return [
                self._append(aggregate.stream, version, event) for version, event in zip(count(before + 1), decided)
            ]

    def put_back(self, recorded: Recorded) -> None:
        """Append an event as it was once recorded, with its number and its hash. Raises NotTheNext."""
        fields = asdict(recorded)
        sealed = {name: value for name, value in fields.items() if name != "hash"}
        if recorded.number != self.head.number + 1 or recorded.hash != seal(self.head.hash, sealed):
            raise NotTheNext(f"event {recorded.number} does not continue the log after {self.head.number}")
        self._write(recorded, tuple(fields.values()))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """If the body raises, nothing that it recorded or wrote has happened, and the exception goes on.

        Aggregates that it changed must be loaded anew.
        """
        head, touched_before = self.head, self._touched
        self._touched = set()
        try:
            with self._writes.attempt():
                yield
        except BaseException:
            self.head = head
            for stream in self._touched:
                self._aggregates.pop(stream, None)
            raise
        finally:
            touched_before |= self._touched
            self._touched = touched_before

    def flush(self) -> None:
        """Send to the database what waits; a query that must see it does that by itself."""
        self._writes.flush()

    def _append(self, stream: str, version: int, event: Event) -> str:
        stored = self._mapper.to_stored(event)
        fields: dict[str, Any] = {
            "number": self.head.number + 1,
            "id": self._new_id(),
            "stream": stream,
            "version": version,
            "type": stored.type,
            "schema": stored.schema,
            "body": stored.body,
            "time": self._time,
            "actor": self.context.actor,
            "organization": self.context.organization,
            "correlation": self.context.correlation,
            "causation": self.context.causation,
            "traceparent": self.context.traceparent,
        }
        recorded = Recorded(**fields, hash=seal(self.head.hash, fields))
        self._write(recorded, (*fields.values(), recorded.hash))
        return recorded.id

    def _write(self, recorded: Recorded, row: tuple[Any, ...]) -> None:
        self._writes.add(inserting(STORE.events), row)
        self._writes.waiting_streams.add(recorded.stream)
        self.head = Head(recorded.number, recorded.hash)
        if self._project is not None:
            self._project(recorded, self)
