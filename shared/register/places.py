"""Where each organization stands: kept for the tree as it is now, and for the tree that each campaign sees.

What is kept is always what the register says, whichever of two logs was heard first. An organization has a place if
a way leads to it from a root; one whose parent is not known, or that would stand below itself, has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, exists, or_, select

from shared.contracts.vocabulary import GRASSROOTS_TYPES, UNIT_TYPES
from shared.eventstore import Unit
from shared.register.queries import among
from shared.register.tables import LIVE
from shared.register.views import Register, View


class Leaf(NamedTuple):
    """An organization that is not known to have any below it."""

    code: str
    type: str
    parent: str | None


def place_leaf(register: Register, unit: Unit, number: int, leaf: Leaf) -> None:
    """Place an organization of which the event `number` told first, in every edition that hears of it."""
    places = register.tables.places
    standing = unit.tables.rows(_places_above(register), code=leaf.code, parent=leaf.parent, number=number)
    if leaf.parent is None or any(row.is_awaited for row in standing):
        place_below(register, unit, number, leaf.code)
        return
    for parent in standing:
        unit.tables.put(places, edition=parent.edition, code=leaf.code, **_stand(leaf, parent))


def place_below(register: Register, unit: Unit, number: int, code: str) -> None:
    """Place an organization and all below it anew, in every edition that hears of the event `number`."""
    heard = unit.tables.rows(_editions_hearing(register), number=number)
    for view in (register.live, *(register.of(row.campaign) for row in heard)):
        known = view.known_organizations
        _place(register, unit, view, unit.tables.rows(select(known).where(known.c.code == code)))


def place_all(register: Register, unit: Unit, campaign: str) -> None:
    """Place every organization of a campaign's edition anew."""
    view = register.of(campaign)
    known = view.known_organizations
    unit.tables.remove(register.tables.places, edition=campaign)
    _place(register, unit, view, unit.tables.rows(select(known).where(known.c.parent.is_(None))))


@cache
def _places_above(register: Register) -> Select[Any]:
    """Where the `parent` stands in each edition, and whether any organization is known to stand below the `code`."""
    places, known = register.tables.places, register.tables.organizations
    is_awaited = exists().where(known.c.parent == bindparam("code")).label("is_awaited")
    hears = or_(places.c.edition == LIVE, places.c.edition.in_(_editions_hearing(register)))
    return select(places, is_awaited).where(places.c.code == bindparam("parent"), hears)


@cache
def _editions_hearing(register: Register) -> Select[Any]:
    """The campaigns that see what the event `number` told. A closed one does not see what was told later."""
    editions = register.tables.editions
    return select(editions.c.campaign).where(editions.c.position >= bindparam("number"))


def _place(register: Register, unit: Unit, view: View, organizations: Iterable[Row[Any]]) -> None:
    """Place these organizations, and then those below them, level by level."""
    places, known, read = register.tables.places, view.known_organizations, unit.tables.rows
    standing = select(places).where(places.c.edition == view.edition)
    level, placed = list(organizations), set[str]()
    while level:
        codes = {row.code for row in level}
        parents = {row.parent for row in level if row.parent is not None}
        above = {row.code: row for row in among(read, standing, places.c.code, parents)}
        for row in level:
            key = {"edition": view.edition, "code": row.code}
            if _hangs_from_nothing(row, above.get(row.parent)):
                unit.tables.remove(places, **key)
            else:
                unit.tables.put(places, **key, **_stand(row, above.get(row.parent)))
        placed |= codes
        below = among(read, select(known), known.c.parent, codes)
        level = [row for row in below if row.code not in placed]


def _hangs_from_nothing(organization: Row[Any], parent: Row[Any] | None) -> bool:
    if organization.parent is None:
        return False
    return parent is None or f"/{organization.code}/" in parent.path


def _stand(organization: Row[Any] | Leaf, parent: Row[Any] | None) -> dict[str, Any]:
    """Where the organization stands below its parent's place, or without a parent as a root."""
    code, kind = organization.code, organization.type
    return {
        "path": f"{parent.path if parent else '/'}{code}/",
        "unit": code if kind in UNIT_TYPES or not parent else parent.unit,
        "grassroots": code if kind in GRASSROOTS_TYPES else parent and parent.grassroots,
    }
