"""Reading a campaign folder: typed rows, streamed, and every fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.campaign import reasons
from deploy.campaign.details import read_details
from deploy.campaign.layout import Row, lay_out
from deploy.campaign.problems import CampaignUnreadable, Problem
from deploy.campaign.sheets import SHEETS, Body, Sheet, sheet_named
from deploy.campaign.sources import CAMPAIGN, Source, open_source

LISTED_PROBLEMS = 100

Progress = Callable[[str, int, int], None]
"""Told a sheet's name, how many of its rows are done, and how many there are (0: not known yet)."""

REPORTED_EVERY = 5_000


def silent(sheet: str, done: int, total: int) -> None:
    """The progress that nobody watches."""


class Campaign:
    """A campaign folder or workbook. Rows are read when they are asked for, and not kept."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @classmethod
    def at(cls, path: Path) -> Campaign:
        """The folder or .xlsx file at `path`. Raises CampaignUnreadable when there is none."""
        return cls(open_source(path))

    def details(self) -> Body:
        """The body that opens the campaign. Raises CampaignUnreadable."""
        if not self._source.has(CAMPAIGN):
            raise CampaignUnreadable([_missing(CAMPAIGN)])
        details = read_details(self._source.entries())
        if isinstance(details, list):
            raise CampaignUnreadable(details)
        return details

    def rows(self, sheet: str) -> Iterator[Row]:
        """The sheet's rows in file order; empty ones are counted, not given. Raises CampaignUnreadable at a fault."""
        for row in self._read(sheet_named(sheet)):
            if isinstance(row, list):
                raise CampaignUnreadable(row)
            yield row

    def check(self, progress: Progress = silent) -> dict[str, int]:
        """Read everything once and give the number of rows by sheet.

        Raises CampaignUnreadable with the faults of all sheets, at most LISTED_PROBLEMS of them.
        """
        problems: list[Problem] = []
        counts: dict[str, int] = {}
        try:
            self.details()
        except CampaignUnreadable as unreadable:
            problems += unreadable.problems
        for sheet in SHEETS:
            counts[sheet.name] = 0
            for row in self._read_on(sheet):
                if isinstance(row, list):
                    problems += row
                    if len(problems) > LISTED_PROBLEMS:
                        raise CampaignUnreadable(problems[:LISTED_PROBLEMS], more=True)
                    continue
                counts[sheet.name] += 1
                if counts[sheet.name] % REPORTED_EVERY == 0:
                    progress(sheet.name, counts[sheet.name], 0)
            progress(sheet.name, counts[sheet.name], counts[sheet.name])
        if problems:
            raise CampaignUnreadable(problems)
        return counts

    def _read_on(self, sheet: Sheet) -> Iterator[Row | list[Problem]]:
        """As `_read`; what ends the sheet is one more list of problems."""
        try:
            yield from self._read(sheet)
        except CampaignUnreadable as unreadable:
            yield list(unreadable.problems)

    def _read(self, sheet: Sheet) -> Iterator[Row | list[Problem]]:
        if not self._source.has(sheet.name):
            raise CampaignUnreadable([_missing(sheet.name)])
        rows = iter(self._source.rows(sheet.name))
        layout = lay_out(sheet, next(rows, ()))
        if isinstance(layout, list):
            raise CampaignUnreadable(layout)
        for number, cells in enumerate(rows, start=2):
            if any(cell != "" for cell in cells):
                yield layout.row(number, cells)


def _missing(sheet: str) -> Problem:
    return Problem(sheet, reasons.MISSING_SHEET, values={"sheet": sheet})
