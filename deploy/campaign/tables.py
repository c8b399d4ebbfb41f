"""The consolidated tables for the terminal, from the figures that the reporting service gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.campaign.words import HEADINGS, NOT_RATED, REASONS, TITLES, Words
from shared.contracts.vocabulary import LEVELS, SUBJECT_KINDS

SUBJECTS_SHOWN = 5
_LEVEL_COLUMNS = (*LEVELS, "not_rated", "total")
_RATIO_COLUMNS = ("excellent_of_rated", "excellent_of_good", "excellent_of_good_or_better")
_CAP_COLUMNS = ("good", "excellent", "allowed")
_DOSSIER_COLUMNS = ("expected", "on_time", "late", "missing")


class Tables:
    """Builds the tables in one language: `vi` or `en`."""

    def __init__(self, language: str) -> None:
        self._language = language

    def of(self, figures: Mapping[str, Any]) -> list[Table]:
        """A table for each of the known figures that are there."""
        builders: dict[str, Callable[[Table, Any], None]] = {
            "ratings": self._ratings,
            "by_unit": self._by_unit,
            "member_ratios": self._ratios,
            "members_not_rated": self._not_rated,
            "over_cap": self._over_cap,
            "dossiers": self._dossiers,
            "prompts": self._prompts,
            "reviews": self._reviews,
            "refused_documents": self._refused_documents,
            "refused_dossiers": self._refused_dossiers,
        }
        tables = []
        for name, build in builders.items():
            if name in figures:
                table = Table(title=self._say(TITLES[name]), title_justify="left")
                build(table, figures[name])
                tables.append(table)
        return tables

    def _ratings(self, table: Table, figures: Mapping[str, Any]) -> None:
        self._columns(table, ["kind"], _LEVEL_COLUMNS)
        for kind in SUBJECT_KINDS:
            self._row(table, [self._say(SUBJECT_KINDS[kind])], [figures[kind][column] for column in _LEVEL_COLUMNS])

    def _by_unit(self, table: Table, figures: Mapping[str, Any]) -> None:
        self._columns(table, ["unit", "kind"], _LEVEL_COLUMNS)
        for unit, kinds in figures.items():
            for kind in SUBJECT_KINDS:
                numbers = [kinds[kind][column] for column in _LEVEL_COLUMNS]
                self._row(table, [unit, self._say(SUBJECT_KINDS[kind])], numbers)
            table.add_section()

    def _ratios(self, table: Table, figures: Mapping[str, Any]) -> None:
        self._columns(table, ["unit"], _RATIO_COLUMNS)
        lines = {self._say(HEADINGS["province"]): figures["province"], **figures["by_unit"]}
        for unit, ratios in lines.items():
            self._row(table, [unit], [self._percent(ratios[column]) for column in _RATIO_COLUMNS])

    def _not_rated(self, table: Table, figures: Mapping[str, int]) -> None:
        self._columns(table, ["reason"], ["number"])
        for reason, number in figures.items():
            self._row(table, [self._name(NOT_RATED, reason)], [number])

    def _over_cap(self, table: Table, figures: Iterable[Mapping[str, Any]]) -> None:
        self._columns(table, ["cap", "group", "override"], _CAP_COLUMNS)
        for group in figures:
            texts = [group["cap"], group["group"], group["override"] or "–"]
            self._row(table, texts, [group[column] for column in _CAP_COLUMNS])

    def _dossiers(self, table: Table, figures: Mapping[str, Any]) -> None:
        self._columns(table, ["unit"], _DOSSIER_COLUMNS)
        lines = {self._say(HEADINGS["province"]): figures, **figures["by_unit"]}
        for unit, numbers in lines.items():
            self._row(table, [unit], [numbers[column] for column in _DOSSIER_COLUMNS])

    def _prompts(self, table: Table, figures: Mapping[str, int]) -> None:
        columns = ("issued", "answered", "unanswered")
        self._columns(table, [], columns)
        self._row(table, [], [figures[column] for column in columns])

    def _reviews(self, table: Table, figures: Mapping[str, Mapping[str, int]]) -> None:
        columns = ("must_review", "reviewed", "not_reviewed")
        self._columns(table, ["kind"], columns)
        for kind in ("collectives", "members"):
            self._row(table, [self._say(HEADINGS[kind])], [figures[column][kind] for column in columns])

    def _refused_documents(self, table: Table, figures: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self._columns(table, ["document", "reason"], ["number"])
        table.add_column(self._say(HEADINGS["subjects"]))
        for document, faults in figures.items():
            by_reason: dict[str, list[str]] = {}
            for fault in faults:
                by_reason.setdefault(fault["reason"], []).append(fault["subject"])
            for reason, subjects in by_reason.items():
                more = ["…"] if len(subjects) > SUBJECTS_SHOWN else []
                listed = ", ".join(subjects[:SUBJECTS_SHOWN] + more)
                table.add_row(
                    escape(document), self._name(REASONS, reason), self._number(len(subjects)), escape(listed)
                )

    def _refused_dossiers(self, table: Table, figures: Iterable[Mapping[str, Any]]) -> None:
        self._columns(table, ["row", "subject", "reason", "missing_documents"], [])
        for dossier in figures:
            reason = self._name(REASONS, dossier["reason"])
            self._row(table, [str(dossier["row"]), dossier["subject"], reason, ", ".join(dossier["missing"])], [])

    def _columns(self, table: Table, texts: Iterable[str], numbers: Iterable[str]) -> None:
        for name in texts:
            table.add_column(self._say(HEADINGS[name]))
        for name in numbers:
            table.add_column(name if name in LEVELS else self._say(HEADINGS[name]), justify="right")

    def _row(self, table: Table, texts: Iterable[str], numbers: Iterable[int | str]) -> None:
        """Texts come from the data, so that a bracket in them is no markup."""
        cells = [number if isinstance(number, str) else self._number(number) for number in numbers]
        table.add_row(*(escape(text) for text in texts), *cells)

    def _say(self, words: Words) -> str:
        return words[0] if self._language == "vi" else words[1]

    def _name(self, names: Mapping[str, Words], code: str) -> str:
        return self._say(names[code]) if code in names else code

    def _number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".") if self._language == "vi" else f"{number:,}"

    def _percent(self, percent: str | None) -> str:
        if percent is None:
            return "–"
        return percent.replace(".", ",") if self._language == "vi" else percent


def print_figures(figures: Mapping[str, Any], console: Console, language: str = "vi") -> None:
    """Print the consolidated tables, each followed by an empty line."""
    for table in Tables(language).of(figures):
        console.print(table)
        console.print()
