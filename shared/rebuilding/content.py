"""What stands in a service's tables, in one canonical form: its hash, and where two contents differ first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, MetaData, Select, Table, Text, select

from shared.eventstore import KEPT

_ROWS_AT_ONCE = 1000


class _Row(NamedTuple):
    key: tuple[Any, ...]
    values: dict[str, Any]
    canonical: bytes


_Rows = Iterator[_Row]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first row that is not the same: missing or too many in the live table, or other in the columns named."""

    table: str
    key: dict[str, Any]
    what: str
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """The hash over all live tables and that over all rebuilt ones, with the first difference of each table."""

    live: str
    rebuilt: str
    rows: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def projected(metadata: MetaData) -> list[Table]:
    """The tables of a service that its policies fill, by name."""
    return [table for name, table in sorted(metadata.tables.items()) if table.info != KEPT]


def compare(connection: Connection, tables: Sequence[Table], live_schema: str) -> Comparison:
    """Read the rebuilt tables beside the live ones, which stand in the schema `live_schema`."""
    elsewhere = MetaData()
    live_hash, rebuilt_hash = sha256(), sha256()
    comparison = Comparison("", "")
    for table in tables:
        name = str(table.name)
        of_live, of_rebuilt = sha256(name.encode()), sha256(name.encode())
        live = _rows(connection, table.to_metadata(elsewhere, schema=live_schema), of_live.update)
        rebuilt = _counted(_rows(connection, table, of_rebuilt.update), name, comparison.rows)
        difference = _first_difference(table, live, rebuilt)
        for rest in (live, rebuilt):
            for _ in rest:
                pass  # read to the end, so that it is hashed
        if difference is not None:
            comparison.differences.append(difference)
        live_hash.update(of_live.digest())
        rebuilt_hash.update(of_rebuilt.digest())
    comparison.live, comparison.rebuilt = live_hash.hexdigest(), rebuilt_hash.hexdigest()
    return comparison


def _rows(connection: Connection, table: Table, hash_row: Callable[[bytes], None]) -> _Rows:
    key = _key_of(table)
    names = [str(column.name) for column in table.columns]  # SQLAlchemy's are not the plain str that JSON wants
    for row in connection.execute(_ordered(connection, table).execution_options(yield_per=_ROWS_AT_ONCE)):
        values = dict(zip(names, row, strict=True))
        canonical = _canonical(values)
        hash_row(canonical + b"\n")
        yield _Row(tuple(values[name] for name in key), values, canonical)


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _ordered(connection: Connection, table: Table) -> Select[Any]:
    """By primary key, text by its code points, so that every database gives the same order."""
    by_code_point = "C" if connection.dialect.name == "postgresql" else "BINARY"
    columns = table.primary_key.columns
    return select(table).order_by(
        *(column.collate(by_code_point) if isinstance(column.type, Text) else column for column in columns)
    )


def _key_of(table: Table) -> tuple[str, ...]:
    return tuple(map(str, table.primary_key.columns.keys()))


def _counted(rows: _Rows, table: str, counts: dict[str, int]) -> _Rows:
    counts[table] = 0
    for row in rows:
        counts[table] += 1
        yield row


def _first_difference(table: Table, live: _Rows, rebuilt: _Rows) -> Difference | None:
    name, names = str(table.name), _key_of(table)
    for its, theirs in _side_by_side(live, rebuilt):
        if its is not None and (theirs is None or its.key < theirs.key):
            return Difference(name, dict(zip(names, its.key, strict=True)), "too many")
        assert theirs is not None
        key = dict(zip(names, theirs.key, strict=True))
        if its is None or its.key != theirs.key:
            return Difference(name, key, "missing")
        if its.canonical != theirs.canonical:
            return Difference(name, key, "other", tuple(_differing(its.values, theirs.values)))
    return None


def _differing(its: dict[str, Any], theirs: dict[str, Any]) -> Iterator[str]:
    return (column for column, value in its.items() if _canonical(value) != _canonical(theirs[column]))


def _side_by_side(live: _Rows, rebuilt: _Rows) -> Iterator[tuple[_Row | None, _Row | None]]:
    while True:
        its, theirs = next(live, None), next(rebuilt, None)
        if its is None and theirs is None:
            return
        yield its, theirs
