"""Writes that wait in memory, so that many rows reach the database as few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, NestedTransaction, Table
from sqlalchemy.sql import visitors

from shared.asking import AnyRow, AnySelect, Parameters, ask
from shared.eventstore.statements import Row, Statement


@dataclass(slots=True)
class _Attempt:
    start: int
    """How many of the waiting writes are older than the attempt."""
    savepoint: NestedTransaction | None = None


class Writes:
    """What the works of one transaction have written and the database has not seen yet.

    They write one after the other, each within `work`; what waits goes to the database when somebody has to see it,
    at the latest at the end. A database error ends the transaction, even if a work catches it: every later use raises
    it again.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[Statement, Row]] = []
        self._waiting_for: set[str] = set()
        self._attempts: list[_Attempt] = []
        self._failure: Exception | None = None
        self._start = 0
        self._sent = False
        self.waiting_streams: set[str] = set()
        """Streams with events that the database has not seen yet."""

    @property
    def dialect(self) -> str:
        return self._connection.dialect.name

    @property
    def needs_rollback(self) -> bool:
        """Whether only the end of the transaction can undo what the running work did."""
        return self._sent or self._failure is not None

    @contextmanager
    def work(self) -> Iterator[None]:
        """One work writes inside. If it raises, nothing of it waits any more; see also `needs_rollback`."""
        self._start, self._sent = len(self._waiting), False
        try:
            yield
        except BaseException:
            del self._waiting[self._start :]
            raise

    def add(self, statement: Statement, values: Iterable[Any]) -> None:
        self._waiting.append((statement, tuple(values)))
        self._waiting_for.add(statement.table.name)

    def flush_for(self, select: AnySelect) -> None:
        """Send what waits if `select` reads any of the tables concerned."""
        if self._waiting and not self._waiting_for.isdisjoint(_table_names_in(select)):
            self.flush()

    def read(self, select: AnySelect, parameters: Parameters | None = None) -> Sequence[AnyRow]:
        """The rows of `select`, which does not see what still waits."""
        with self._watched():
            return ask(self._connection, select, parameters)

    def flush(self) -> None:
        """Send what waits. What belongs to an attempt goes behind a savepoint of the attempt."""
        self._sent = self._sent or len(self._waiting) > self._start
        with self._watched():
            sent = 0
            for attempt in self._attempts:
                if attempt.savepoint is None and attempt.start < len(self._waiting):
                    self._send(self._waiting[sent : attempt.start])
                    sent = attempt.start
                    attempt.savepoint = self._connection.begin_nested()
            self._send(self._waiting[sent:])
        self._waiting.clear()
        self._waiting_for.clear()
        self.waiting_streams.clear()
        self._start = 0
        for attempt in self._attempts:
            attempt.start = 0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Drop what is written inside if the body raises."""
        attempt = _Attempt(start=len(self._waiting))
        self._attempts.append(attempt)
        try:
            yield
        except BaseException:
            del self._waiting[attempt.start :]
            if attempt.savepoint is not None:
                with self._watched():
                    attempt.savepoint.rollback()
            raise
        else:
            if attempt.savepoint is not None:
                with self._watched():
                    attempt.savepoint.commit()
        finally:
            self._attempts.pop()

    def _send(self, waiting: Iterable[tuple[Statement, Row]]) -> None:
        for statement, rows in _batches(waiting):
            statement.send(self._connection, rows)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        if self._failure is not None:
            raise self._failure
        try:
            yield
        except Exception as error:
            self._failure = error
            raise


_table_names: WeakKeyDictionary[AnySelect, frozenset[str]] = WeakKeyDictionary()


def _table_names_in(select: AnySelect) -> frozenset[str]:
    if select not in _table_names:
        found = (part.name for part in visitors.iterate(select) if isinstance(part, Table))
        _table_names[select] = frozenset(found)
    return _table_names[select]


def _batches(waiting: Iterable[tuple[Statement, Row]]) -> list[tuple[Statement, list[Row]]]:
    """The rows by statement. The order of writes is kept within each table, not between tables."""
    batches: list[tuple[Statement, list[Row]]] = []
    newest: dict[str, tuple[Statement, list[Row]]] = {}
    for statement, row in waiting:
        batch = newest.get(statement.table.name)
        if batch is None or batch[0] is not statement:
            batch = newest[statement.table.name] = (statement, [])
            batches.append(batch)
        batch[1].append(row)
    return batches
