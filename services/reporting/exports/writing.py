"""Writing an export: counting its rows as they go by, and refusing what does not fit before anything is written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from sqlalchemy import Select, func, select

from services.reporting.exports import catalog
from services.reporting.exports.describing import Order, describe
from services.reporting.exports.errors import TooLongForPaper
from services.reporting.exports.formats import FORMATS, REPORT, writer
from services.reporting.exports.tables import Row, Table
from services.reporting.readmodel import prompts, register
from shared.register import Reader

LIGHT_ROWS = 2_000
"""Up to so many rows an export is written where it is asked for: that takes less than half a second."""

Tell = Callable[[int], None]
"""Is told after each row how many have been written."""


def expected_rows(read: Reader, order: Order) -> int:
    """About how many rows a list will have: never less than it has. Tables made from figures are short."""
    if order.table not in catalog.LISTS:
        return 0
    if order.table in ("members", "not-rated"):
        return _members(read, order)
    if order.table == "prompts":
        return _count(read, select(prompts.c.code).where(prompts.c.campaign == order.campaign))
    view = register.of(order.campaign)
    here = select(view.organizations.c.code).where(order.scope.holds(view))
    if order.table in ("organizations", "folder-organizations"):
        return _count(read, here)
    led = select(view.collectives.c.code).where(view.collectives.c.organization.in_(here))
    return _count(read, led) + _count(read, select(view.posts.c.code).where(view.posts.c.collective.in_(led)))


def is_light(read: Reader, order: Order) -> bool:
    """Whether few rows have to be gone through. Figures are counted over all members, a report's were long ago."""
    if FORMATS[order.format].heavy:
        return False
    if order.table in catalog.LISTS:
        return expected_rows(read, order) <= LIGHT_ROWS
    return order.version is not None or _members(read, order) <= LIGHT_ROWS


def _members(read: Reader, order: Order) -> int:
    view = register.of(order.campaign)
    here = select(view.organizations.c.code).where(order.scope.holds(view))
    return _count(read, select(view.people.c.code).where(view.people.c.cell.in_(here)))


def _count(read: Reader, rows: Select[Any]) -> int:
    [row] = read(select(func.count().label("rows")).select_from(rows.subquery()))
    return int(row.rows)


def write(read: Reader, order: Order, target: BinaryIO, tell: Tell = lambda rows: None) -> None:
    """Write the export that was ordered. Raises what `describe` raises, and TooLongForPaper."""
    export = describe(read, order)
    most = FORMATS[order.format].most_rows
    counted = _Counter(tell, most, order)
    tables = [replace(table, rows=counted.going_by(table)) for table in export.tables]
    writer(order.format)(replace(export, tables=tables), target)


def written(read: Reader, order: Order) -> bytes:
    """The export that was ordered, in memory."""
    target = io.BytesIO()
    write(read, order, target)
    return target.getvalue()


class _Counter:
    """Counts the rows of all tables of an export together."""

    def __init__(self, tell: Tell, most: int | None, order: Order) -> None:
        self._tell = tell
        self._most = most
        self._order = order
        self._rows = 0

    def going_by(self, table: Table) -> Iterator[Row]:
        for row in table.rows:
            self._rows += 1
            if self._most is not None and self._rows > self._most and self._order.table != REPORT:
                raise TooLongForPaper(format=self._order.format, most=self._most)
            self._tell(self._rows)
            yield row


def file_name(order: Order) -> str:
    """`BD-2020-members.xlsx`; a report's version stands in its name."""
    version = "" if order.version is None else f"-v{order.version}"
    return f"{order.campaign}-{order.table}{version}.{order.format}"
