"""Giving a service's policies everything again that they have heard, without recording anything anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, select

from shared.domain import Aggregate, Clock, Event, iso
from shared.eventstore import EMPTY, RELAY, STORE, EventStore, Mapper, Unit
from shared.eventstore.writes import Writes
from shared.messaging import DISCARDED, Envelope, Feed, FeedUnavailable, Policies
from shared.messaging.context import own_context
from shared.messaging.envelope import service_of

_BATCH = 1_000
Order = Callable[[Envelope], Any]
A = TypeVar("A", bound=Aggregate)
_Begin = Callable[[], AbstractContextManager[Connection]]


def by_time(event: Envelope) -> Any:
    """As the servers' clocks say: what an event was caused by comes before it, whichever log it is in."""
    return event.time


class ReplayFailed(Exception):
    """An event cannot be applied, or what is parked has changed. The live tables are as they were."""


class Reached(NamedTuple):
    """What a state of the live database has taken in: the last number of each source, its own log among them, and
    by source and number the events that were set aside instead of being applied."""

    numbers: Mapping[str, int]
    set_aside: frozenset[tuple[str, int]]


class _Silent(Unit):
    """A unit whose policies fill tables only: what they once decided and recorded stands in the log already."""

    def load(self, kind: type[A], key: str) -> A:
        return kind(key)

    def prefetch(self, kind: type[Aggregate], keys: Iterable[str]) -> None:
        pass

    def record(self, aggregate: Aggregate, events: Iterator[Event]) -> list[str]:
        return []


class Replay:
    """Brings rebuilt tables on from wherever they are.

    `own` are the policies of the service's own events, `others` those of the services in `listens_to`. `order` decides
    between the logs; each by itself is replayed in its own order.
    """

    def __init__(
        self,
        store: EventStore,
        source: str,
        feed: Feed,
        own: Policies,
        others: Policies,
        listens_to: Collection[str],
        clock: Clock,
        order: Order = by_time,
        begun_at: Reached | None = None,
    ) -> None:
        """`begun_at` is what the tables have taken in already."""
        self._store = store
        self._source = source
        self._feed = feed
        self._own = own
        self._others = others
        self._listens_to = listens_to
        self._clock = clock
        self._order = order
        self._mapper = Mapper(store.service, ())
        begun = begun_at or Reached({}, frozenset())
        self._numbers = dict(begun.numbers)
        self._set_aside = begun.set_aside
        self.last: dict[str, Envelope] = {}
        """By source, the last event that was passed, applied or not."""
        self.applied = 0

    def reached(self, connection: Connection) -> Reached:
        """What the live database on `connection` has taken in."""
        events, checkpoints, parked = STORE.events.c, STORE.checkpoints.c, STORE.parked.c
        head = connection.scalar(select(events.number).order_by(events.number.desc()).limit(1))
        heard = connection.execute(select(checkpoints.source, checkpoints.number).where(checkpoints.source != RELAY))
        numbers = {self._source: head or 0} | {row.source: row.number for row in heard}
        aside = connection.execute(select(parked.source, parked.number))
        return Reached(numbers, frozenset((row.source.removeprefix(DISCARDED), row.number) for row in aside))

    def advance(self, until: Reached, begin: _Begin, progress: Callable[[int], None]) -> None:
        """Apply in batches what is missing up to `until`, each in a transaction that `begin` opens.

        Raises FeedUnavailable, ReplayFailed.
        """
        self._keep_to(until.set_aside)
        logs = [self._events(source, number) for source, number in sorted(until.numbers.items())]
        events = merge(*logs, key=self._order)
        while batch := list(islice(events, _BATCH)):
            with begin() as connection:
                self._apply(batch, connection)
            self.applied += len(batch)
            progress(self.applied)

    def _keep_to(self, set_aside: frozenset[tuple[str, int]]) -> None:
        """What was skipped must stay skipped up to the end, and what was applied must not have been."""
        changed, self._set_aside = self._set_aside ^ set_aside, set_aside
        if any(number <= self._numbers.get(source, 0) for source, number in changed):
            raise ReplayFailed("parked events were retried or given up meanwhile; rebuild again")

    def _events(self, source: str, until: int) -> Iterator[Envelope]:
        if not self._hears(source):
            return
        after = self._numbers.get(source, 0)
        while after < until:
            page = self._page(source, after, min(_BATCH, until - after))
            if not page:
                raise FeedUnavailable(f"the feed of {source} ends after {after}")
            for event in page:
                if event.number != after + 1:
                    raise FeedUnavailable(f"the feed of {source} has a hole after {after}")
                yield event
                after = event.number

    def _page(self, source: str, after: int, limit: int) -> list[Envelope]:
        if source == self._source:
            return [Envelope.of(recorded, source) for recorded in self._store.read(after, limit)]
        return self._feed.read(source, after, limit)

    def _hears(self, source: str) -> bool:
        return source == self._source or service_of(source) in self._listens_to

    def _apply(self, batch: list[Envelope], connection: Connection) -> None:
        writes = Writes(connection)
        unit = _Silent(
            writes,
            EMPTY,
            own_context(self._store.service, self._clock),
            mapper=self._mapper,
            new_id=str,
            time=iso(self._clock.now()),
            project=None,
        )
        for event in batch:
            self._numbers[event.source] = event.number
            self.last[event.source] = event
            if (event.source, event.number) in self._set_aside:
                continue
            try:
                (self._own if event.source == self._source else self._others).apply(event, unit)
            except Exception as error:
                raise ReplayFailed(f"{event.source} {event.number} ({event.type}): {error}") from error
        writes.flush()
