"""One group of works in one transaction, and what to do when the transaction fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError

from shared.domain import CommandContext
from shared.eventstore.aggregates import Aggregates, Named
from shared.eventstore.engine import passes_by_itself, was_rolled_back_for_another
from shared.eventstore.groups import CommitUncertain, Join, Work
from shared.eventstore.mapper import Mapper
from shared.eventstore.opening import head_of, open_on_postgres
from shared.eventstore.record import Head
from shared.eventstore.unit import Unit
from shared.eventstore.writes import Writes

_PAUSES = (0.0, 0.1, 0.5)
"""Seconds before the second, third and fourth try of a transaction that failed through no fault of its own."""

OpenUnit = Callable[[Writes, Head, CommandContext, Aggregates], Unit]


class Transactions:
    """Carries out works under the writer lock: one transaction at a time for a service's store."""

    def __init__(self, engine: Engine, service: str, mapper: Mapper, open_unit: OpenUnit) -> None:
        self._engine = engine
        self._mapper = mapper
        self._open_unit = open_unit
        self._service = service

    def carry_out(self, group: list[Work[Any]], join: Join = lambda: None) -> int | None:
        """Settle every work of the group, each as if it were alone. `join` lets in those who have come meanwhile.

        They share a transaction. If that fails because of one of them, each has one of its own. Gives
        the number of the last event if any was written.
        """
        try:
            number = self._try_several_times(group, join)
        except Exception as error:
            if len(group) > 1 and _is_of_one_works_making(error):
                numbers = [self.carry_out([work]) for work in group]
                return max((number for number in numbers if number is not None), default=None)
            for work in group:
                work.fail(error)
            number = None
        for work in group:
            work.settled = True
        return number

    def _try_several_times(self, group: list[Work[Any]], join: Join) -> int | None:
        for pause in _PAUSES:
            try:
                return self._try(group, join)
            except DBAPIError as error:
                if not passes_by_itself(error):
                    raise
                time.sleep(pause)
        return self._try(group, join)

    def _try(self, group: list[Work[Any]], join: Join) -> int | None:
        with self._engine.connect() as connection, connection.begin() as transaction:
            writes = Writes(connection)
            aggregates = Aggregates(writes, self._mapper)
            before = head = self._open(connection, aggregates, group)
            join()
            aggregates.prefetch(_named_by(group))
            for work in group:
                head = self._do(work, writes, head, aggregates)
            writes.flush()
            _commit(transaction)
        return head.number if head != before else None

    def _open(self, connection: Connection, aggregates: Aggregates, group: list[Work[Any]]) -> Head:
        """Be the only writer, and tell the head of the log; load what the group has named, if that costs nothing."""
        if connection.dialect.name == "sqlite":
            time.sleep(0)  # nothing that SQLite does gives way to another green thread
            return head_of(connection)
        missing = aggregates.missing(_named_by(group))
        head, rows = open_on_postgres(connection, self._service, list(missing))
        aggregates.fill(missing, rows)
        return head

    def _do(self, work: Work[Any], writes: Writes, head: Head, aggregates: Aggregates) -> Head:
        unit = self._open_unit(writes, head, work.context, aggregates)
        try:
            with writes.work():
                work.do(unit)
        except Exception as error:
            if writes.needs_rollback:
                raise
            unit.forget()
            work.fail(error)
            return head
        return unit.head


def _named_by(group: list[Work[Any]]) -> Iterator[Named]:
    return (named for work in group for named in work.loads)


def _is_of_one_works_making(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        return not passes_by_itself(error)
    return not isinstance(error, CommitUncertain)


def _commit(transaction: RootTransaction) -> None:
    try:
        transaction.commit()
    except DBAPIError as error:
        if was_rolled_back_for_another(error):
            raise
        raise CommitUncertain("the database did not confirm the commit") from error
