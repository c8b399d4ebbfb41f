"""How far each unit, and each level of organizations, has come: plans, prompts, reviews, ratings, dossiers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from services.reporting.readmodel import prompts, roster
from services.reporting.roster.lists import STATES
from shared.contracts.vocabulary import ORGANIZATION_TYPES
from shared.register import Reader
from shared.subjects import Kind

_columns = roster.entries.c
REVIEWERS = ("mem", "col", "ldr")
OF_UNITS = ("plans", "plans_owed", "summed_up", "prompts_answered", "prompts_issued", "reviewed", "must_review")
OF_UNITS += ("rated", "to_rate", "dossiers_sent", "dossiers_owed")
OF_LEVELS = ("organizations", "rated", "plans", "plans_owed", "summed_up")


def progress(
    read: Reader, campaign: str, here: Sequence[ColumnElement[bool]], outstanding: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """What was to be done and how much of it is, by `units`, by the types of organization (`levels`), and in `whole`.

    `plans` of `plans_owed`, `prompts_answered` of `prompts_issued`, `reviewed` of `must_review`, `rated` of `to_rate`,
    which are all whom no rule leaves out, and `dossiers_sent` of `dossiers_owed`. `here` are the conditions under which
    a roster entry is seen, `outstanding` is what `Totals` says of it.
    """
    units = {unit: Counter(_of_roster(count)) for unit, count in outstanding.items()}
    for row in read(_prompts_by_unit(here)):
        units[row.unit].update(prompts_issued=row.issued, prompts_answered=int(row.answered))
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read(_plans_by_unit_and_type(campaign, here)):
        counted = {"plans_owed": row.owed, "plans": int(row.adopted), "summed_up": int(row.summed_up)}
        units[row.unit].update(counted)
        levels[row.type].update(counted)
    for row in read(_organizations_by_type(here)):
        levels[row.type].update(organizations=row.organizations, rated=int(row.rated))
    high_to_low = sorted(levels.items(), key=_height)
    return {
        "whole": {name: sum(count[name] for count in units.values()) for name in OF_UNITS},
        "units": {unit: {name: count[name] for name in OF_UNITS} for unit, count in units.items()},
        "levels": {type_: {name: count[name] for name in OF_LEVELS} for type_, count in high_to_low},
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


def _prompts_by_unit(here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    to_subject = and_(_columns.campaign == prompts.c.campaign, _columns.subject == prompts.c.subject)
    answered = func.sum(case((and_(prompts.c.answered, _columns.reviewed), 1), else_=0)).label("answered")
    query = select(_columns.unit, func.count().label("issued"), answered).select_from(prompts)
    return query.join(roster.entries, to_subject).where(*here).group_by(_columns.unit)


def _plans_by_unit_and_type(campaign: str, here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """How many organizations owe a plan, have adopted one, and have looked back."""
    by = (_columns.unit, _columns.type)
    having = {name: case((STATES[f"plan_{name}"].holds(campaign), 1), else_=0) for name in ("adopted", "summed_up")}
    query = select(*by, func.count().label("owed"), *(func.sum(each).label(name) for name, each in having.items()))
    owing = (_columns.kind == Kind.ORGANIZATION, STATES["plan_owed"].holds(campaign))
    return query.where(*here, *owing).group_by(*by)


def _organizations_by_type(here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    rated = func.sum(case((_columns.level.is_not(None), 1), else_=0)).label("rated")
    query = select(_columns.type, func.count().label("organizations"), rated)
    return query.where(*here, _columns.kind == Kind.ORGANIZATION).group_by(_columns.type)
