"""The types that a cell can have: each turns what stands in a cell into what a JSON body holds.

A function here is given a cell that is not empty, as CSV (always text) or a workbook gives it,
and raises CellRefused with the reason for what it does not accept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from deploy.campaign import reasons
from deploy.campaign.problems import Reason
from shared.contracts import vocabulary
from shared.text import UnstorableText, nfc


class FormulaError(Enum):
    """What stands in a workbook's cell whose formula has no value."""

    ERROR = "#"


FORMULA_ERROR = FormulaError.ERROR

Cell = str | bool | int | float | date | datetime | time | timedelta | FormulaError
CellType = Callable[[Cell], Any]

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_VIETNAMESE_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_COUNT = re.compile(r"[0-9]{1,9}")


class CellRefused(ValueError):
    """The cell's value is not of its column's type."""

    def __init__(self, reason: Reason, **values: Any) -> None:
        self.reason = reason
        self.values = values
        super().__init__(reason.en.format(**values))


def text(cell: Cell) -> str:
    """Text in NFC. A number typed in a text column is its digits, whatever the cell's format shows."""
    if isinstance(cell, str):
        try:
            return nfc(cell)
        except UnstorableText:
            raise CellRefused(reasons.UNSTORABLE if "\x00" in cell else reasons.NOT_UTF8) from None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        # Excel keeps 15 significant digits; more are noise of the binary form.
        return f"{Decimal(f'{cell:.15g}'):f}"
    raise CellRefused(reasons.NOT_TEXT)


def calendar_date(cell: Cell) -> str:
    """A date as ISO text, from a true date, ISO text or dd/mm/yyyy. The day never stands after the month's place."""
    if isinstance(cell, str):
        return _date_in(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell.isoformat()
    raise CellRefused(reasons.NOT_A_DATE)


@lru_cache(maxsize=10_000)
def _date_in(cell: str) -> str:
    if found := _ISO_DATE.fullmatch(cell):
        year, month, day = found.groups()
    elif found := _VIETNAMESE_DATE.fullmatch(cell):
        day, month, year = found.groups()
    else:
        raise CellRefused(reasons.NOT_A_DATE)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise CellRefused(reasons.NOT_A_DATE) from None


def instant(cell: Cell) -> str:
    """A moment as ISO text with its offset. A workbook's own date-time has none, so it is refused."""
    if not isinstance(cell, str) or not _INSTANT.fullmatch(cell):
        raise CellRefused(reasons.NOT_AN_INSTANT)
    try:
        moment = datetime.fromisoformat(cell)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellRefused(reasons.NOT_AN_INSTANT) from None
    return moment.isoformat()


def count(cell: Cell) -> int:
    """A whole number, 0 or more."""
    if isinstance(cell, str):
        if _COUNT.fullmatch(cell):
            return int(cell)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 <= cell < 10**9 and cell == int(cell):
        return int(cell)
    raise CellRefused(reasons.NOT_A_COUNT)


def yes_or_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    if cell in ("yes", "no"):
        return cell == "yes"
    raise CellRefused(reasons.NOT_YES_OR_NO)


def figure(cell: Cell) -> str:
    """What a finding says: yes or no, a code, or a number as decimal text."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return text(cell)


def codes(cell: Cell) -> list[str]:
    """The parts of a list, which `;` separates."""
    return [part for part in (piece.strip() for piece in text(cell).split(";")) if part]


def degrees(cell: Cell) -> dict[str, str]:
    """Degrees by criterion: `MEM-I-1=TOT;MEM-I-2=XS`."""
    found: dict[str, str] = {}
    for part in codes(cell):
        criterion, _, degree = part.partition("=")
        if not criterion or degree not in vocabulary.DEGREES or criterion in found:
            raise CellRefused(reasons.NOT_DEGREES, part=part, codes=", ".join(vocabulary.DEGREES))
        found[criterion] = degree
    return found


def zone(cell: Cell) -> str:
    """The name of a time zone."""
    name = text(cell)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise CellRefused(reasons.UNKNOWN_ZONE) from None
    return name


def one_of(names: Iterable[str]) -> CellType:
    """A code out of `names`."""
    known = {name: name for name in names}
    listed = ", ".join(known)

    def code(cell: Cell) -> str:
        if isinstance(cell, str) and cell in known:
            return known[cell]
        raise CellRefused(reasons.UNKNOWN_CODE, codes=listed)

    return code


def subject(*kinds: str) -> CellType:
    """`KIND:CODE`, with a kind out of `kinds`."""
    forms = ", ".join(f"{kind}:…" for kind in kinds)

    def subject_code(cell: Cell) -> str:
        whole = text(cell)
        kind, _, code = whole.partition(":")
        if kind not in kinds or not code:
            raise CellRefused(reasons.NOT_A_SUBJECT, forms=forms)
        return whole

    return subject_code
