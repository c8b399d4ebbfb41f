"""Reading exports back, each format by a library that did not write it, into the same plain cells."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import docx
import openpyxl
import orjson
from python_calamine import CalamineWorkbook

Cells = list[list[Any]]
"""The rows of a table without its headings: text, whole numbers, decimal text for percentages, ISO dates."""


def described(content: bytes) -> tuple[list[dict[str, str]], Cells]:
    """The columns and rows of a table as JSON, its total last. All other formats are held against this one."""
    [table] = orjson.loads(content)["tables"]
    columns = table["columns"]
    rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
    return columns, [[row[column["name"]] for column in columns] for row in rows]


def from_csv(content: bytes, separator: str = ",") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def from_ndjson(content: bytes) -> Cells:
    lines = [orjson.loads(line) for line in content.splitlines()]
    return [[value for name, value in line.items() if name != "is_total"] for line in lines]


def from_xlsx(content: bytes, columns: list[dict[str, str]]) -> Cells:
    """As openpyxl reads it: the rows between the headings and the empty line below the last."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    titles = [column["title"] for column in columns]
    rows = [list(row[: len(columns)]) for row in sheet.iter_rows()]
    start = next(place for place, row in enumerate(rows) if [cell.value for cell in row] == titles) + 1
    cells = []
    for row in rows[start:]:
        if all(cell.value is None for cell in row):
            break
        assert all(cell.data_type != "f" for cell in row), "a formula"
        cells.append([_plain(cell.value, column["type"]) for cell, column in zip(row, columns, strict=True)])
    return cells


def with_calamine(content: bytes, first: int) -> list[list[Any]]:
    """The rows from the `first` (from 0) on as calamine reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[first:]


def from_docx(content: bytes) -> list[list[list[str]]]:
    """The texts of every table of the document."""
    document = docx.Document(io.BytesIO(content))
    return [
        [["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]


def words_of(content: bytes) -> str:
    """All text of a .docx, that of its tables too."""
    document = docx.Document(io.BytesIO(content))
    return "\n".join(text.text or "" for text in document.element.body.iter() if text.tag.endswith("}t"))


def _plain(value: Any, type_: str) -> Any:
    if value is None:
        return None
    if type_ == "percent":
        return f"{Decimal(repr(value * 100)).quantize(Decimal('0.01'), ROUND_HALF_UP)}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value
