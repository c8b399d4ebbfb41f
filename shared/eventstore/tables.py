"""A service's own tables, inside the transaction of a command or a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from shared.asking import AnyRow, AnySelect
from shared.eventstore.statements import adding, deleting, updating, upserting
from shared.eventstore.writes import Writes


class Tables:
    """Writes wait until their table is read or the work ends, and then go in batches.

    They keep their order within a table, not between tables: no foreign key may lead from one to another.
    Columns and values are plain values, not SQL; a key is never null.
    """

    def __init__(self, writes: Writes) -> None:
        self._writes = writes

    def put(self, table: Table, /, **row: Any) -> None:
        """Insert `row`, or change the named columns of the row that has its primary key."""
        self._writes.add(upserting(self._writes.dialect, table, tuple(row)), row.values())

    def change(self, table: Table, key: Mapping[str, Any], /, **values: Any) -> None:
        """Change the rows whose columns equal `key`, if there are any."""
        self._writes.add(updating(table, tuple(key), tuple(values)), (*key.values(), *values.values()))

    def add(self, table: Table, key: Mapping[str, Any], /, **amounts: int) -> None:
        """Add to the named columns of the rows whose columns equal `key`, if there are any."""
        self._writes.add(adding(table, tuple(key), tuple(amounts)), (*key.values(), *amounts.values()))

    def remove(self, table: Table, /, **key: Any) -> None:
        """Delete the rows whose columns equal `key`, if there are any."""
        self._writes.add(deleting(table, tuple(key)), key.values())

    def rows(self, select: AnySelect, /, **parameters: Any) -> Sequence[AnyRow]:
        """The rows of `select`; it sees everything that this work has recorded and written.

        A query that is asked for every event is built once, with a bindparam for each of the `parameters`.
        """
        self._writes.flush_for(select)
        return self._writes.read(select, parameters or None)

    def one(self, select: AnySelect, /, **parameters: Any) -> AnyRow | None:
        """The first row of `select`, or None; it sees what `rows` sees."""
        return next(iter(self.rows(select, **parameters)), None)
