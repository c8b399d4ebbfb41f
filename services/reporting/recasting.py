"""The figures of an old campaign by today's units. No data is moved: the links from then to now say where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, column, select, values

from services.reporting.counting import Scope, count
from services.reporting.domain.recasting import units_today
from services.reporting.readmodel import register
from shared.register import Reader, View

RECAST = ("by_unit", "dossiers", "member_ratios", "ratings")
"""The figures that say anything of units. What a body decided stays that body's, also when it has ended."""


def recast(read: Reader, campaign: Any, scope: Scope) -> dict[str, Any]:
    """The figures of `campaign` (a row of the campaigns) within `scope`, and which unit each old unit's work went to.

    The totals are those of the campaign's own figures. Raises RulebookNotHeard and FiguresDisagree.
    """
    then = register.of(campaign.campaign)
    homes = _homes(read, then)
    figures = count(read, campaign, scope, details=0, view=_by_homes(then, homes))
    return {**{name: figures[name] for name in RECAST}, "units": _units(read, then, scope, homes)}


def _homes(read: Reader, then: View) -> dict[str, str]:
    organizations, now, successions = then.organizations, register.live.organizations, register.tables.successions
    parents = {row.code: row.parent for row in read(select(organizations.c.code, organizations.c.parent))}
    alive = read(select(now.c.code, now.c.unit).where(now.c.ended_on.is_(None)))
    links = read(select(successions).order_by(successions.c.since.desc(), successions.c.successor.desc()))
    successors = {row.predecessor: row.successor for row in links}
    return units_today(parents, successors, {row.code: row.unit for row in alive})


def _by_homes(then: View, homes: Mapping[str, str]) -> View:
    """The campaign's view, but each organization in its unit of today."""
    today = values(column("code", Text), column("unit", Text), name="today").data(list(homes.items())).cte("today")
    organizations = then.organizations
    kept = [fact for fact in organizations.c if fact.name != "unit"]
    here = select(*kept, today.c.unit).join(today, today.c.code == organizations.c.code).subquery()
    return then.with_organizations(here)


def _units(read: Reader, then: View, scope: Scope, homes: Mapping[str, str]) -> dict[str, list[str]]:
    """By old unit, the units of today that its organizations belong to."""
    organizations = then.organizations
    found: dict[str, set[str]] = {}
    for row in read(select(organizations.c.code, organizations.c.unit).where(scope.holds(then))):
        found.setdefault(row.unit, set()).update({homes[row.code]} if row.code in homes else ())
    return {unit: sorted(today) for unit, today in sorted(found.items())}
