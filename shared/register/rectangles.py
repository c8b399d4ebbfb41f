"""Tables in two times: since when a thing was so, and since when that is known.

A row is a rectangle. It is known from the event `known_from` to the one before `known_until`, publication numbers of
the organizations service, and holds from the day `holds_from` to the day before `holds_until`, ISO text. What is still
known is known until END, and what holds until further notice FOR_EVER. Nothing that was known once is ever forgotten.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, Row, Table, Text, select

from shared.eventstore import Unit
from shared.register.timeline import FOR_EVER, SINCE_EVER, Stretch, insert

END = 2**62
"""After the last event that will ever be published."""

_TIMES = frozenset({"known_from", "known_until", "holds_from", "holds_until", "changed"})


def rectangles(name: str, metadata: MetaData, *columns: Column[Any]) -> Table:
    """A table of things by `code`, with `columns` that change over time."""
    return Table(
        name,
        metadata,
        Column("code", Text, primary_key=True),
        Column("known_from", BigInteger, primary_key=True, autoincrement=False),
        Column("holds_from", Text, primary_key=True),
        Column("known_until", BigInteger, nullable=False),
        Column("holds_until", Text, nullable=False),
        Column("changed", Text, nullable=False),
        *columns,
    )


def facts_of(table: Table) -> list[Column[Any]]:
    """The columns of a table of rectangles that say what was so, with the `code`."""
    return [column for column in table.columns if column.name not in _TIMES]


def enter(unit: Unit, table: Table, number: int, code: str, **values: Any) -> None:
    """Note that the event `number` made the thing known. What it is at first, it is since ever."""
    _put(unit, table, number, code, Stretch(SINCE_EVER, FOR_EVER, values))


def change(unit: Unit, table: Table, number: int, code: str, since: str, **values: Any) -> None:
    """Note that the event `number` told of a known thing that `values` hold from the day `since` on.

    Raises LookupError if the thing is not known.
    """
    known = select(table).where(table.c.code == code, table.c.known_until == END)
    rows = unit.tables.rows(known.order_by(table.c.holds_from))
    if not rows:
        raise LookupError(f"{code} changed before it was registered")
    before = [_stretch(table, row) for row in rows]
    after = insert(before, since, values)
    for row, stretch in zip(rows, before, strict=True):
        if stretch not in after:
            key = {"code": code, "known_from": row.known_from, "holds_from": row.holds_from}
            unit.tables.change(table, key, known_until=number)
    for stretch in after:
        if stretch not in before:
            _put(unit, table, number, code, stretch)


def _stretch(table: Table, row: Row[Any]) -> Stretch:
    values = {column.name: row._mapping[column.name] for column in facts_of(table) if column.name != "code"}
    return Stretch(row.holds_from, row.holds_until, values, frozenset(row.changed.split()))


def _put(unit: Unit, table: Table, number: int, code: str, stretch: Stretch) -> None:
    unit.tables.put(
        table,
        code=code,
        known_from=number,
        holds_from=stretch.since,
        known_until=END,
        holds_until=stretch.until,
        changed=" ".join(sorted(stretch.changed)),
        **stretch.values,
    )
