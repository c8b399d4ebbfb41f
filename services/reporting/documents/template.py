"""Builds the office's templates, report.docx and table.docx, so that what they hold can be read here.

    python -m services.reporting.documents.template

An office that wants another form edits the .docx files themselves; the words in double braces and the marks in
`{% %}` are filled in by docxtpl.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from services.reporting.documents.form import FORM, Form

ANNEX, SMALL_ANNEX = "Annex", "AnnexSmall"
"""The styles of tables' cells, the smaller one for wide tables."""

FOLDER = Path(__file__).parent
REPORT, TABLE = FOLDER / "report.docx", FOLDER / "table.docx"

CENTRE, RIGHT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


def build(form: Form = FORM) -> None:
    """Write both templates."""
    report = _document(form)
    _heads(report, form)
    _title(report, form)
    _body(report, form)
    _signature(report, form)
    _annexes(report, form)
    report.save(str(REPORT))
    table = _document(form)
    _turn(table.sections[0])
    _line(table, "{{ about.title }}", size=form.annex_size, italic=True)
    _line(table, "{{ facts }}", size=form.annex_size, italic=True)
    _tables(table, form)
    table.save(str(TABLE))


def _document(form: Form) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = form.fonts[0], Pt(form.body_size)
    # Word takes the font of letters beyond ASCII from an attribute of its own.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), form.fonts[0])
    style.paragraph_format.space_after = Pt(0)
    for name, size in ((ANNEX, form.annex_size), (SMALL_ANNEX, form.small_annex_size)):
        cells = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cells.base_style, cells.font.size = style, Pt(size)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(form.top), Mm(form.bottom)
    section.left_margin, section.right_margin = Mm(form.left), Mm(form.right)
    _page_number(section.footer.paragraphs[0])
    document.core_properties.author = document.core_properties.comments = ""
    return document


def _heads(document: Any, form: Form) -> None:
    left, right = _side_by_side(document, Mm(68), Mm(92))
    _line(left, "{{ committee | upper }}", size=form.head_size, bold=True, align=CENTRE, first=True)
    _line(left, "*", size=form.head_size, align=CENTRE)
    _line(left, "Số          -BC/TU", size=form.head_size, align=CENTRE)
    _line(left, "{{ draft }}", size=form.head_size, bold=True, align=CENTRE)
    _underlined(right, "ĐẢNG CỘNG SẢN VIỆT NAM", size=form.party_size)
    date = "{{ place }}, ngày     tháng     năm {{ year }}"
    _line(right, "", size=form.head_size)
    _line(right, date, size=form.head_size, italic=True, align=CENTRE)


def _title(document: Any, form: Form) -> None:
    _line(document, "", size=form.body_size)
    _line(document, "BÁO CÁO", size=form.title_size, bold=True, align=CENTRE)
    _line(document, "{{ subject }}", size=form.body_size, bold=True, align=CENTRE)
    _line(document, "-----", size=form.body_size, align=CENTRE)
    _line(document, "", size=form.body_size)


def _body(document: Any, form: Form) -> None:
    _text(document, "{{ preamble }}", form)
    _line(document, "{%p for heading, paragraphs in sections %}", size=form.body_size)
    _text(document, "{{ heading }}", form, bold=True)
    _line(document, "{%p for paragraph in paragraphs %}", size=form.body_size)
    _text(document, "{{ paragraph }}", form)
    _line(document, "{%p endfor %}", size=form.body_size)
    _line(document, "{%p endfor %}", size=form.body_size)


def _signature(document: Any, form: Form) -> None:
    _line(document, "", size=form.body_size)
    left, right = _side_by_side(document, Mm(80), Mm(80))
    _underlined(left, "Nơi nhận:", size=form.body_size, bold=False, align=None)
    _line(left, "{%p for recipient in recipients %}", size=12)
    _line(left, "- {{ recipient }}", size=12)
    _line(left, "{%p endfor %}", size=12)
    _line(right, "{{ signing[0] }}", size=form.body_size, bold=True, align=CENTRE, first=True)
    _line(right, "{{ signing[1] }}", size=form.body_size, align=CENTRE)
    for _ in range(4):
        _line(right, "", size=form.body_size)
    _line(document, "", size=form.body_size)
    _line(document, "{{ evidence }}", size=form.annex_size, italic=True)


def _annexes(document: Any, form: Form) -> None:
    _turn(document.add_section(WD_SECTION.NEW_PAGE))
    _tables(document, form)


def _tables(document: Any, form: Form) -> None:
    size = form.annex_size
    _line(document, "{%p for table in tables %}", size=size)
    _line(
        document, "{{ table.label }}", size=form.body_size, bold=True, align=RIGHT
    ).paragraph_format.keep_with_next = True
    _line(
        document, "{{ table.title }}", size=form.body_size, bold=True, align=CENTRE
    ).paragraph_format.keep_with_next = True
    grid = document.add_table(rows=6, cols=3)
    grid.style = "Table Grid"
    grid.autofit = True
    _loop(grid.rows[0], "{%tc for column in table.columns %}", "{{ column }}", "{%tc endfor %}", bold=True)
    _repeat(grid.rows[0])
    _loop(grid.rows[1], "{%tr for row in table.rows %}", "", "")
    _loop(grid.rows[2], "{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    _loop(grid.rows[3], "{%tr endfor %}", "", "")
    _loop(grid.rows[4], "{%tr if table.total %}", "", "")
    _loop(grid.rows[5], "{%tc for cell in table.total %}", "{{ cell }}", "{%tc endfor %}", bold=True)
    _loop(grid.add_row(), "{%tr endif %}", "", "")
    _line(document, "{%p for note in table.notes %}", size=size)
    _line(document, "{{ note }}", size=size, italic=True)
    _line(document, "{%p endfor %}", size=size)
    _line(document, "", size=size)
    _line(document, "{%p endfor %}", size=size)


def _loop(row: Any, begin: str, inside: str, end: str, bold: bool = False) -> None:
    for cell, text in zip(row.cells, (begin, inside, end), strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = ANNEX
        paragraph.add_run(text).bold = bold


def _line(
    place: Any,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    first: bool = False,
) -> Any:
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _text(document: Any, text: str, form: Form, bold: bool = False) -> None:
    paragraph = _line(document, text, size=form.body_size, bold=bold, align=JUSTIFIED)
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_after = Pt(6)


def _underlined(cell: Any, text: str, *, size: int, bold: bool = True, align: Any = CENTRE) -> None:
    """A rule exactly as long as the text."""
    paragraph = _line(cell, text, size=size, bold=bold, align=align, first=True)
    paragraph.runs[0].underline = True


def _side_by_side(document: Any, left: Any, right: Any) -> tuple[Any, Any]:
    """Two cells without borders."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    cells = table.rows[0].cells
    for cell, width in zip(cells, (left, right), strict=True):
        cell.width = width
    return cells


def _turn(section: Any) -> None:
    """A4 on its side, for wide tables."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)


def _repeat(row: Any) -> None:
    """Show the row at the top of every page that the table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


if __name__ == "__main__":
    build()
