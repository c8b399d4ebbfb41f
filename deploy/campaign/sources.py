"""Where a campaign folder's cells come from: a folder of CSV files, or one workbook.

Both give every row of a sheet, header and empty rows included, so that counting them gives the
row numbers that Excel shows.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from deploy.campaign import archive, reasons
from deploy.campaign.cells import FORMULA_ERROR, Cell
from deploy.campaign.problems import CampaignUnreadable, Problem, Reason
from services.reporting.exports.defusing import restored

Entry = tuple[int, str, Cell | None]
"""A row number, a dotted key, and its value: "" is "not given", None stands for what is no single value."""

CAMPAIGN = "campaign"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Source(Protocol):
    """A campaign folder's cells. What cannot be read any further raises CampaignUnreadable."""

    def has(self, sheet: str) -> bool: ...

    def rows(self, sheet: str) -> Iterator[Sequence[Cell]]:
        """The sheet's rows from the header on; "" is an empty cell, an empty row may have no cells."""
        ...

    def entries(self) -> Iterator[Entry]:
        """The keys of the campaign itself."""
        ...


def open_source(path: Path) -> Source:
    """The folder or .xlsx file at `path`. Raises CampaignUnreadable."""
    if path.is_dir():
        return FolderSource(path)
    if not path.exists():
        raise CampaignUnreadable([Problem(path.name, reasons.NOT_FOUND, values={"path": path})])
    if path.suffix.lower() != ".xlsx":
        raise CampaignUnreadable([Problem(path.name, reasons.NOT_A_CAMPAIGN, values={"path": path})])
    return WorkbookSource(path)


class FolderSource:
    """`campaign.yaml` and a CSV file for each sheet (RFC 4180; UTF-8, with or without byte order mark).

    Text that an export defused, so that no spreadsheet takes it for a formula, is read as it was before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, sheet: str) -> bool:
        return self._path(sheet).is_file()

    def rows(self, sheet: str) -> Iterator[Sequence[Cell]]:
        read = 0
        try:
            with self._path(sheet).open("rb") as file:
                if file.read(2) in _UTF16:
                    raise _unreadable(sheet, reasons.NOT_UTF8, row=1)
            # Bytes that are no UTF-8 come through as lone surrogates, and are refused cell by cell.
            with self._path(sheet).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
                for row in csv.reader(lines, strict=True):
                    read += 1
                    yield [restored(cell) for cell in row]
        except csv.Error as error:
            raise _unreadable(sheet, reasons.NOT_CSV, error, row=read + 1) from None
        except OSError as error:
            raise _unreadable(sheet, reasons.NOT_READABLE, error) from None

    def entries(self) -> Iterator[Entry]:
        try:
            with self._path(CAMPAIGN).open(encoding="utf-8-sig") as text:
                document = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            row = error.problem_mark.line + 1 if error.problem_mark else None
            raise _unreadable(CAMPAIGN, reasons.NOT_YAML, error.problem, row=row) from None
        except (yaml.reader.ReaderError, UnicodeDecodeError):
            raise _unreadable(CAMPAIGN, reasons.NOT_UTF8) from None
        except OSError as error:
            raise _unreadable(CAMPAIGN, reasons.NOT_READABLE, error) from None
        if not isinstance(document, yaml.MappingNode):
            raise _unreadable(CAMPAIGN, reasons.NOT_YAML, "no key: value", row=1)
        return _yaml_entries(document)

    def _path(self, sheet: str) -> Path:
        return self._folder / f"{sheet}.{'yaml' if sheet == CAMPAIGN else 'csv'}"


def _unreadable(sheet: str, reason: Reason, detail: object = None, row: int | None = None) -> CampaignUnreadable:
    return CampaignUnreadable([Problem(sheet, reason, row, values={"detail": detail})])


def _yaml_entries(document: yaml.MappingNode) -> Iterator[Entry]:
    """The scalars as they are written, so that YAML makes no other type of a code or a date."""
    for key, value in document.value:
        if isinstance(value, yaml.MappingNode):
            for inner, scalar in value.value:
                yield inner.start_mark.line + 1, f"{key.value}.{inner.value}", _scalar(scalar)
        else:
            yield key.start_mark.line + 1, str(key.value), _scalar(value)


def _scalar(node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)


class WorkbookSource:
    """An .xlsx file with a sheet of each name; `campaign` has a key and its value in each row.

    One sheet at a time is in memory, in the reader's compact form.
    """

    def __init__(self, path: Path) -> None:
        self._errors = archive.inspect(path)
        try:
            self._workbook = CalamineWorkbook.from_path(path)
        except (CalamineError, OSError) as error:
            raise _unreadable(path.name, reasons.NOT_READABLE, error) from None

    def has(self, sheet: str) -> bool:
        return sheet in self._workbook.sheet_names

    def rows(self, sheet: str) -> Iterator[Sequence[Cell]]:
        errors = self._errors.get(sheet, {})
        try:
            for number, row in enumerate(self._workbook.get_sheet_by_name(sheet).iter_rows(), start=1):
                faulty = errors.get(number, ())
                yield [FORMULA_ERROR if place in faulty else cell for place, cell in enumerate(row)] if faulty else row
        except CalamineError as error:
            raise _unreadable(sheet, reasons.NOT_READABLE, error) from None

    def entries(self) -> Iterator[Entry]:
        for number, row in enumerate(self.rows(CAMPAIGN), start=1):
            key, value, *others = [*row, "", ""][: max(2, len(row))]
            if (key, value) == ("key", "value") and number == 1:
                continue
            if any(cell != "" for cell in (key, value, *others)):
                yield number, str(key), None if any(cell != "" for cell in others) else value
