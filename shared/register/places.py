"""Where each organization stands: kept for the tree as it is now, and for the tree that each campaign sees.

What is kept is always what the register says, whichever of two logs was heard first. An organization has a place if
a way leads to it from a root; one whose parent is not known, or that would stand below itself, has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, or_, select

from shared.contracts.vocabulary import GRASSROOTS_TYPES, UNIT_TYPES
from shared.eventstore import Unit
from shared.register.queries import among
from shared.register.views import Register, View


def place_below(register: Register, unit: Unit, number: int, code: str) -> None:
    """Place an organization and all below it anew, in every edition that hears of the event `number`."""
    for view in _views(register, unit, number):
        known = view.known_organizations
        _place(register, unit, view, unit.tables.rows(select(known).where(known.c.code == code)))


def place_all(register: Register, unit: Unit, campaign: str) -> None:
    """Place every organization of a campaign's edition anew."""
    view = register.of(campaign)
    known = view.known_organizations
    unit.tables.remove(register.tables.places, edition=campaign)
    _place(register, unit, view, unit.tables.rows(select(known).where(known.c.parent.is_(None))))


def _views(register: Register, unit: Unit, number: int) -> Iterator[View]:
    """The views that see what the event `number` told. A closed campaign does not see what was told later."""
    editions = register.tables.editions
    hears = or_(editions.c.position.is_(None), editions.c.position >= number)
    yield register.live
    for row in unit.tables.rows(select(editions.c.campaign).where(hears)):
        yield register.of(row.campaign)


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
            place = _stand(row, above.get(row.parent))
            if place is None:
                unit.tables.remove(places, **key)
            else:
                unit.tables.put(places, **key, **place)
        placed |= codes
        below = among(read, select(known), known.c.parent, codes)
        level = [row for row in below if row.code not in placed]


def _stand(organization: Row[Any], parent: Row[Any] | None) -> dict[str, Any] | None:
    """Where the organization stands below its parent's place; None for nowhere."""
    code, kind = organization.code, organization.type
    if organization.parent is None:
        path, unit, grassroots = f"/{code}/", code, None
    elif parent is None or f"/{code}/" in parent.path:
        return None
    else:
        path, unit, grassroots = f"{parent.path}{code}/", parent.unit, parent.grassroots
    return {
        "path": path,
        "unit": code if kind in UNIT_TYPES else unit,
        "grassroots": code if kind in GRASSROOTS_TYPES else grassroots,
    }
