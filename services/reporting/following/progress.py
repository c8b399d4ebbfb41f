"""How far each unit, and each level of organizations, has come: plans, prompts, reviews, ratings, dossiers."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import and_, case, func, select

from services.reporting.following.plans import by_unit_and_type
from services.reporting.readmodel import prompts, roster
from services.reporting.roster.lists import within
from services.reporting.roster.look import Look
from services.reporting.roster.memory import remembered
from shared.contracts.vocabulary import ORGANIZATION_TYPES
from shared.subjects import Kind

_columns = roster.entries.c
REVIEWERS = ("mem", "col", "ldr")
OF_UNITS = ("plans", "plans_owed", "summed_up", "prompts_answered", "prompts_issued", "reviewed", "must_review")
OF_UNITS += ("rated", "to_rate", "dossiers_sent", "dossiers_owed")
OF_LEVELS = ("organizations", "rated", "plans", "plans_owed", "summed_up")


def progress(look: Look) -> dict[str, Any]:
    """What was to be done and how much of it is, by `units`, by the types of organization (`levels`), and in `whole`.

    `plans` of `plans_owed`, `prompts_answered` of `prompts_issued`, `reviewed` of `must_review`, `rated` of `to_rate`,
    which are all whom no rule leaves out, and `dossiers_sent` of `dossiers_owed`.
    """
    key = "progress", look.campaign.campaign, look.scope
    return remembered(look.connection, look.read, key, lambda: _counted(look))


def _counted(look: Look) -> dict[str, Any]:
    units = {unit: Counter(_of_roster(count)) for unit, count in look.outstanding().items()}
    for row in look.read(_prompts_by_unit(look)):
        units[row.unit].update(prompts_issued=row.issued, prompts_answered=int(row.answered))
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for row in by_unit_and_type(look):
        counted = {"plans_owed": row.owed, "plans": int(row.adopted), "summed_up": int(row.summed_up)}
        units[row.unit].update(counted)
        levels[row.type].update(counted)
    for row in look.read(_organizations_by_type(look)):
        levels[row.type].update(organizations=row.organizations, rated=int(row.rated))
    return {
        "whole": {name: sum(count[name] for count in units.values()) for name in OF_UNITS},
        "units": {unit: {name: count[name] for name in OF_UNITS} for unit, count in units.items()},
        "levels": {
            type_: {name: count[name] for name in OF_LEVELS} for type_, count in sorted(levels.items(), key=_height)
        },
    }


def _height(level: tuple[str, Any]) -> int:
    """From the province down to the cells."""
    return list(ORGANIZATION_TYPES).index(level[0])


def _of_roster(count: Any) -> dict[str, int]:
    owed = {name: sum(count.get(f"{name}_{kind}", 0) for kind in REVIEWERS) for name in ("must_review", "not_reviewed")}
    kinds = ("col", "ldr")
    sent, missing = (
        sum(count.get(f"dossier_{state}_{kind}", 0) for state in states for kind in kinds)
        for states in (("on_time", "late"), ("missing",))
    )
    return {
        "must_review": owed["must_review"],
        "reviewed": owed["must_review"] - owed["not_reviewed"],
        "rated": count.get("rated", 0),
        "to_rate": count.get("to_rate", 0),
        "dossiers_sent": sent,
        "dossiers_owed": sent + missing,
    }


def _prompts_by_unit(look: Look) -> Any:
    campaign = look.campaign.campaign
    to_subject = and_(_columns.campaign == prompts.c.campaign, _columns.subject == prompts.c.subject)
    answered = func.sum(case((and_(prompts.c.answered, _columns.reviewed), 1), else_=0)).label("answered")
    query = select(_columns.unit, func.count().label("issued"), answered).select_from(prompts)
    query = query.join(roster.entries, to_subject).where(*within(look.read, campaign, look.scope))
    return query.group_by(_columns.unit)


def _organizations_by_type(look: Look) -> Any:
    rated = func.sum(case((_columns.level.is_not(None), 1), else_=0)).label("rated")
    query = select(_columns.type, func.count().label("organizations"), rated)
    here = (*within(look.read, look.campaign.campaign, look.scope), _columns.kind == Kind.ORGANIZATION)
    return query.where(*here).group_by(_columns.type)
