"""The pages of a campaign that show sums: overview, units, caps, what is outstanding, dossiers; and all campaigns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.reporting.api.figures import READERS, SEE_NAMES, SEE_SUBJECTS, has_role, of_unit
from services.reporting.api.framing import part_of, shown, units_by_name
from services.reporting.api.lists import glance_at
from services.reporting.domain.overrides import aggregates
from services.reporting.domain.ratings import member_ratios
from services.reporting.domain.subjects import KINDS
from services.reporting.domain.vietnamese import sort_key
from services.reporting.overriding import overrides_of
from services.reporting.page import LONGEST_LIST, address, rendered
from services.reporting.page.attention import attention
from services.reporting.page.schemas import CapsPageQuery, InLanguage, ListPageQuery, UnitsPageQuery
from services.reporting.queries import called_in, is_unit
from services.reporting.readmodel import campaigns
from services.reporting.roster.groups import ONLY, list_cap_groups
from services.reporting.roster.look import Look
from services.reporting.roster.refusals import refused_dossiers
from services.reporting.roster.rows import LATE, MISSING, ON_TIME
from services.reporting.roster.telling import names_in
from shared.web import ANYONE, Answer, Call, OutOfSight, own, resource

HTML = "text/html"
MOST_UNITS = 40
"""Units whose progress stands on the overview; that of all is given as data."""


@resource(
    "GET", "/pages", roles=READERS, scope=ANYONE, query=InLanguage, produces=HTML, summary="The campaigns as a page"
)
def show_campaigns_page(call: Call) -> Answer:
    language = call.query["lang"]
    rows = call.read(select(campaigns.c.campaign, campaigns.c.facts).order_by(campaigns.c.campaign.desc()))
    listed = [(row.facts, address(f"/reporting/campaigns/{row.campaign}", language)) for row in rows]
    html = rendered("campaigns.html", language, campaigns=listed)
    return Answer.page(html, headers={"Content-Language": language})


@resource(
    "GET",
    "/campaigns/<campaign>",
    roles=READERS,
    scope=own,
    query=InLanguage,
    produces=HTML,
    summary="The campaign at one glance, as a page that leads to all others",
)
def show_overview_page(call: Call, campaign: str) -> Answer:
    look = glance_at(call, campaign)
    figures, course = look.overview(), look.progress()
    named = units_by_name(look, course["units"])
    course = {**course, "units": [(unit, course["units"][unit]) for unit in list(named)[:MOST_UNITS]]}
    more = {"progress": course, "units_more": max(0, len(named) - MOST_UNITS), "names": _as_subjects(named)}
    more |= {"figures": figures, "differing": sum(figures["derived_differs"].values()), "attention": attention(figures)}
    return shown(call, look, "overview", "overview.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/units",
    roles=READERS,
    scope=own,
    query=UnitsPageQuery,
    produces=HTML,
    summary="The ratings of one kind of subject by unit",
)
def show_units_page(call: Call, campaign: str) -> Answer:
    look, kind = glance_at(call, campaign), call.query["kind"]
    by_unit, whole = look.by_unit(), look.overview()["ratings"][kind]
    names = units_by_name(look, by_unit)
    codes, following, started = part_of(call, list(names))
    counts = {unit: by_unit[unit][kind] for unit in codes}
    ratios: Any = member_ratios(whole, counts)
    more = {
        "kind": kind,
        "units": [_unit(unit, count, ratios["by_unit"][unit]) for unit, count in counts.items()],
        "whole": whole,
        "ratio": ratios["province"]["excellent_of_good"],
        "next": following,
        "started": started,
    }
    return shown(call, look, "units", "units.html", names=_as_subjects(names), **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/units/<unit>",
    roles=READERS,
    scope=of_unit,
    query=InLanguage,
    produces=HTML,
    summary="One unit: its figures, and its grassroots organizations",
)
def show_unit_page(call: Call, campaign: str, unit: str) -> Answer:
    look = glance_at(call, campaign)
    if not is_unit(call.read, campaign, unit):
        raise OutOfSight()
    inside = look.within_unit(unit)
    more = {
        "unit": unit,
        "unit_name": units_by_name(look, [unit])[unit],
        "figures": inside.overview(),
        "bodies": _bodies(inside),
    }
    return shown(call, look, "units", "unit.html", rest=unit, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/caps",
    roles=READERS,
    scope=own,
    query=CapsPageQuery,
    produces=HTML,
    summary="The cap board: every group beside its cap, and the documents that allow exceeding one",
)
def show_caps_page(call: Call, campaign: str) -> Answer:
    look = glance_at(call, campaign)
    groups = look.cap_groups()
    over = {"over_cap": [group for group in groups if ONLY["over"](group)]}
    uses = aggregates(overrides_of(call.read, look.campaign, look.scope, over))
    names = called_in(call.read, campaign, {f"org:{use['decided_by']}" for use in uses}, people=False)
    more = {
        "listed": list_cap_groups(look, call.query),
        "started": bool(call.query.get("cursor")),
        "units": list(units_by_name(look, look.by_unit()).items()),
        "capped": [kind for kind in KINDS if any(kind in group["kinds"] for group in groups)],
        "overrides": uses,
    }
    return shown(call, look, "caps", "caps.html", names=names, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/outstanding",
    roles=READERS,
    scope=own,
    query=ListPageQuery,
    produces=HTML,
    summary="What is still to come, unit by unit: reviews, ratings with the reason why not, dossiers",
)
def show_outstanding_page(call: Call, campaign: str) -> Answer:
    look = glance_at(call, campaign)
    more = {**_by_unit(call, look), "reasons": list(look.overview()["members_not_rated"])}
    return shown(call, look, "outstanding", "outstanding.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/dossiers",
    roles=READERS,
    scope=own,
    query=ListPageQuery,
    produces=HTML,
    summary="Dossiers by unit: expected, received, on time; and the forwardings that were refused",
)
def show_dossiers_page(call: Call, campaign: str) -> Answer:
    look = glance_at(call, campaign)
    refused, total, names = None, 0, dict[str, str]()
    if has_role(call, SEE_SUBJECTS):
        refused, total = refused_dossiers(look, LONGEST_LIST)
        subjects = {refusal["subject"] for refusal in refused}
        names = called_in(call.read, campaign, subjects, people=has_role(call, SEE_NAMES))
    by_unit = _by_unit(call, look, owing_dossiers=True)
    confirmed = sum(look.how_many(kind, "nothing_to_report") for kind in ("org", "col", "ldr"))
    more = {**by_unit, "names": names | by_unit["names"], "refused": refused, "refused_total": total}
    more["nothing_to_report"] = confirmed
    return shown(call, look, "dossiers", "dossiers.html", **more)


def _by_unit(call: Call, look: Look, *, owing_dossiers: bool = False) -> dict[str, Any]:
    """What is outstanding in the units that are asked for, and in all of them; or in those that owe dossiers."""
    counts = {unit: _with_dossiers(count) for unit, count in look.outstanding().items()}
    counts = {unit: count for unit, count in counts.items() if count["expected"] or not owing_dossiers}
    names = units_by_name(look, counts)
    codes, following, started = part_of(call, list(names))
    return {
        "units": [(unit, counts[unit]) for unit in codes],
        "whole": sum(counts.values(), Counter[str]()),
        "names": _as_subjects(names),
        "next": following,
        "started": started,
    }


def _with_dossiers(count: Mapping[str, int]) -> Counter[str]:
    dossiers = {
        state: sum(count.get(f"dossier_{state}_{kind}", 0) for kind in ("col", "ldr"))
        for state in (MISSING, ON_TIME, LATE)
    }
    return Counter({**count, **dossiers, "expected": sum(dossiers.values())})


def _unit(unit: str, count: Mapping[str, int], ratio: Mapping[str, str | None]) -> dict[str, Any]:
    return {"code": unit, "count": count, "ratio": ratio["excellent_of_good"]}


def _bodies(look: Look) -> list[dict[str, Any]]:
    """The grassroots organizations of the unit that is looked at, by name, with their members and caps."""
    counts = look.by_grassroots()
    caps = {group["group"]: group for group in look.cap_groups() if "/" not in group["group"]}
    names = names_in(look.read, look.campaign.campaign, {f"org:{body}" for body in counts})
    bodies = [
        {"code": body, "name": names.get(f"org:{body}"), "count": count, "cap": caps.get(body)}
        for body, count in counts.items()
    ]
    return sorted(bodies, key=lambda body: (sort_key(body["name"] or ""), body["code"]))


def _as_subjects(units: Mapping[str, str]) -> dict[str, str]:
    return {f"org:{unit}": name for unit, name in units.items()}
