"""The pages that compare, and those of issued reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.reporting.api.changed import changed_numbers
from services.reporting.api.figures import (
    ISSUERS,
    READERS,
    SEE_NAMES,
    SEE_SUBJECTS,
    has_role,
    of_province,
)
from services.reporting.api.framing import shown, units_by_name
from services.reporting.api.lists import look_at, look_beside
from services.reporting.domain.comparison import Measure
from services.reporting.domain.differences import differences
from services.reporting.domain.figures import without_subjects
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.overrides import aggregates
from services.reporting.exports.formats import FORMATS
from services.reporting.page.schemas import BetweenPageQuery, ComparisonPageQuery, InLanguage
from services.reporting.page.sides import Side, tables
from services.reporting.page.words import SHORT_LEVELS, say
from services.reporting.queries import called_in, report_of, reports_of
from services.reporting.readmodel import campaigns
from services.reporting.roster.look import Look
from shared.messaging import service_of
from shared.web import Answer, Call, OutOfSight, own, resource
from shared.web.waiting import format_positions

HTML = "text/html"


@resource(
    "GET",
    "/campaigns/<campaign>/pages/comparison",
    roles=READERS,
    scope=own,
    query=ComparisonPageQuery,
    produces=HTML,
    summary="Leaders in comparable posts across units, and leaders beside their collectives",
)
def show_comparison_page(call: Call, campaign: str) -> Answer:
    look, level = look_at(call, campaign), call.query["level"]
    compared = look.comparison(Measure(level), subjects=has_role(call, SEE_SUBJECTS))
    names = called_in(call.read, campaign, _compared(compared), people=has_role(call, SEE_NAMES))
    levels = [(each, say(SHORT_LEVELS, each, call.query["lang"])) for each in LEVELS]
    groups = [(group, _by_name(look, group.get("units", ()))) for group in compared["post_groups"]]
    more = {"compared": compared, "groups": groups, "level": level, "levels_to_choose": levels}
    return shown(call, look, "comparison", "comparison.html", names=names, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/between",
    roles=READERS,
    scope=own,
    query=BetweenPageQuery,
    produces=HTML,
    summary="Two campaigns or two units side by side",
)
def show_between_page(call: Call, campaign: str) -> Answer:
    look = look_at(call, campaign)
    left, right = (look_beside(call, look, call.query[side]) for side in ("left", "right"))
    sides = [
        _side(one, call.query[f"{side}_unit"], told_apart=left.campaign.campaign != right.campaign.campaign)
        for side, one in (("left", left), ("right", right))
    ]
    rows = call.read(select(campaigns.c.campaign, campaigns.c.facts).order_by(campaigns.c.campaign.desc()))
    units = {side: list(units_by_name(one, one.by_unit()).items()) for side, one in (("left", left), ("right", right))}
    more = {
        "tables": tables(*sides),
        "campaigns": [(row.campaign, row.facts["title"]) for row in rows],
        "units": units,
    }
    return shown(call, look, "between", "between.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/reports",
    roles={*ISSUERS, "central_reader"},
    scope=of_province,
    query=InLanguage,
    produces=HTML,
    summary="The issued reports, and how one is issued",
)
def show_reports_page(call: Call, campaign: str) -> Answer:
    look = look_at(call, campaign)
    more = {
        "reports": reports_of(call.read, campaign),
        "may_issue": has_role(call, ISSUERS),
        "origin": call.request.host_url.rstrip("/"),
    }
    return shown(call, look, "reports", "reports.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/reports/<int:version>",
    roles={*ISSUERS, "central_reader"},
    scope=of_province,
    query=InLanguage,
    produces=HTML,
    summary="One issued report: its frozen figures, and what they were built from",
)
def show_report_page(call: Call, campaign: str, version: int) -> Answer:
    look, report = look_at(call, campaign), report_of(call.read, campaign, version)
    figures, uses = report["figures"], report["overrides"] or []
    bodies = {*figures["by_unit"], *(use["decided_by"] for use in uses)}
    names = called_in(call.read, campaign, {f"org:{body}" for body in bodies}, people=False)
    more = {
        "report": report,
        "moment": _moment(report),
        "figures": figures,
        "differing": len(figures["derived_differs"]),
        "overrides": aggregates(uses),
        "formats": list(FORMATS),
    }
    if version > 1:
        before = report_of(call.read, campaign, version - 1)
        found = differences(*(without_subjects(each["figures"]) for each in (before, report)))
        more |= {"moment_before": _moment(before), "changed": changed_numbers(call, look, found)}
    return shown(call, look, "reports", "report.html", rest=str(version), names=names, **more)


def _moment(report: Mapping[str, Any]) -> str:
    """The positions that the report was built from, as `as_of` takes them: its numbers open what was behind them."""
    return format_positions({service_of(source): number for source, number in report["positions"].items()})


def _compared(compared: Mapping[str, Any]) -> set[str]:
    """Everything that a comparison names."""
    heads, excellent = compared["heads_above_collective"], compared["excellent_with_discipline"]
    codes = {f"org:{unit['unit']}" for group in compared["post_groups"] for unit in group.get("units", ())}
    if isinstance(heads, list):
        codes |= {head["post"] for head in heads}
    if isinstance(excellent, list):
        codes |= {code for case in excellent for code in (case["collective"], *case["posts"])}
    return codes


def _by_name(look: Look, units: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    by_code = {unit["unit"]: unit for unit in units}
    return [by_code[unit] for unit in units_by_name(look, by_code)]


def _side(look: Look, unit: str | None, *, told_apart: bool) -> Side:
    """One side; with the campaign's code in its label if the two sides are of different campaigns."""
    campaign = look.campaign.campaign
    mark = [campaign] if told_apart else []
    if unit is None:
        name = units_by_name(look, [look.campaign.province])[look.campaign.province] if look.scope.whole else ""
        return Side(" · ".join(filter(None, [*mark, name])) or campaign, campaign, unit, look.overview()["ratings"])
    by_unit = look.by_unit()
    if unit not in by_unit:
        raise OutOfSight()
    return Side(" · ".join([*mark, units_by_name(look, [unit])[unit]]), campaign, unit, by_unit[unit])
