"""Which organizations are units, and what stands in the way of each: the locks and extensions of a campaign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select

from services.reviews.readmodel.store import gate, register
from shared.gate import WHOLE_CAMPAIGN
from shared.register import Reader, inside


def is_unit(read: Reader, campaign: str, code: str) -> bool:
    return unit_of(read, campaign, code) == code


def unit_of(read: Reader, campaign: str, organization: str | None) -> str | None:
    """The unit that an organization belongs to, if it is known."""
    table = register.of(campaign).organizations
    rows = read(select(table.c.unit).where(table.c.code == organization))
    return rows[0].unit if rows else None


def locks_in(campaign: str, paths: Iterable[str]) -> Select[Any]:
    """The campaign's own locks, and those of the units at or below `paths`."""
    columns = gate.locks.c
    of_units = columns.unit.in_(_units_below(campaign, paths))
    return (
        select(gate.locks)
        .where(columns.campaign == campaign, or_(columns.unit == WHOLE_CAMPAIGN, of_units))
        .order_by(columns.unit, columns.stops)
    )


def extensions_in(campaign: str, paths: Iterable[str]) -> Select[Any]:
    """The extensions of the units at or below `paths`."""
    columns = gate.extensions.c
    return (
        select(gate.extensions)
        .where(columns.campaign == campaign, columns.unit.in_(_units_below(campaign, paths)))
        .order_by(columns.unit)
    )


def extension_of(read: Reader, campaign: str, unit: str | None) -> Any | None:
    columns = gate.extensions.c
    rows = read(select(gate.extensions).where(columns.campaign == campaign, columns.unit == unit))
    return rows[0] if rows else None


def _units_below(campaign: str, paths: Iterable[str]) -> Select[Any]:
    """A unit is seen from above, and from inside: its own clerk sees what holds for it."""
    view = register.of(campaign)
    return select(view.organizations.c.unit).where(inside(view, *paths))
