"""One sheet's header matched with its columns, and the sheet's rows made into command bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deploy.campaign import reasons
from deploy.campaign.cells import FORMULA_ERROR, Cell, CellRefused
from deploy.campaign.problems import Problem
from deploy.campaign.sheets import Body, Column, Sheet


class Row(NamedTuple):
    """A row's number as Excel shows it, and the row as the body of a command."""

    number: int
    body: Body


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a row of the sheet each column stands."""

    sheet: Sheet
    width: int
    places: tuple[tuple[int, Column], ...]
    bare: tuple[int, ...]
    """Places without a column name; nothing may stand there."""

    def row(self, number: int, cells: Sequence[Cell]) -> Row | list[Problem]:
        """The row's body, or all that is wrong with the row."""
        if len(cells) < self.width:
            values = {"cells": len(cells), "columns": self.width}
            return [Problem(self.sheet.name, reasons.SHORT_ROW, number, values=values)]
        problems: list[Problem] = []
        body: Body = {}
        for place, column in self.places:
            cell = cells[place]
            if cell == "":
                body[column.fills] = column.empty()
                if column.required:
                    problems.append(Problem(self.sheet.name, reasons.REQUIRED, number, column.name, ""))
                continue
            try:
                body[column.fills] = column.read(cell)
            except CellRefused as refused:
                problems.append(self._problem(refused, number, column.name, cell))
        for place in (*self.bare, *range(self.width, len(cells))):
            if cells[place] != "":
                problems.append(
                    Problem(self.sheet.name, reasons.VALUE_WITHOUT_COLUMN, number, letter(place), cells[place])
                )
        if problems:
            return problems
        return Row(number, self.sheet.shape(body) if self.sheet.shape else body)

    def _problem(self, refused: CellRefused, number: int, column: str, cell: Cell) -> Problem:
        if cell is FORMULA_ERROR:
            return Problem(self.sheet.name, reasons.CELL_ERROR, number, column)
        return Problem(self.sheet.name, refused.reason, number, column, cell, refused.values)


def lay_out(sheet: Sheet, header: Sequence[Cell]) -> Layout | list[Problem]:
    """The layout that `header` gives, or all that is wrong with it."""
    names = [str(cell) for cell in header]
    while names and names[-1] == "":
        names.pop()
    if not names:
        return [Problem(sheet.name, reasons.NO_HEADER, 1, values={"columns": sheet.column_names})]
    if len(names) == 1 and any(separator in names[0] for separator in ";\t"):
        return [Problem(sheet.name, reasons.WRONG_SEPARATOR, 1, value=names[0])]
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name == "":
            continue
        if sheet.column(name) is None:
            values = {"columns": sheet.column_names}
            problems.append(Problem(sheet.name, reasons.UNKNOWN_COLUMN, 1, name, values=values))
        elif name in places:
            problems.append(Problem(sheet.name, reasons.REPEATED_COLUMN, 1, name))
        else:
            places[name] = place
    problems += [
        Problem(sheet.name, reasons.MISSING_COLUMN, 1, column.name)
        for column in sheet.columns
        if column.name not in places
    ]
    if problems:
        return problems
    return Layout(
        sheet,
        len(names),
        tuple((places[column.name], column) for column in sheet.columns),
        tuple(place for place, name in enumerate(names) if name == ""),
    )


def letter(place: int) -> str:
    """The letters that Excel gives the column at `place`, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
