"""The formats, by the ending of a file's name: how one is written, and what a browser is told it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from services.reporting.exports.tables import About, Table

if TYPE_CHECKING:
    from services.reporting.documents.official import Official


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: one table, or the tables of a report. `separator` is that of CSV.

    With `official` it is that document, and the tables are its annexes.
    """

    name: str
    about: About
    tables: Sequence[Table]
    separator: str = ","
    official: Official | None = None

    @property
    def is_report(self) -> bool:
        return self.name == REPORT


REPORT = "report"
"""The consolidated report as a whole, where the name of a table is asked for."""

Write = Callable[[Export, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """`most_rows` is how much fits: into a sheet, or with paper into 300 MiB of memory while it is set."""

    ending: str
    content_type: str
    most_rows: int | None = None
    heavy: bool = False
    """Whether writing even a short one takes a while."""


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS = {
    format.ending: format
    for format in (
        Format("xlsx", SPREADSHEET, most_rows=1_000_000),
        Format("csv", "text/csv; charset=utf-8"),
        Format("json", "application/json; charset=utf-8"),
        Format("ndjson", "application/x-ndjson"),
        Format("pdf", "application/pdf", most_rows=1_000, heavy=True),
        Format("docx", WORD, most_rows=3_000, heavy=True),
    )
}


def writer(ending: str) -> Write:
    """How the format is written. Its library is loaded only when somebody asks for it."""
    if ending == "xlsx":
        from services.reporting.exports import xlsx

        return xlsx.write
    if ending in ("csv", "json", "ndjson"):
        from services.reporting.exports import plain

        return {"csv": plain.write_csv, "json": plain.write_json, "ndjson": plain.write_ndjson}[ending]
    from services.reporting.documents import paper

    return {"pdf": paper.write_pdf, "docx": paper.write_docx}[ending]
