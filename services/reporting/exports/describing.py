"""From what is asked for to the tables that are written: figures counted now, or those that a report froze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from services.reporting.comparing import compare
from services.reporting.counting import Scope, count
from services.reporting.documents.official import official
from services.reporting.domain.comparison import Measure
from services.reporting.domain.figures import without_subjects
from services.reporting.domain.overrides import aggregates
from services.reporting.exports import catalog
from services.reporting.exports.errors import NoSuchTable
from services.reporting.exports.formats import REPORT, Export
from services.reporting.exports.listing import Listing
from services.reporting.exports.source import Source
from services.reporting.exports.tables import About, Table
from services.reporting.exports.words import title
from services.reporting.overriding import overrides_of
from services.reporting.page.formats import moment, number
from services.reporting.page.words import TEXTS, Language, say
from services.reporting.queries import basis_of, campaign_of, layouts_of, names_of, positions_in, report_of, said_last
from services.reporting.statistics import statistics
from shared.domain import iso
from shared.messaging.envelope import service_of
from shared.register import Reader


@dataclass(frozen=True, slots=True)
class Order:
    """One export, in plain values, so that another process can write it.

    `paths`, `whole` and `unit` are the scope; `subjects` and `people` say whether the reader may see single subjects,
    and names. `version` is that of an issued report, None for what is counted. `at` is the moment of asking; it
    counts for as long as nothing was heard, then that of the newest event does. `heard` is what had been heard by then,
    by service. `without` belongs to the scope. `as_of` are the positions that it is to be built from, None
    for the newest. `filters` narrow and sort a list of subjects, as on its page.
    """

    campaign: str
    table: str
    format: str
    language: Language
    paths: Sequence[str]
    whole: bool
    unit: str | None
    subjects: bool
    people: bool
    at: str
    separator: str = ","
    version: int | None = None
    heard: Mapping[str, int] = field(default_factory=dict)
    without: Sequence[str] = ()
    as_of: Mapping[str, int] | None = None
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_official(self) -> bool:
        """Whether it is the consolidated report as a document, which is Vietnamese in any case."""
        return self.table == REPORT and self.format in ("docx", "pdf")

    @property
    def scope(self) -> Scope:
        return Scope(tuple(self.paths), self.whole, self.unit, frozenset(self.without))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


def describe(read: Reader, order: Order) -> Export:
    """The export that was ordered. Lists are not read yet: their rows come when they are written.

    Raises NotFound, NoSuchTable, RulebookNotHeard and FiguresDisagree.
    """
    campaign = campaign_of(read, order.campaign)
    if order.is_official:
        order = replace(order, language="vi")
    if listed := catalog.LISTS.get(order.table):
        listing = Listing(order.language, read, campaign, order.scope, order.people, order.filters)
        tables = [listed.describe(listing)]
        about = _about(read, campaign, order, None)
    else:
        source, report = source_of(read, campaign, order)
        about = _about(read, campaign, order, report)
        if order.is_official:
            return _official(read, campaign, order, source, about)
        if order.table == REPORT:
            tables = list(catalog.report(source, subjects=order.subjects))
        else:
            tables = [_one(source, order.table)]
    return Export(order.table, about, tables, order.separator)


def _one(source: Source, table: str) -> Table:
    """A table of the figures. Raises NoSuchTable if an issued report did not freeze what it is made of."""
    figures = catalog.FIGURES[table]
    if not figures.can_be_made_of(source):
        there = [name for name, each in catalog.FIGURES.items() if each.can_be_made_of(source)]
        raise NoSuchTable(value=table, tables=", ".join(there))
    return figures.describe(source)


def _official(read: Reader, campaign: Any, order: Order, source: Source, about: About) -> Export:
    evidence = " · ".join(f"{label}: {text}" for label, text in about.facts)
    year = datetime.fromisoformat(about.data["at"]).year
    basis = basis_of(read, campaign.rulebook)
    document = official(source, basis, evidence, year, draft=order.version is None)
    return Export(order.table, about, document.annexes, official=document)


def source_of(read: Reader, campaign: Any, order: Order) -> tuple[Source, dict[str, Any] | None]:
    """What the figures' tables are made from; and the issued report, if it is one that is asked for."""
    report = None if order.version is None else report_of(read, order.campaign, order.version)
    parts = _counted(read, campaign, order) if report is None else _frozen(report, order)
    names = names_of(read, campaign, parts["figures"], parts["overrides"] or (), people=order.people)
    source = Source(
        language=order.language,
        campaign=campaign.facts,
        names=names,
        layouts=layouts_of(read, campaign.rulebook),
        **parts,
    )
    return source, report


def _counted(read: Reader, campaign: Any, order: Order) -> dict[str, Any]:
    figures = count(read, campaign, order.scope, details=0)
    uses = overrides_of(read, campaign, order.scope, figures)
    return {
        "figures": figures if order.subjects else without_subjects(figures),
        "overrides": aggregates(uses),
        "statistics": statistics(read, campaign, order.scope) if _needs(order, "statistics") else None,
        "comparison": compare(read, campaign, order.scope, Measure(), subjects=order.subjects)
        if _needs(order, "comparison")
        else None,
    }


def _needs(order: Order, part: str) -> bool:
    """Whether what is ordered has to do with the part; counting it takes as long as the figures."""
    return order.table == REPORT or catalog.FIGURES[order.table].needs == part


def _frozen(report: Mapping[str, Any], order: Order) -> dict[str, Any]:
    uses = report["overrides"]
    return {
        "figures": report["figures"] if order.subjects else without_subjects(report["figures"]),
        "overrides": None if uses is None else aggregates(uses),
        "statistics": report["statistics"],
        "comparison": None,
    }


def _about(read: Reader, campaign: Any, order: Order, report: Mapping[str, Any] | None) -> About:
    zone = campaign.facts["dossier_deadline"]["zone"]
    if report is None:
        at = said_last(read) or datetime.fromisoformat(order.at)
        positions = positions_in(read, order.heard)
    else:
        at, positions = datetime.fromisoformat(report["issued_at"]), report["positions"]
    heard = " · ".join(
        f"{say(TEXTS, service_of(source), order.language)} {number(position, order.language)}"
        for source, position in positions.items()
    )
    facts = [
        (say(TEXTS, "scope", order.language), _scope(order)),
        (say(TEXTS, "as_of", order.language), moment(at, zone)),
        (say(TEXTS, "positions", order.language), heard or say(TEXTS, "nothing_heard", order.language)),
    ]
    data = {
        "campaign": order.campaign,
        "scope": list(order.paths),
        "unit": order.unit,
        "at": iso(at),
        "positions": positions,
    }
    if report is not None:
        facts.append((title(REPORT, order.language), f"{report['version']} · SHA-256 {report['content_sha256']}"))
        data |= {name: report[name] for name in ("version", "content_sha256", "issued_at", "heads")}
    return About(campaign.facts["title"], facts, order.language, data)


def _scope(order: Order) -> str:
    """The part of the tree, by the codes of what it is limited to."""
    if order.whole:
        return say(TEXTS, "whole_province", order.language)
    return order.unit or ", ".join(path.strip("/").rpartition("/")[2] for path in order.paths)
