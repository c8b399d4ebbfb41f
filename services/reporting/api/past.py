"""What was, beside what is: two moments of one campaign, campaigns of several years; as data and as pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.reporting.api.changed import changed_numbers
from services.reporting.api.figures import READERS, SEE_NAMES, SEE_SUBJECTS, has_role
from services.reporting.api.framing import shown, units_by_name
from services.reporting.api.lists import look_at, look_beside
from services.reporting.domain.differences import told
from services.reporting.domain.levels import LEVELS
from services.reporting.page.schemas import ChangesPageQuery, YearsPageQuery
from services.reporting.page.trend import lines
from services.reporting.page.words import SHORT_LEVELS, say
from services.reporting.past.changes import changed_figures, changed_subjects
from services.reporting.past.years import beside, trend
from services.reporting.queries import called_in
from services.reporting.readmodel import campaigns
from services.reporting.roster.look import Look
from services.reporting.schemas import ChangesAnswer, ChangesQuery, YearsAnswer, YearsQuery
from shared.domain import NotFound
from shared.web import Answer, Call, OutOfSight, Page, own, resource

HTML = "text/html"


@resource(
    "GET",
    "/campaigns/<campaign>/changes",
    roles=READERS,
    scope=own,
    query=ChangesQuery,
    answers=ChangesAnswer,
    summary="What changed from the moment `since`, stated like `as_of`, up to now or to `as_of`",
)
def show_changes(call: Call, campaign: str) -> dict[str, Any]:
    changes = _changes(call, look_at(call, campaign), call.query["since"], Page.of(call.query))
    return {**changes, "differences": [told(one) for one in changes["differences"]]}


@resource(
    "GET",
    "/campaigns/<campaign>/years",
    roles=READERS,
    scope=own,
    query=YearsQuery,
    answers=YearsAnswer,
    summary="This campaign beside an earlier one, by kind and type and by units of today; the trend over all campaigns",
)
def show_years(call: Call, campaign: str) -> dict[str, Any]:
    return _years(call, look_at(call, campaign))


@resource(
    "GET",
    "/campaigns/<campaign>/pages/changes",
    roles=READERS,
    scope=own,
    query=ChangesPageQuery,
    produces=HTML,
    summary="What changed between two moments",
)
def show_changes_page(call: Call, campaign: str) -> Answer:
    look, since = look_at(call, campaign), call.query["since"]
    changes = _changes(call, look, since, Page.of(call.query)) if since else None
    names = _names(call, look, changes["subjects"]) if changes and changes["subjects"] else {}
    more = {
        "since": since,
        "changes": changes,
        "numbers": changed_numbers(call, look, changes["differences"]) if changes else None,
        "started": bool(call.query.get("cursor")),
    }
    return shown(call, look, "changes", "changes.html", names=names, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/years",
    roles=READERS,
    scope=own,
    query=YearsPageQuery,
    produces=HTML,
    summary="This campaign beside an earlier one, and the trend over all campaigns",
)
def show_years_page(call: Call, campaign: str) -> Answer:
    look, level = look_at(call, campaign), call.query["level"]
    years = _years(call, look)
    pairs = {pair["unit"]: pair for pair in years["beside"]["units"]} if years["beside"] else {}
    units = units_by_name(look, pairs)
    more = {
        "years": years,
        "by_unit": [pairs[unit] for unit in units],
        "level": level,
        "levels_to_choose": [(each, say(SHORT_LEVELS, each, call.query["lang"])) for each in LEVELS],
        "campaigns": [(each["campaign"], each["title"]) for each in years["trend"] if each["campaign"] != campaign],
        "lines": lines(years["trend"], level),
    }
    names = {f"org:{unit}": name for unit, name in units.items()}
    return shown(call, look, "years", "years.html", names=names, **more)


def _changes(call: Call, after: Look, since: str, page: Page) -> dict[str, Any]:
    subjects, campaign = has_role(call, SEE_SUBJECTS), after.campaign.campaign
    with call.at(since) as then:
        before = look_at(then, campaign)
        return {
            "campaign": campaign,
            "before": dict(then.positions),
            "after": dict(call.positions),
            "differences": changed_figures(before, after, subjects=subjects),
            "subjects": changed_subjects(before, after, page) if subjects else None,
        }


def _names(call: Call, look: Look, listed: Mapping[str, Any]) -> dict[str, str]:
    """Of the subjects that are listed, and of their units."""
    wanted = {one["subject"] for one in listed["items"]} | {f"org:{unit}" for unit in _units(listed["items"])}
    return called_in(look.read, look.campaign.campaign, wanted, people=has_role(call, SEE_NAMES))


def _units(listed: Iterable[Mapping[str, Any]]) -> set[str]:
    return {state["unit"] for one in listed for state in (one["before"], one["after"]) if state}


def _years(call: Call, look: Look) -> dict[str, Any]:
    """Beside the campaign that is asked for, or else the one before; without any it stands alone."""
    looks = list(_seen(call, look))
    asked, this = call.query["other"], look.campaign.campaign
    earlier = [each for each in looks if each.campaign.reference_date < look.campaign.reference_date]
    other = next((each for each in looks if each.campaign.campaign == asked), None)
    if asked is not None and other is None:
        raise OutOfSight()
    other = other or (earlier[-1] if earlier else None)
    return {"campaign": this, "beside": beside(other, look) if other else None, "trend": trend(looks)}


def _seen(call: Call, look: Look) -> Iterable[Look]:
    """What the caller sees of each campaign, the earliest first; of what the caller sees nothing, it is left out."""
    columns = campaigns.c
    for row in look.read(select(columns.campaign).order_by(columns.reference_date, columns.campaign)):
        try:
            yield look_beside(call, look, row.campaign)
        except (OutOfSight, NotFound):
            continue
