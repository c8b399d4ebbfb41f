"""What an export is made from: a table described once, from which every format is written.

So a sheet, a CSV file, a page and an official annex have the same rows, in the same order, with the same totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """What a column holds. An empty cell is None, in every column."""

    TEXT = "text"
    NUMBER = "number"
    """A whole number."""
    PERCENT = "percent"
    """Decimal text with two places: `18.33`."""
    DATE = "date"
    """ISO text."""
    YES_NO = "yes_no"


Value = str | int | bool | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for machines and never changes, `title` is for people. `width` counts characters of a printed line."""

    name: str
    title: str
    type: Type = Type.TEXT
    width: int = 12

    @property
    def is_numeric(self) -> bool:
        return self.type in (Type.NUMBER, Type.PERCENT)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, and what has to be said beneath it. `rows` may be gone through once.

    `total` is the row that sums up, if there is one; it comes last. `labels` says how many leading columns name
    what a row is about. `bare` is a table that is read by machines: the header is the first line, nothing is added.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    total: Row | None = None
    notes: Sequence[str] = ()
    labels: int = 1
    bare: bool = False

    def lines(self) -> Iterable[Row]:
        """The rows, and the total as the last of them."""
        yield from self.rows
        if self.total is not None:
            yield self.total


@dataclass(frozen=True, slots=True)
class About:
    """What every export says of itself: whose figures, how much of the tree, when, and from which events.

    `facts` are pairs of a label and a text. `language` is that of all titles.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    language: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """The same for machines."""
