"""The tables as pages: the same rows in the same order, with links to them in every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.exports import catalog
from services.reporting.exports.formats import FORMATS, REPORT, Export
from services.reporting.exports.tables import Column, Type, Value
from services.reporting.exports.words import title
from services.reporting.page.formats import day, number, percentage
from services.reporting.page.render import rendered
from services.reporting.page.words import TEXTS, Language, say


def contents(campaign: Mapping[str, Any], tables: Sequence[str], language: Language) -> str:
    """All tables that the reader may have, with their formats; those of figures lead to their pages."""
    named = [(name, title(name, language)) for name in (REPORT, *tables)]
    return rendered(
        "tables.html", language, campaign=campaign, tables=named, pages=catalog.FIGURES, formats=list(FORMATS)
    )


def table(campaign: str, export: Export, query: Mapping[str, Any]) -> str:
    """One table. `query` is what it was asked for with, so that the files are of the same scope."""
    language: Language = query["lang"]
    [shown] = export.tables
    lines = [
        [_shown(column, cell, language) for column, cell in zip(shown.columns, row, strict=True)] for row in shown.rows
    ]
    total = shown.total and [
        _shown(column, cell, language) for column, cell in zip(shown.columns, shown.total, strict=True)
    ]
    unit = query["unit"]
    return rendered(
        "table.html",
        language,
        campaign=campaign,
        about=export.about,
        table=shown,
        lines=lines,
        total=total,
        formats=list(FORMATS),
        unit=unit,
    )


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
