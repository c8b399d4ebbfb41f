"""What the tables of one campaign are described from: figures counted now, or frozen in an issued report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.domain.units import in_reading_order
from services.reporting.exports.tables import Column, Type
from services.reporting.exports.words import HEADINGS
from services.reporting.page.words import SHORT_LEVELS, TEXTS, Language, Words, say


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of one language, and columns that are headed by them."""

    language: Language

    def say(self, words: Words, code: str) -> str:
        return say(words, code, self.language)

    def text(self, name: str, width: int = 16) -> Column:
        return Column(name, self._heading(name), Type.TEXT, width)

    def number(self, name: str, width: int = 10) -> Column:
        return Column(name, self._heading(name), Type.NUMBER, width)

    def percent(self, name: str, width: int = 10) -> Column:
        return Column(name, self._heading(name), Type.PERCENT, width)

    def share(self, level: str) -> Column:
        """The share of a level, which stands beside its number."""
        heading = f"{self.say(SHORT_LEVELS, level)}, {self._heading('share')}"
        return Column(f"{level}_pct", heading, Type.PERCENT, 9)

    def column(self, name: str, type_: Type, width: int = 12) -> Column:
        return Column(name, self._heading(name), type_, width)

    def _heading(self, name: str) -> str:
        for words in (HEADINGS, SHORT_LEVELS, TEXTS):
            if name in words:
                return say(words, name, self.language)
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Source(Titles):
    """`figures`, `overrides` and `statistics` are those of one scope and one moment.

    `names` are by subject (`org:QN`), of those alone whom the reader may see by name. `layouts` are the rulebook's
    statistical tables by code. A report of an early form froze no `overrides` or `statistics`; none freezes a
    `comparison`: they are None then, and their tables are left out.
    """

    campaign: Mapping[str, Any]
    figures: Mapping[str, Any]
    overrides: Sequence[Mapping[str, Any]] | None
    statistics: Mapping[str, Any] | None
    comparison: Mapping[str, Any] | None
    names: Mapping[str, str]
    layouts: Mapping[str, Mapping[str, Any]]

    def name(self, subject: str) -> str:
        """What the subject is called, or its code where that is not to be told."""
        return self.names.get(subject, subject.partition(":")[2])

    def name_or_none(self, subject: str) -> str | None:
        return self.names.get(subject)

    def units(self) -> list[str]:
        """The units with a row in the tables, the province first, as on the page."""
        return in_reading_order(self.figures["by_unit"], self.names, self.campaign["province"])
