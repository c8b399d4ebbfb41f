"""A campaign folder written as one workbook, which reads back as the same rows."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from deploy.campaign import cells
from deploy.campaign.cells import Cell
from deploy.campaign.reader import Campaign
from deploy.campaign.sheets import CAMPAIGN_KEYS, SHEETS, Column, Sheet
from deploy.campaign.sources import CAMPAIGN, Source

LONGEST_CELL = 32_767
FIRST_TRUE_DATE = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; earlier dates stay text."""

_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_LIKE_NO_TEXT = ("=", "#")


class CellTooLong(ValueError):
    """A workbook's cell holds at most 32,767 characters."""


def write_workbook(source: Source, target: Path) -> None:
    """Write `source` to `target`: dates and counts as such, everything else as text, never as a formula.

    Rows keep their numbers. Raises CampaignUnreadable for a folder with faults, CellTooLong for what no cell can hold.
    """
    Campaign(source).check()
    book = Workbook(write_only=True)
    with closing(book.create_sheet(CAMPAIGN)) as page:
        _write_details(page, source)
    for sheet in SHEETS:
        with closing(book.create_sheet(sheet.name)) as page:
            _write_sheet(page, sheet, source)
    book.save(target)


def _write_details(page: WriteOnlyWorksheet, source: Source) -> None:
    columns = {column.name: column for column in CAMPAIGN_KEYS}
    page.append(["key", "value"])
    for _, key, value in source.entries():
        page.append([key, _written(page, columns[key], value or "")])


def _write_sheet(page: WriteOnlyWorksheet, sheet: Sheet, source: Source) -> None:
    page.freeze_panes = "A2"
    rows = iter(source.rows(sheet.name))
    header = next(rows)
    page.append(list(header))
    columns = [sheet.column(str(name)) for name in header]
    for row in rows:
        page.append([_written(page, column, cell) for column, cell in zip(columns, row, strict=False)])


def _written(page: WriteOnlyWorksheet, column: Column | None, cell: Cell) -> Any:
    if column is None or cell == "":
        return None
    if column.read is cells.count:
        return cells.count(cell)
    if column.read is cells.calendar_date:
        return _date(page, date.fromisoformat(cells.calendar_date(cell)))
    return _text(page, str(cell))


def _date(page: WriteOnlyWorksheet, day: date) -> Any:
    if day < FIRST_TRUE_DATE:
        return day.isoformat()
    cell = WriteOnlyCell(page, datetime.combine(day, time()))
    cell.number_format = "dd/mm/yyyy"
    return cell


def _text(page: WriteOnlyWorksheet, text: str) -> Any:
    """Text as a workbook's XML can hold it. What looks like a formula or an error code is marked as text."""
    escaped = _ESCAPED.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    if len(escaped) > LONGEST_CELL:
        raise CellTooLong(f"{len(escaped)} characters: {escaped[:40]}…")
    if not escaped.startswith(_LIKE_NO_TEXT):
        return escaped
    cell = WriteOnlyCell(page, escaped)
    cell.data_type = "s"
    return cell
