"""A service's log of events: written one transaction at a time, read by anyone at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Integer, Row, bindparam, select

from shared.asking import ask
from shared.domain import Clock, CommandContext, iso
from shared.eventstore.aggregates import Aggregates, Named
from shared.eventstore.engine import reader_of
from shared.eventstore.groups import Groups, Work
from shared.eventstore.integrity import Verdict, walk
from shared.eventstore.mapper import Mapper
from shared.eventstore.metrics import APPENDING
from shared.eventstore.opening import head_of
from shared.eventstore.record import Head, Recorded
from shared.eventstore.schema import RELAY, STORE
from shared.eventstore.transactions import Transactions
from shared.eventstore.unit import Unit
from shared.eventstore.writes import Writes

T = TypeVar("T")
Listener = Callable[[int], None]

_log = structlog.get_logger(__name__)
_events = STORE.events
_checkpoints = STORE.checkpoints.c
_AFTER = (
    select(_events)
    .where(_events.c.number > bindparam("after"))
    .order_by(_events.c.number)
    .limit(bindparam("limit", type_=Integer))
)
_ROWS_AT_ONCE = 1000


class EventStore:
    """The events of one service, and the transactions in which they and the service's tables change.

    `project` is called for each new event, in order and in the event's own transaction, so that the
    log and what is derived from it never differ. `new_id` gives the events' ids.
    """

    def __init__(
        self,
        engine: Engine,
        service: str,
        mapper: Mapper,
        clock: Clock,
        new_id: Callable[[], str],
        project: Callable[[Recorded, Unit], None] | None = None,
    ) -> None:
        self.service = service
        self._mapper = mapper
        self._clock = clock
        self._new_id = new_id
        self._project = project
        self._reader = reader_of(engine)
        self._groups = Groups(Transactions(engine, service, mapper, self._open_unit).carry_out, self._tell)
        self._appending = APPENDING.labels(service)
        self._recorded = 0
        self._listeners: list[Listener] = []
        self._guard: Callable[[], None] = _nothing_forbids

    def execute(self, context: CommandContext, work: Callable[[Unit], T], loads: Sequence[Named] = ()) -> T:
        """Do `work` in a transaction and give its result once that is committed.

        `loads` names aggregates that it is known to load, by kind and key: works that share a transaction
        then load all of theirs with one query.

        If `work` raises, nothing of it has happened, and the exception comes out here. It may be called
        more than once, on another caller's thread, so it must change nothing but its unit, and it must
        not call `execute`. Works share aggregates, so its result must hold no part of one. Raises
        CommitUncertain when the database did not confirm the commit.
        """
        self._guard()
        queued = Work(context, work, loads)
        with self._appending.time():
            self._groups.add(queued)
            return queued.outcome()

    def read(self, after: int, limit: int) -> list[Recorded]:
        """The feed: at most `limit` events with numbers above `after`, in order."""
        with self.query() as connection:
            return _recorded(ask(connection, _AFTER, {"after": after, "limit": limit}))

    def stream(self, name: str) -> list[Recorded]:
        """The events of one stream, in order."""
        chosen = select(_events).where(_events.c.stream == name).order_by(_events.c.version)
        with self.query() as connection:
            return _recorded(connection.execute(chosen))

    def until(self, instant: str) -> int:
        """How many events come before the first that was recorded after `instant`, as `shared.domain.iso` writes it."""
        first = select(_events.c.number).where(_events.c.time > instant).order_by(_events.c.number).limit(1)
        with self.query() as connection:
            after = connection.scalar(first)
            return head_of(connection).number if after is None else after - 1

    @property
    def address(self) -> str:
        """Where another process finds the same database; with the password, if it has one."""
        return self._reader.url.render_as_string(hide_password=False)

    def reaches(self, number: int) -> bool:
        """Whether the log has come as far as `number`. What this process has recorded need not be asked for."""
        return number <= self._recorded or number <= self.head().number

    def head(self) -> Head:
        """Number and hash of the last event; 0 and zeros when there is none."""
        with self.query() as connection:
            return head_of(connection)

    def on_commit(self, listener: Listener) -> None:
        """Have `listener` told the number of the last event after each commit that wrote any.

        It runs on a writer's thread, after the lock is released; numbers may come out of order.
        """
        self._listeners.append(listener)

    def guard_with(self, guard: Callable[[], None]) -> None:
        """Let `guard` raise, before each transaction, whatever forbids recording anything now."""
        self._guard = guard

    def verify(self) -> Verdict:
        """Walk the whole chain and name the first altered, missing or inserted event."""
        with self.query() as connection:
            published = connection.scalar(select(_checkpoints.number).where(_checkpoints.source == RELAY))
            rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
                select(_events).order_by(_events.c.number)
            )
            return walk((Recorded(*row) for row in rows), published or 0)

    def query(self) -> AbstractContextManager[Connection]:
        """A connection that only reads, and sees one state of the database all the while."""
        return self._reader.begin()

    def _open_unit(self, writes: Writes, head: Head, context: CommandContext, aggregates: Aggregates) -> Unit:
        return Unit(
            writes,
            head,
            context,
            mapper=self._mapper,
            new_id=self._new_id,
            time=iso(self._clock.now()),
            project=self._project,
            aggregates=aggregates,
        )

    def _tell(self, number: int) -> None:
        self._recorded = max(self._recorded, number)
        for listener in self._listeners:
            try:
                listener(number)
            except Exception:
                _log.exception("a listener to commits failed", service=self.service, number=number)


def _nothing_forbids() -> None:
    pass


def _recorded(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Recorded]:
    return [Recorded(*row) for row in rows]
