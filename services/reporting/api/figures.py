"""Figures and reports as data.

Figures are those of the caller's part of the tree. A central reader gets the aggregates alone: no list that names a
single subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from werkzeug.urls import iri_to_uri

from services.reporting import commands
from services.reporting.comparing import compare
from services.reporting.counting import Scope, count
from services.reporting.domain.comparison import Measure
from services.reporting.domain.figures import without_subjects
from services.reporting.domain.overrides import aggregates
from services.reporting.queries import campaign_of, is_unit, report_of
from services.reporting.readmodel import campaigns, register
from services.reporting.recasting import recast
from services.reporting.schemas import (
    CampaignsQuery,
    ComparisonQuery,
    FiguresQuery,
    ReportAnswer,
    ReportIssuedAnswer,
)
from shared.paths import is_root
from shared.register import Reader, inside, paths_of
from shared.web import ANYONE, Answer, Call, OutOfSight, Page, Place, own, resource

SEE_SUBJECTS = {"importer", "board_officer", "unit_officer"}
SEE_NAMES = {"board_officer", "unit_officer"}
READERS = {*SEE_SUBJECTS, "central_reader"}
ISSUERS = {"importer", "board_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization, campaign)


def of_unit(call: Call, values: Values, item: Values | None) -> Place:
    return Place(values["unit"])


def of_province(call: Call, values: Values, item: Values | None) -> Place:
    """A consolidated report is about the whole province."""
    return Place(campaign_of(call.read, values["campaign"]).province)


@resource(
    "GET",
    "/campaigns",
    roles=READERS,
    scope=ANYONE,
    query=CampaignsQuery,
    summary="The campaigns, by code",
)
def list_campaigns(call: Call) -> dict[str, Any]:
    page = Page.of(call.query)
    query = select(campaigns.c.campaign, campaigns.c.facts).order_by(campaigns.c.campaign)
    if page.after:
        query = query.where(campaigns.c.campaign > page.after[0])
    rows = call.read(query.limit(page.fetch))
    return page.show(rows, key=lambda row: (row.campaign,), form=lambda row: row.facts)


@resource(
    "GET",
    "/campaigns/<campaign>/figures",
    roles=READERS,
    scope=own,
    query=FiguresQuery,
    summary="The figures of the caller's part of the tree",
)
def show_figures(call: Call, campaign: str) -> dict[str, Any]:
    return _figures(call, campaign_of(call.read, campaign), details=call.query["details"])


@resource(
    "GET",
    "/campaigns/<campaign>/recast",
    roles=READERS,
    scope=own,
    summary="The figures by unit, each organization in the unit that does its work today",
)
def show_recast(call: Call, campaign: str) -> dict[str, Any]:
    row = campaign_of(call.read, campaign)
    return recast(call.read, row, scope_of(call, row))


@resource(
    "GET",
    "/campaigns/<campaign>/units/<unit>",
    roles=READERS,
    scope=of_unit,
    query=FiguresQuery,
    summary="The figures of what belongs to one unit directly under the province, or to the province itself",
)
def show_unit(call: Call, campaign: str, unit: str) -> dict[str, Any]:
    row = campaign_of(call.read, campaign)
    if not is_unit(call.read, campaign, unit):
        raise OutOfSight()
    return _figures(call, row, unit, details=call.query["details"])


@resource(
    "GET",
    "/campaigns/<campaign>/comparison",
    roles=READERS,
    scope=own,
    query=ComparisonQuery,
    summary="Leaders in comparable posts across units, and leaders beside their collectives",
)
def show_comparison(call: Call, campaign: str) -> dict[str, Any]:
    row = campaign_of(call.read, campaign)
    measure = Measure(call.query["level"], call.query["threshold"], call.query["minimum"])
    return compare(call.read, row, scope_of(call, row), measure, subjects=has_role(call, SEE_SUBJECTS))


@resource(
    "POST",
    "/campaigns/<campaign>/reports",
    roles=ISSUERS,
    scope=of_province,
    answers=ReportIssuedAnswer,
    summary="Issue the consolidated report: freeze the figures and the overrides with what they were built from",
)
def issue_report(call: Call, campaign: str) -> Answer:
    version = commands.issue_report(call.unit, campaign)
    return Answer({"version": version}, location=iri_to_uri(f"/reporting/campaigns/{campaign}/reports/{version}"))


@resource(
    "GET",
    "/campaigns/<campaign>/reports/<int:version>",
    roles={*ISSUERS, "central_reader"},
    scope=of_province,
    answers=ReportAnswer,
    summary="An issued report with what it froze; for a central reader without the lists of subjects",
)
def show_report(call: Call, campaign: str, version: int) -> dict[str, Any]:
    return shown_report(call, report_of(call.read, campaign, version))


def shown_report(call: Call, report: dict[str, Any]) -> dict[str, Any]:
    """The report as the caller may see it."""
    if has_role(call, SEE_SUBJECTS):
        return report
    uses = report["overrides"]
    return {
        **report,
        "figures": without_subjects(report["figures"]),
        "overrides": None if uses is None else aggregates(uses),
    }


def _figures(call: Call, campaign: Any, unit: str | None = None, *, details: int) -> dict[str, Any]:
    return _visible(call, count(call.read, campaign, scope_of(call, campaign, unit), details))


def _visible(call: Call, figures: dict[str, Any]) -> dict[str, Any]:
    return figures if has_role(call, SEE_SUBJECTS) else without_subjects(figures)


def scope_of(call: Call, campaign: Any, unit: str | None = None) -> Scope:
    """The caller's part of the tree, or one unit of it."""
    charge = in_charge(call, campaign.campaign, call.sight.paths)
    return Scope(
        charge.paths,
        whole=unit is None and f"/{campaign.province}/" in charge.paths,
        unit=unit,
        without=charge.without,
    )


class Charge(NamedTuple):
    """What an organization has in its charge: the ways down to it, and what lies there but is not seen."""

    paths: tuple[str, ...]
    without: frozenset[str] = frozenset()


def in_charge(call: Call, campaign: str, now: tuple[str, ...]) -> Charge:
    """What the caller sees of a campaign; `now` are the ways down to what is in the caller's charge there today.

    As of an earlier moment it is what was in the caller's charge then, but for what is not any more. Raises OutOfSight.
    """
    if not now:
        raise OutOfSight()
    if call.as_of is None:
        return Charge(now)
    then = paths(call.read, call.caller.organization or "", campaign)
    if not then:
        raise OutOfSight()
    if any(map(is_root, now)):
        return Charge(then)
    view = register.of(campaign)
    code = view.organizations.c.code
    had, has = (
        {row.code for row in read(select(code).where(inside(view, *ways)))}
        for read, ways in ((call.read, then), (call.live, now))
    )
    return Charge(then, frozenset(had - has))


def has_role(call: Call, roles: set[str]) -> bool:
    return bool(call.caller.roles & roles)
