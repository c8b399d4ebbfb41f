"""Tables as CSV, JSON and NDJSON, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import orjson

from services.reporting.exports.defusing import defused
from services.reporting.exports.formats import Export
from services.reporting.exports.tables import Column, Row, Table, Type, Value

_LANGUAGE_OF_REPORT = {
    "vi": ("bảng", "dòng", "cột", "giá trị"),
    "en": ("table", "row", "column", "value"),
}


def write_csv(export: Export, target: BinaryIO) -> None:
    """RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it.

    With `;` between cells decimals have a comma, as Excel in Vietnamese expects of such a file. A report, whose
    tables have different columns, has one line for each of their cells.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=export.separator)
    comma = export.separator == ";"
    if export.is_report:
        writer.writerow(_LANGUAGE_OF_REPORT[export.about.language])
        for table in export.tables:
            writer.writerows(_one_cell_a_line(table, comma))
    else:
        [table] = export.tables
        writer.writerow([defused(column.title) for column in table.columns])
        writer.writerows(_written(table.columns, row, comma) for row in table.lines())
    text.flush()
    text.detach()


def write_json(export: Export, target: BinaryIO) -> None:
    """One object: what the export says of itself, and each table with its columns and rows."""
    about = {"title": export.about.title, "language": export.about.language, **export.about.data}
    target.write(b'{"about":' + orjson.dumps(about) + b',"tables":[')
    for number, table in enumerate(export.tables):
        target.write(b",\n" if number else b"\n")
        _write_table(table, target)
    target.write(b"\n]}\n")


def write_ndjson(export: Export, target: BinaryIO) -> None:
    """One object a line for each row. The row that sums up says so by `is_total`, so that nobody adds it twice."""
    for table in export.tables:
        named = {"table": table.name} if export.is_report else {}
        for row in table.rows:
            target.write(orjson.dumps({**named, **_as_data(table.columns, row)}) + b"\n")
        if table.total is not None:
            target.write(orjson.dumps({**named, **_as_data(table.columns, table.total), "is_total": True}) + b"\n")


def _write_table(table: Table, target: BinaryIO) -> None:
    columns = [{"name": column.name, "title": column.title, "type": column.type} for column in table.columns]
    head = {"name": table.name, "title": table.title, "columns": columns, "notes": list(table.notes)}
    target.write(orjson.dumps(head)[:-1] + b',"rows":[')
    for number, row in enumerate(table.rows):
        target.write((b",\n" if number else b"\n") + orjson.dumps(_as_data(table.columns, row)))
    total = None if table.total is None else _as_data(table.columns, table.total)
    target.write(b'\n],"total":' + orjson.dumps(total) + b"}")


def _as_data(columns: Iterable[Column], row: Row) -> dict[str, Any]:
    return {column.name: value for column, value in zip(columns, row, strict=True)}


def _one_cell_a_line(table: Table, comma: bool) -> Iterator[list[str]]:
    labels, figures = table.columns[: table.labels], table.columns[table.labels :]
    for row in table.lines():
        about = " · ".join(str(cell) for cell in row[: len(labels)] if cell is not None)
        for column, cell in zip(figures, row[table.labels :], strict=True):
            yield [defused(table.title), defused(about), defused(column.title), _text(column, cell, comma)]


def _written(columns: Iterable[Column], row: Row, comma: bool) -> list[str]:
    return [_text(column, cell, comma) for column, cell in zip(columns, row, strict=True)]


def _text(column: Column, cell: Value, comma: bool) -> str:
    if cell is None:
        return ""
    if column.type is Type.TEXT:
        return defused(str(cell))
    if column.type is Type.PERCENT:
        return str(cell).replace(".", ",") if comma else str(cell)
    if column.type is Type.YES_NO:
        return "yes" if cell else "no"
    return str(cell)
