"""Which tables there are, who may have them, and what each is described from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.reporting.exports import annexes, lists, of_figures, of_subjects, sheets
from services.reporting.exports.listing import Listing
from services.reporting.exports.source import Source
from services.reporting.exports.tables import Table

OfFigures = Callable[[Source], Table]
OfSubjects = Callable[[Listing], Table]


@dataclass(frozen=True, slots=True)
class Figures:
    """A table made from figures. `names_subjects`: not for readers who get aggregates alone.

    `needs` names the part of the source without which there is no such table.
    """

    describe: OfFigures
    names_subjects: bool = False
    needs: str | None = None

    def can_be_made_of(self, source: Source) -> bool:
        return self.needs is None or getattr(source, self.needs) is not None


@dataclass(frozen=True, slots=True)
class List:
    """A table with a row for each subject, read a slice at a time. `names_people`: only for who sees names."""

    describe: OfSubjects
    names_people: bool = False


FIGURES = {
    "summary": Figures(of_figures.summary),
    "organizations-by-type": Figures(annexes.organizations_by_type, needs="statistics"),
    "managed": Figures(annexes.managed, needs="statistics"),
    "members-by-unit": Figures(annexes.members_by_unit, needs="statistics"),
    "by-unit": Figures(of_figures.by_unit),
    "not-rated-reasons": Figures(of_figures.not_rated_reasons),
    "reviews": Figures(annexes.reviews, needs="statistics"),
    "derived": Figures(of_figures.derived),
    "caps": Figures(of_figures.caps),
    "over-cap": Figures(of_figures.over_cap),
    "overrides": Figures(of_figures.overrides, needs="overrides"),
    "dossiers": Figures(of_figures.dossiers),
    "comparison": Figures(of_subjects.comparison, needs="comparison"),
    "refused-documents": Figures(of_subjects.refused_documents, names_subjects=True),
    "refused-dossiers": Figures(of_subjects.refused_dossiers, names_subjects=True),
    "heads-above": Figures(of_subjects.heads_above, names_subjects=True),
}
"""In the order in which the consolidated report has them."""

LISTS = {
    "organizations": List(lists.organizations),
    "collectives": List(lists.collectives),
    "members": List(lists.members),
    "leaders": List(lists.leaders),
    "not-rated": List(lists.not_rated),
    "prompts": List(lists.prompt_list),
    "dossier-list": List(lists.dossier_list),
    "folder-organizations": List(sheets.organizations),
    "folder-collectives": List(sheets.collectives),
    "folder-posts": List(sheets.posts, names_people=True),
}

FILTERED = frozenset({"organizations", "collectives", "members", "leaders"})
"""The lists that can be narrowed and sorted as their pages are."""

TABLES = (*FIGURES, *LISTS)

ANNEXES = ("reviews", "organizations-by-type", "managed", "members-by-unit", "by-unit", "over-cap", "dossiers")
"""The tables that the official document is annexed with: those that are aggregates."""


def report(source: Source, *, subjects: bool) -> Iterable[Table]:
    """Every table of the consolidated report that the reader may have."""
    for figures in FIGURES.values():
        if figures.can_be_made_of(source) and (subjects or not figures.names_subjects):
            yield figures.describe(source)
