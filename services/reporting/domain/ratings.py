"""How many subjects of each kind hold which level, in the whole and unit by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from services.reporting.domain.identities import require
from services.reporting.domain.levels import LEVELS, percent
from services.reporting.domain.subjects import KINDS

Count = dict[str, int]
"""Subjects by level, with `not_rated` and `total`."""


def _nothing() -> Count:
    return dict.fromkeys((*LEVELS, "not_rated", "total"), 0)


class RatingTally:
    """Counts subjects twice, for the whole and for their unit, so that the two can be held against each other."""

    def __init__(self) -> None:
        self._whole: dict[str, Count] = {kind: _nothing() for kind in KINDS}
        self._units: dict[str, dict[str, Count]] = defaultdict(lambda: {kind: _nothing() for kind in KINDS})

    def know(self, unit: str) -> None:
        """Give the unit a row, even if it stays empty."""
        self._units[unit]

    def add(self, kind: str, unit: str, level: str | None, times: int = 1) -> None:
        for count in (self._whole[kind], self._units[unit][kind]):
            count["total"] += times
            count[level or "not_rated"] += times

    def whole(self) -> dict[str, Count]:
        """The counts by kind. Raises FiguresDisagree if a total is not the sum of its parts."""
        for kind, count in self._whole.items():
            _parts_make_the_total(f"ratings/{kind}", count)
        return self._whole

    def by_unit(self) -> dict[str, dict[str, Count]]:
        """The counts by unit and kind. Raises FiguresDisagree if they do not add up to the whole."""
        for unit, kinds in self._units.items():
            for kind, count in kinds.items():
                _parts_make_the_total(f"by_unit/{unit}/{kind}", count)
        for kind, count in self._whole.items():
            for column, number in count.items():
                children = sum(kinds[kind][column] for kinds in self._units.values())
                require(number == children, f"{kind}/{column}: {number} in the whole, {children} over the units")
        return dict(sorted(self._units.items()))


def member_ratios(whole: Count, units: Mapping[str, Count]) -> dict[str, object]:
    """The excellent members' share of the good ones, of those at least good, and of all rated, in percent."""
    return {"province": _ratios(whole), "by_unit": {unit: _ratios(count) for unit, count in units.items()}}


def _ratios(count: Count) -> dict[str, str | None]:
    excellent, good = count["HTXSNV"], count["HTTNV"]
    return {
        "excellent_of_good": percent(excellent, good),
        "excellent_of_good_or_better": percent(excellent, good + excellent),
        "excellent_of_rated": percent(excellent, _sum(count, LEVELS)),
    }


def _parts_make_the_total(where: str, count: Count) -> None:
    parts = _sum(count, (*LEVELS, "not_rated"))
    require(count["total"] == parts, f"{where}: total {count['total']}, parts {parts}")


def _sum(count: Count, columns: Iterable[str]) -> int:
    return sum(count[column] for column in columns)
