"""From the counts to a table for people: one row for each place, also where nothing is owed or nothing has come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from services.reviews.domain.expectations.owed import Owed
from services.reviews.domain.expectations.share import percent
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.completeness import NOWHERE, completeness, sums
from services.reviews.readmodel.store import register
from shared.register import Reader, inside

Place = tuple[str, str | None]
"""A unit, and a grassroots organization of it; None is the unit as a whole, or what stands above its grassroots."""
Figures = tuple[int, int, int]
"""Expected, received, on time."""


def table(read: Reader, campaign: str, paths: Iterable[str], owed: Owed, by: str) -> dict[str, Any]:
    """The places of the kind `by` at or below `paths`, with what is expected, received and on time of `owed`."""
    columns = completeness.c
    if by == "unit":
        counted = {(row.unit, None): _figures(row) for row in sums(read, campaign, owed, columns.unit)}
    else:
        rows = sums(read, campaign, owed, columns.unit, columns.grassroots)
        counted = {(row.unit, None if row.grassroots == NOWHERE else row.grassroots): _figures(row) for row in rows}
    known, lasting = _places(read, campaign, paths, by)
    shown = dict.fromkeys(lasting, (0, 0, 0)) | {
        place: figures for place, figures in counted.items() if (place[1] or place[0]) in known
    }
    rows_shown = [_row(*place, shown[place], owed, by) for place in sorted(shown, key=_in_order)]
    return {"of": owed.value, "by": by, "rows": rows_shown, "total": _told(_sum(shown.values()), owed)}


def _places(read: Reader, campaign: str, paths: Iterable[str], by: str) -> tuple[set[str], set[Place]]:
    """The organizations in sight, and the places of the kind `by` among them that have not ended before the day."""
    view = register.of(campaign)
    places = view.organizations.c
    rows = read(
        select(places.code, places.unit, places.grassroots, places.ended_on).where(
            inside(view, *paths), or_(places.code == places.unit, places.code == places.grassroots)
        )
    )
    day = read(select(campaigns.c.reference_date).where(campaigns.c.campaign == campaign))
    lasting = [row for row in rows if row.ended_on is None or (day and row.ended_on >= day[0].reference_date)]
    if by == "unit":
        return {row.code for row in rows}, {(row.code, None) for row in lasting if row.code == row.unit}
    return {row.code for row in rows}, {(row.unit, row.code) for row in lasting if row.code == row.grassroots}


def _row(unit: str, grassroots: str | None, figures: Figures, owed: Owed, by: str) -> dict[str, Any]:
    place = {"unit": unit} if by == "unit" else {"unit": unit, "grassroots": grassroots}
    return {**place, **_told(figures, owed)}


def _told(figures: Figures, owed: Owed) -> dict[str, Any]:
    """Only dossiers have a deadline: for the others nothing is on time or late."""
    wanted, come, punctual = figures
    timed = owed is Owed.DOSSIER
    return {
        "expected": wanted,
        "received": come,
        "received_pct": percent(come, wanted),
        "on_time": punctual if timed else None,
        "on_time_pct": percent(punctual, wanted) if timed else None,
    }


def _figures(row: Any) -> Figures:
    return int(row.expected), int(row.received), int(row.on_time)


def _sum(figures: Iterable[Figures]) -> Figures:
    wanted = come = punctual = 0
    for one in figures:
        wanted, come, punctual = wanted + one[0], come + one[1], punctual + one[2]
    return wanted, come, punctual


def _in_order(place: Place) -> tuple[str, str]:
    return place[0], place[1] or ""
