"""What a command or a policy works with inside the store's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from typing import Any, TypeVar

from shared.domain import Aggregate, CommandContext, Event, VersionConflict
from shared.eventstore.aggregates import Aggregates
from shared.eventstore.mapper import Mapper
from shared.eventstore.record import Head, Recorded, seal
from shared.eventstore.schema import STORE
from shared.eventstore.statements import inserting
from shared.eventstore.tables import Tables
from shared.eventstore.writes import Writes

A = TypeVar("A", bound=Aggregate)


class NotLoaded(LookupError):
    """The aggregate does not come from this unit, or a failed attempt has made it stale. Load it anew."""


class NotTheNext(ValueError):
    """An event that is to be put back is not the one that came next in this log."""


class Unit:
    """One work's view of the store: aggregates by their key, events to record, and the service's tables.

    Several works may share a transaction, and the aggregates that they load; each has a unit of its own. `context` is
    recorded with the events; a policy that hears several events sets it for each.
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
        aggregates: Aggregates | None = None,
    ) -> None:
        self.context = context
        self.head = head
        self._mapper = mapper
        self._new_id = new_id
        self._time = time
        self._project = project
        self._writes = writes
        self._aggregates = aggregates or Aggregates(writes, mapper)
        self._touched: set[str] = set()
        self.tables = Tables(self._writes)

    @property
    def position(self) -> int:
        """The number of the last event as this unit sees it, its own included."""
        return self.head.number

    def load(self, kind: type[A], key: str) -> A:
        """The aggregate as its stream tells it; without events at version 0. The same object each time."""
        return self._aggregates.load(kind, key)

    def prefetch(self, kind: type[Aggregate], keys: Iterable[str]) -> None:
        """Load many aggregates with one query, for the `load` calls to come."""
        self._aggregates.prefetch((kind, key) for key in keys)

    def expect(self, aggregate: Aggregate) -> None:
        """Raise VersionConflict unless the aggregate is as the caller saw it, or the caller did not say."""
        expected = self.context.expected_version
        if expected is not None and expected != aggregate.version:
            raise VersionConflict(what=aggregate.stream, expected=expected, actual=aggregate.version)

    def record(self, aggregate: A, events: Iterator[Event]) -> list[str]:
        """Let the aggregate decide, and record the events: all of them, or none if anything raises. Gives their ids.

        Raises what the decision and `Mapper.to_stored` raise, and NotLoaded.
        """
        if not self._aggregates.holds(aggregate):
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
            self.forget()
            raise
        finally:
            touched_before |= self._touched
            self._touched = touched_before

    def forget(self) -> None:
        """Have loaded anew what has been recorded for: it has not happened."""
        self._aggregates.drop(self._touched)

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
