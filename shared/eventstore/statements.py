"""What is written to tables, in SQL for any number of rows: built once, and prepared once for each database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Row = tuple[Any, ...]
"""What one row gives, in the order of its statement's parameters."""

_UPSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """SQL for any number of rows. `parameters` names what each row gives, in order.

    Rows that agree in `replaces_by` stand for one row of the table: the last of them counts.
    """

    table: Table
    sql: UpdateBase
    parameters: tuple[str, ...]
    replaces_by: tuple[str, ...] = ()

    def send(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Have the database carry it out for the rows, in order."""
        rows = list(self._last_of_each(rows))
        if connection.dialect.positional or len(rows) == 1:
            sql, prepare = _prepared(self, connection.dialect)
            prepared = [prepare(row) for row in rows]
            connection.exec_driver_sql(sql, prepared if len(prepared) > 1 else prepared[0])
        else:
            connection.execute(self.sql, [dict(zip(self.parameters, row, strict=True)) for row in rows])

    def _last_of_each(self, rows: Iterable[Row]) -> Iterable[Row]:
        if not self.replaces_by:
            return rows
        key = itemgetter(*map(self.parameters.index, self.replaces_by))
        return {key(row): row for row in rows}.values()


@lru_cache(maxsize=4096)
def _prepared(statement: Statement, dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
    """The text for the driver, and what makes of a row the values that it takes, by their place or by their name.

    SQLAlchemy would do the same for each row anew, at more than the cost of the database's own work.
    """
    compiled = statement.sql.compile(dialect=dialect, column_keys=list(statement.parameters))
    assert isinstance(compiled, SQLCompiler)
    names = compiled.positiontup or list(compiled.binds)
    places = [statement.parameters.index(name) for name in names]
    processors = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    steps = list(zip(places, processors, strict=True))

    def values(row: Row) -> list[Any]:
        return [row[place] if process is None else process(row[place]) for place, process in steps]

    if dialect.positional:
        return str(compiled), lambda row: tuple(values(row))
    return str(compiled), lambda row: dict(zip(names, values(row), strict=True))


@cache
def inserting(table: Table) -> Statement:
    return Statement(table, insert(table), tuple(table.columns.keys()))


@cache
def upserting(dialect: str, table: Table, columns: tuple[str, ...]) -> Statement:
    key = tuple(table.primary_key.columns.keys())
    sql = _UPSERTS[dialect](table)
    if changing := {name: sql.excluded[name] for name in columns if name not in key}:
        sql = sql.on_conflict_do_update(index_elements=key, set_=changing)
    else:
        sql = sql.on_conflict_do_nothing(index_elements=key)
    return Statement(table, sql, columns, replaces_by=key)


@cache
def updating(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Statement:
    sql = update(table).values({name: bindparam(f"new_{name}") for name in columns}).where(*_matches(table, key))
    return Statement(table, sql, (*map("key_{}".format, key), *map("new_{}".format, columns)))


@cache
def adding(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Statement:
    sums = {name: table.c[name] + bindparam(f"new_{name}") for name in columns}
    sql = update(table).values(sums).where(*_matches(table, key))
    return Statement(table, sql, (*map("key_{}".format, key), *map("new_{}".format, columns)))


@cache
def deleting(table: Table, key: tuple[str, ...]) -> Statement:
    return Statement(table, delete(table).where(*_matches(table, key)), tuple(map("key_{}".format, key)))


def _matches(table: Table, key: tuple[str, ...]) -> list[Any]:
    return [table.c[name] == bindparam(f"key_{name}") for name in key]
