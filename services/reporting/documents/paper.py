"""Tables and the official report on paper: .docx from the office's template, .pdf set by typst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import count
from typing import Any, BinaryIO

import orjson
import typst
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from services.reporting.documents import template
from services.reporting.documents.form import FORM
from services.reporting.exports.formats import Export
from services.reporting.exports.tables import Column, Row, Table, Type, Value
from services.reporting.page.formats import day, number, percentage
from services.reporting.page.words import TEXTS, Language, say

ANNEX_TWIPS = 15_137
"""The width of a table on a page on its side, 267 mm, in twentieths of a point."""

NARROW_COLUMNS = 13
"""From so many columns on, a table is set in smaller letters."""


def write_docx(export: Export, target: BinaryIO) -> None:
    """Fill the template; autoescape keeps every text a text."""
    tables = list(_tables(export))
    if export.official is not None:
        document, context = DocxTemplate(template.REPORT), {**_official(export), "tables": tables}
    else:
        document, context = (
            DocxTemplate(template.TABLE),
            {"about": export.about, "facts": _facts(export), "tables": tables},
        )
    document.render(context, autoescape=True)
    # The tables before them hold the heads and the signature.
    for grid, table in zip(document.docx.tables[-len(tables) :], tables, strict=True):
        _fit(grid, table)
    document.save(target)


def _fit(grid: Any, table: Mapping[str, Any]) -> None:
    """Give the columns their widths, and put numbers to the right: a template knows neither how many there are."""
    whole = sum(table["widths"])
    widths = [str(ANNEX_TWIPS * width // whole) for width in table["widths"]]
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), width)
    for place, row in enumerate(grid._tbl.tr_lst):
        for cell, width, is_numeric in zip(row.tc_lst, widths, table["numeric"], strict=True):
            properties = cell.get_or_add_tcPr()
            properties.get_or_add_tcW().set(qn("w:w"), width)
            properties.get_or_add_tcW().set(qn("w:type"), "dxa")
            if is_numeric and place > 0:
                cell.p_lst[0].get_or_add_pPr().get_or_add_jc().set(qn("w:val"), "right")
            if table["size"] == FORM.small_annex_size:
                cell.p_lst[0].style = template.SMALL_ANNEX


def write_pdf(export: Export, target: BinaryIO) -> None:
    """Set the same data with typst, as a tagged PDF."""
    data = {
        "form": asdict(FORM),
        "language": export.about.language,
        "official": None if export.official is None else _official(export),
        "about": f"{export.about.title} · {_facts(export)}",
        "tables": list(_tables(export)),
    }
    source = template.FOLDER / "report.typ"
    target.write(typst.compile(str(source), sys_inputs={"data": orjson.dumps(data).decode()}))


def _official(export: Export) -> dict[str, Any]:
    """The document's parts; the last sentence ends as official documents do."""
    assert export.official is not None
    parts = {name: value for name, value in asdict(export.official).items() if name != "annexes"}
    heading, paragraphs = parts["sections"][-1]
    parts["sections"] = [*parts["sections"][:-1], (heading, [*paragraphs[:-1], f"{paragraphs[-1].rstrip('.')}./."])]
    return parts


def _facts(export: Export) -> str:
    return " · ".join(f"{label}: {text}" for label, text in export.about.facts)


def _tables(export: Export) -> Iterator[dict[str, Any]]:
    language: Language = export.about.language  # type: ignore[assignment]
    for table, place in zip(export.tables, count(1)):
        label = "" if export.official is None else f"Phụ lục {place}"
        yield {
            "label": label,
            "title": table.title,
            "columns": [column.title for column in table.columns],
            "widths": [max(4, min(column.width, 30)) for column in table.columns],
            "numeric": [column.is_numeric for column in table.columns],
            "rows": [_written(table, row, language) for row in table.rows],
            "total": [] if table.total is None else _written(table, table.total, language),
            "notes": list(table.notes),
            "size": FORM.annex_size if len(table.columns) < NARROW_COLUMNS else FORM.small_annex_size,
        }


def _written(table: Table, row: Row, language: Language) -> list[str]:
    return [_text(column, cell, language) for column, cell in zip(table.columns, row, strict=True)]


def _text(column: Column, cell: Value, language: Language) -> str:
    if cell is None:
        return "–" if column.is_numeric else ""
    if column.type is Type.NUMBER:
        return number(int(cell), language)
    if column.type is Type.PERCENT:
        return percentage(str(cell), language)
    if column.type is Type.DATE:
        return day(str(cell))
    if column.type is Type.YES_NO:
        return say(TEXTS, "yes" if cell else "no", language)
    return str(cell)
