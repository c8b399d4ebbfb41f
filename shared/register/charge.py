"""What an organization has in its charge: its part of the tree as it is now, or of the tree that a campaign sees."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, select

from shared.reader import Reader, matching
from shared.register.queries import among
from shared.register.timeline import SINCE_EVER
from shared.register.views import Register, View


def paths_of(register: Register, read: Reader, organization: str, campaign: str | None = None) -> tuple[str, ...]:
    """The ways down the tree to what the organization has in its charge: one, none, or several for a successor.

    Without a campaign, or before that is opened, it is the organization's place in the tree as it is now. In a
    campaign it is what the organization had then, even if it has moved or ended since. One that the campaign does not
    know, or that was founded after the reference date, also has what its predecessors had, and theirs.
    """
    editions = register.tables.editions
    opened = campaign and read(matching(editions, "campaign"), campaign=campaign)
    if not campaign or not opened:
        return tuple(row.path for row in _placed(register.live, read, [organization]))
    view, day = register.of(campaign), opened[0].reference_date
    asked, wanted, paths = set[str](), {organization}, set[str]()
    while wanted:
        placed = _placed(view, read, wanted)
        paths |= {row.path for row in placed}
        asked |= wanted
        succeeding = wanted - {row.code for row in placed if (row.founded_on or SINCE_EVER) <= day}
        wanted = _predecessors(register, read, succeeding) - asked
    return tuple(path for path in sorted(paths) if not any(path != above and path.startswith(above) for above in paths))


def _placed(view: View, read: Reader, codes: Iterable[str]) -> list[Row[Any]]:
    return list(among(read, _places_in(view), view.organizations.c.code, codes))


@lru_cache(maxsize=64)
def _places_in(view: View) -> Select[Any]:
    columns = view.organizations.c
    return select(columns.code, columns.path, columns.founded_on)


def _predecessors(register: Register, read: Reader, organizations: Iterable[str]) -> set[str]:
    successions = register.tables.successions
    rows = among(read, matching(successions), successions.c.successor, organizations)
    return {row.predecessor for row in rows}
