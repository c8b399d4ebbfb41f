"""What an organization has in its charge: its part of the tree as it is now, or of the tree that a campaign sees."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from shared.register.queries import Reader, among
from shared.register.views import Register, View


def paths_of(register: Register, read: Reader, organization: str, campaign: str | None = None) -> tuple[str, ...]:
    """The ways down the tree to what the organization has in its charge: one, none, or several for a successor.

    Without a campaign, or before that is opened, it is the organization's place in the tree as it is now.
    """
    if campaign is None:
        return _place_of(register.live, read, organization)
    if paths := _paths_in(register, read, organization, campaign):
        return paths
    editions = register.tables.editions
    was_opened = read(select(editions.c.campaign).where(editions.c.campaign == campaign))
    return () if was_opened else _place_of(register.live, read, organization)


def _place_of(view: View, read: Reader, organization: str) -> tuple[str, ...]:
    organizations = view.organizations
    rows = read(select(organizations.c.path).where(organizations.c.code == organization))
    return tuple(row.path for row in rows)


def _paths_in(register: Register, read: Reader, organization: str, campaign: str) -> tuple[str, ...]:
    """In a campaign, an organization has in its charge what it had then, even if it has moved or ended since.

    One that the campaign does not know, or that was founded after the reference date, also has what its predecessors
    have in their charge.
    """
    view = register.of(campaign)
    organizations = view.organizations
    columns = organizations.c.code, organizations.c.path
    is_later = (organizations.c.founded_on > view.reference_date).label("is_later")
    asked, wanted, paths = set[str](), {organization}, set[str]()
    while wanted:
        rows = list(among(read, select(*columns, is_later), organizations.c.code, wanted))
        paths |= {row.path for row in rows}
        asked |= wanted
        succeeding = wanted - {row.code for row in rows if not row.is_later}
        wanted = _predecessors(register, read, succeeding) - asked
    return tuple(path for path in sorted(paths) if not any(path != above and path.startswith(above) for above in paths))


def _predecessors(register: Register, read: Reader, organizations: Iterable[str]) -> set[str]:
    successions = register.tables.successions
    rows = among(read, select(successions.c.predecessor), successions.c.successor, organizations)
    return {row.predecessor for row in rows}
