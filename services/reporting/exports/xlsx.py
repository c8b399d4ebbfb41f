"""Tables as an Excel workbook: real numbers and dates, text that never becomes a formula, ready to print on A4."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.reporting.exports.formats import Export
from services.reporting.exports.tables import About, Table, Type, Value

FIRST_TRUE_DATE = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; earlier dates stay text."""

LONGEST_CELL = 32_767
A4 = 9
PRINTED_TOO = 0
_LONGEST_SHEET_NAME = 31
_FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class CellTooLong(ValueError):
    """A workbook's cell holds at most 32,767 characters: nothing is cut, so nothing is written."""


def write(export: Export, target: BinaryIO) -> None:
    """Write the workbook row by row: what is written needs no memory any more."""
    with tempfile.TemporaryDirectory(prefix="kiemdiem-xlsx-") as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(target, options) as book:
            styles = _Styles(book)
            for table in export.tables:
                _Sheet(book.add_worksheet(_sheet_name(table)), table, styles).write(export.about)


def _sheet_name(table: Table) -> str:
    return table.title.translate(_FORBIDDEN_IN_SHEET_NAMES)[:_LONGEST_SHEET_NAME].strip("' ")


class _Styles:
    """The cell formats of one workbook. Lines between cells are the sheet's own, which are printed too."""

    def __init__(self, book: Workbook) -> None:
        plain = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        forms: dict[Type, dict[str, Any]] = {
            Type.TEXT: {"text_wrap": True},
            Type.NUMBER: {"num_format": "#,##0"},
            Type.PERCENT: {"num_format": "0.00%"},
            Type.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
            Type.YES_NO: {"align": "center"},
        }
        self.cells = {type_: book.add_format({**plain, **form}) for type_, form in forms.items()}
        self.totals = {type_: book.add_format({**plain, **form, "bold": True}) for type_, form in forms.items()}
        self.bare = {type_: book.add_format(form) for type_, form in forms.items() if type_ is not Type.TEXT}
        centred = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8E8E8"}
        self.heading = book.add_format({**plain, **centred, "border": 1})
        self.title = book.add_format({**plain, "bold": True, "font_size": 14})
        self.note = book.add_format({**plain, "italic": True, "text_wrap": False})


class _Sheet:
    """One worksheet. In constant memory its rows are written from the top down, each cell once."""

    def __init__(self, sheet: Worksheet, table: Table, styles: _Styles) -> None:
        self._sheet = sheet
        self._table = table
        self._styles = styles
        self._row = 0
        write = {
            Type.TEXT: self._string,
            Type.NUMBER: sheet.write_number,
            Type.PERCENT: self._percent,
            Type.DATE: self._date,
            Type.YES_NO: sheet.write_boolean,
        }
        self._writers = [(place, column.type, write[column.type]) for place, column in enumerate(table.columns)]

    def write(self, about: About) -> None:
        if not self._table.bare:
            self._head(about)
        self._headings()
        for row in self._table.rows:
            self._cells(row, self._styles.bare if self._table.bare else self._styles.cells)
        if self._table.total is not None:
            self._cells(self._table.total, self._styles.totals)
        self._row += 1
        for note in self._table.notes:
            self._line(note, self._styles.note)

    def _head(self, about: About) -> None:
        self._line(self._table.title, self._styles.title)
        self._line(about.title, self._styles.note)
        self._line(" · ".join(f"{label}: {text}" for label, text in about.facts), self._styles.note)
        self._row += 1
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.8)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(PRINTED_TOO)
        self._sheet.set_footer("&L&F&R&P/&N")

    def _headings(self) -> None:
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, column.width)
            self._string(self._row, place, column.title, None if self._table.bare else self._styles.heading)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0 if self._table.bare else self._table.labels)
        self._sheet.repeat_rows(self._row - 1)

    def _line(self, text: str, style: Any) -> None:
        self._string(self._row, 0, text, style)
        self._row += 1

    def _cells(self, row: Sequence[Value], styles: Mapping[Type, Any]) -> None:
        """An empty cell is not written at all: a long list has hundreds of thousands of them."""
        for (place, type_, write), value in zip(self._writers, row, strict=True):
            if value is not None:
                write(self._row, place, value, styles.get(type_))
        self._row += 1

    def _string(self, row: int, place: int, text: str, style: Any) -> None:
        if len(text) > LONGEST_CELL:
            raise CellTooLong(f"{len(text)} characters in row {row + 1}: {text[:40]}…")
        self._sheet.write_string(row, place, text, style)

    def _percent(self, row: int, place: int, percent: str, style: Any) -> None:
        self._sheet.write_number(row, place, float(Decimal(percent) / 100), style)

    def _date(self, row: int, place: int, iso: str, style: Any) -> None:
        day = date.fromisoformat(iso)
        if day < FIRST_TRUE_DATE:
            self._string(row, place, iso, style)
        else:
            self._sheet.write_datetime(row, place, day, style)
