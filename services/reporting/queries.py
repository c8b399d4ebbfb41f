"""What the reporting service is asked for beside the figures: campaigns, names, reports, and what was heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, literal, select

from services.reporting import contents
from services.reporting.domain.report import Heard
from services.reporting.domain.rules import Rules
from services.reporting.domain.subjects import UNITS
from services.reporting.errors import RulebookNotHeard
from services.reporting.readmodel import (
    campaigns,
    latest,
    layouts,
    names,
    register,
    report_contents,
    reports,
    rulebooks,
    store,
)
from shared.domain import Instant, NotFound
from shared.eventstore import RELAY
from shared.messaging.envelope import service_of
from shared.register import Reader, View, among


def campaign_of(read: Reader, campaign: str) -> Any:
    """The campaign's row. Raises NotFound."""
    rows = read(select(campaigns).where(campaigns.c.campaign == campaign))
    if not rows:
        raise NotFound(what=campaign)
    return rows[0]


def rules_of(read: Reader, rulebook: str) -> Rules:
    """What the figures ask of the rulebook. Raises RulebookNotHeard."""
    rows = read(select(rulebooks.c.caps, rulebooks.c.exclusions).where(rulebooks.c.rulebook == rulebook))
    if not rows:
        raise RulebookNotHeard(rulebook=rulebook)
    return Rules.of(rows[0]._mapping)


def layouts_of(read: Reader, rulebook: str) -> dict[str, dict[str, Any]]:
    """The rulebook's statistical tables by code; none where it describes none."""
    rows = read(select(layouts.c.tables).where(layouts.c.rulebook == rulebook))
    return {table["code"]: table for row in rows for table in row.tables}


def basis_of(read: Reader, rulebook: str) -> list[dict[str, Any]]:
    """The documents that the rulebook rests on, in its order."""
    rows = read(select(layouts.c.basis).where(layouts.c.rulebook == rulebook))
    return [document for row in rows for document in row.basis]


def about(table: Any, campaign: str, kind: str, code: ColumnElement[str]) -> ColumnElement[bool]:
    """The join of a table by campaign and subject to the register's row that the subject names."""
    return and_(table.c.campaign == campaign, table.c.subject == literal(f"{kind}:", String).concat(code))


def heads_of(read: Reader) -> dict[str, Heard]:
    """The last event heard of each source: what the tables are at least built from."""
    checkpoints = store.checkpoints
    rows = read(select(checkpoints).where(checkpoints.c.source != RELAY).order_by(checkpoints.c.source))
    return {row.source: Heard(row.number, row.hash) for row in rows}


def positions_in(read: Reader, heard: Mapping[str, int]) -> dict[str, int]:
    """By source, what the tables are built from; `heard` is what had been heard before, by service.

    Events that change nothing are noted in the tables later than they are heard.
    """
    return {source: max(head.number, heard.get(service_of(source), 0)) for source, head in heads_of(read).items()}


def said_last(read: Reader) -> Instant | None:
    """When the newest event was recorded that changed anything; None before the first."""
    [row] = read(select(func.max(latest.c.at).label("at")))
    return None if row.at is None else datetime.fromisoformat(row.at)


def parked_events(read: Reader, sources: Collection[str]) -> int:
    """How many events of the sources could not be applied, or wait behind such a one."""
    [row] = read(select(func.count().label("events")).where(store.parked.c.source.in_(sources)))
    return int(row.events)


def is_unit(read: Reader, campaign: str, organization: str) -> bool:
    """Whether the organization has a row of its own in the province's tables of the campaign."""
    table = register.of(campaign).organizations
    return bool(read(select(table.c.code).where(table.c.code == organization, table.c.type.in_(UNITS))))


def names_of(
    read: Reader, campaign: Any, figures: Mapping[str, Any], overrides: Iterable[Mapping[str, Any]], *, people: bool
) -> dict[str, str]:
    """The names of everything that the page names, as they were in the campaign.

    Those of members and of leaders' posts only with `people`.
    """
    deciding = {f"org:{use['decided_by']}" for use in overrides}
    wanted = {f"org:{campaign.province}", *deciding, *_bodies(figures), *_subjects(figures)}
    return called_in(read, campaign.campaign, wanted, people=people)


def called_in(read: Reader, campaign: str, subjects: Iterable[str], *, people: bool) -> dict[str, str]:
    """What the subjects are called in the campaign; those of members and of leaders' posts only with `people`."""
    view = register.of(campaign)
    called = view.of(names)
    wanted = {code for code in subjects if people or code.startswith(("org:", "col:"))}
    found = {row.code: row.name for row in among(read, select(called), called.c.code, wanted)}
    return found | _posts(read, view, found)


def _bodies(figures: Mapping[str, Any]) -> Iterable[str]:
    yield from (f"org:{unit}" for unit in figures["by_unit"])
    groups = [*figures["caps"], *(group["group"] for group in figures["over_cap"])]
    yield from (f"org:{group.partition('/')[0]}" for group in groups)
    yield from (f"org:{document.partition(' ')[0]}" for document in figures.get("refused_documents", ()))


def _subjects(figures: Mapping[str, Any]) -> Iterable[str]:
    """Those that the page shows by name."""
    documents = figures.get("refused_documents", {})
    yield from figures.get("head_above_collective", ())
    yield from (fault["subject"] for faults in documents.values() for fault in faults)
    yield from (dossier["subject"] for dossier in figures.get("refused_dossiers", ()))


def _posts(read: Reader, view: View, found: Mapping[str, str]) -> dict[str, str]:
    """A post's title says little without its collective: "Bí thư, Ban Thường vụ Thành ủy Quy Nhơn"."""
    posts, called = view.posts, view.of(names)
    query = select(posts.c.code, called.c.name).join(called, called.c.code == "col:" + posts.c.collective)
    codes = {code.removeprefix("ldr:") for code in found if code.startswith("ldr:")}
    collectives = {f"ldr:{row.code}": row.name for row in among(read, query, posts.c.code, codes)}
    return {post: f"{found[post]}, {collective}" for post, collective in collectives.items()}


def reports_of(read: Reader, campaign: str) -> list[dict[str, Any]]:
    """The issued versions of a campaign's report, the newest first, without their contents."""
    rows = read(select(reports).where(reports.c.campaign == campaign).order_by(reports.c.version.desc()))
    return [{str(name): value for name, value in row._mapping.items()} for row in rows]


def report_of(read: Reader, campaign: str, version: int) -> dict[str, Any]:
    """An issued report with what it froze. Raises NotFound."""
    query = (
        select(reports, report_contents.c.content)
        .join(report_contents, report_contents.c.sha256 == reports.c.content_sha256)
        .where(reports.c.campaign == campaign, reports.c.version == version)
    )
    rows = read(query)
    if not rows:
        raise NotFound(what=f"{campaign}/{version}")
    report = {str(name): value for name, value in rows[0]._mapping.items()}
    return report | contents.read(report.pop("content"))._asdict()
