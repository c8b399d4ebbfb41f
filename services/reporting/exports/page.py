"""What the pages of tables show: the same rows in the same order as every file, with links to all formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.exports import catalog
from services.reporting.exports.formats import FORMATS, REPORT, Export
from services.reporting.exports.tables import Column, Row, Table, Type, Value
from services.reporting.exports.words import title
from services.reporting.page.formats import day, number, percentage
from services.reporting.page.words import TEXTS, Language, say


def contents(tables: Sequence[str], language: Language) -> dict[str, Any]:
    """What the page of all tables shows: those that the reader may have, with their formats."""
    named = [(name, title(name, language)) for name in (REPORT, *tables)]
    return {"tables": named, "tables_as_pages": frozenset(catalog.FIGURES), "formats": list(FORMATS)}


def table(export: Export, query: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of one table shows. `query` is what it was asked for with, so that the files are alike."""
    language: Language = query["lang"]
    [shown] = export.tables
    total = shown.total and _line(shown, shown.total, language)
    return {
        "about": export.about,
        "table": shown,
        "lines": [_line(shown, row, language) for row in shown.rows],
        "total": total,
        "formats": list(FORMATS),
        "unit": query["unit"],
    }


def _line(shown: Table, row: Row, language: Language) -> list[str]:
    return [_shown(column, cell, language) for column, cell in zip(shown.columns, row, strict=True)]


def _shown(column: Column, cell: Value, language: Language) -> str:
    if column.type is Type.PERCENT:
        return percentage(None if cell is None else str(cell), language)
    if cell is None:
        return "–"
    if column.type is Type.NUMBER:
        return number(int(cell), language)
    if column.type is Type.DATE:
        return day(str(cell))
    if column.type is Type.YES_NO:
        return say(TEXTS, "yes" if cell else "no", language)
    return str(cell)
