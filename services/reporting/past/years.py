"""Campaigns of several years beside each other: by kind and type, unit by unit, and the trend over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.ratings import Count, RatingTally
from services.reporting.domain.shares import shares
from services.reporting.domain.subjects import KINDS
from services.reporting.page.sides import difference
from services.reporting.readmodel import roster
from services.reporting.recasting import recast
from services.reporting.roster.lists import within
from services.reporting.roster.look import Look

_columns = roster.entries.c
ALL = ""
"""The type under which all of a kind are counted."""


def beside(before: Look, after: Look) -> dict[str, Any]:
    """Two campaigns: the counts by kind and type, and of members by unit of today. Raises FiguresDisagree."""
    was, became = _by_type(before), _by_type(after)
    rulebooks = {"before": before.campaign.rulebook, "after": after.campaign.rulebook}
    return {
        "before": before.campaign.campaign,
        "after": after.campaign.campaign,
        "rulebooks": {**rulebooks, "differ": before.campaign.rulebook != after.campaign.rulebook},
        "kinds": [
            {"kind": kind, "type": type_ or None, **_pair(was.get(key), became.get(key))}
            for key in sorted({*was, *became}, key=_reading_order)
            for kind, type_ in (key,)
        ],
        "units": _by_unit(before, after),
    }


def trend(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Of each campaign, as they are given: the ratings by kind, with the shares of those rated."""
    return [
        {
            "campaign": look.campaign.campaign,
            "year": look.campaign.facts["year"],
            "title": look.campaign.facts["title"],
            "rulebook": look.campaign.rulebook,
            "kinds": {kind: _with_shares(count) for kind, count in look.overview()["ratings"].items()},
        }
        for look in looks
    ]


def _by_type(look: Look) -> dict[tuple[str, str], Count]:
    """The ratings by kind and type, and of each kind as a whole; members have no type."""
    query = select(_columns.kind, _columns.type, _columns.level, func.count().label("subjects"))
    query = query.where(*within(look.read, look.campaign.campaign, look.scope))
    tally = RatingTally()
    for row in look.read(query.group_by(_columns.kind, _columns.type, _columns.level)):
        if row.type is not None:
            tally.add(row.kind, row.type, row.level, row.subjects)
    by_type = {
        (kind, type_): count
        for type_, kinds in tally.by_unit().items()
        for kind, count in kinds.items()
        if count["total"]
    }
    whole = {(kind, ALL): count for kind, count in look.overview()["ratings"].items() if count["total"]}
    return whole | by_type


def _by_unit(before: Look, after: Look) -> list[dict[str, Any]]:
    """Members by the units of today: what has another unit since the earlier campaign is counted where it is now."""
    was, became = (recast(look.read, look.campaign, look.scope)["by_unit"] for look in (before, after))
    units = sorted({*was, *became})
    return [{"unit": unit, **_pair(*(side.get(unit, {}).get("mem") for side in (was, became)))} for unit in units]


def _pair(before: Mapping[str, int] | None, after: Mapping[str, int] | None) -> dict[str, Any]:
    """Both sides with their shares, and the later share less the earlier, in hundredths of a point."""
    sides = [None if count is None else _with_shares(count) for count in (before, after)]
    shares = [side["shares"] if side else {} for side in sides]
    by_level = {level: difference(*(share.get(level) for share in shares)) for level in LEVELS}
    return {"before": sides[0], "after": sides[1], "difference": by_level}


def _with_shares(count: Mapping[str, int]) -> dict[str, Any]:
    return {**count, "shares": shares({level: count[level] for level in LEVELS})}


def _reading_order(key: tuple[str, str]) -> tuple[int, str]:
    return KINDS.index(key[0]), key[1]
