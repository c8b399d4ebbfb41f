"""A year as data."""

from __future__ import annotations

from typing import Any

from services.reporting.centre.board import Seen, Year
from services.reporting.domain.together import level_shares
from shared.domain import Instant, iso


def told_year(year: Year) -> dict[str, Any]:
    """See `services.reporting.centre.schemas.YearAnswer`."""
    return {
        "year": year.year,
        "at": iso(year.at),
        "counted": [seen.province.code for seen in year.counted],
        "left_out": [seen.province.code for seen in year.left_out],
        "together": year.together,
        "provinces": [_told(seen) for seen in year.seen],
    }


def _told(seen: Seen) -> dict[str, Any]:
    campaign, overview = seen.campaign or {}, seen.overview
    return {
        "province": seen.province.code,
        "vi": seen.province.vi,
        "en": seen.province.en,
        "state": seen.state,
        "counted": seen.is_counted,
        **{name: campaign.get(name) for name in ("campaign", "title", "rulebook")},
        "other_campaigns": list(seen.others),
        "figures": overview and {**overview.figures, "shares": level_shares(overview.figures["ratings"])},
        "positions": overview.positions if overview else {},
        "said_at": _instant(overview.said_at if overview else None),
        "asked_at": _instant(seen.asked_at),
        "silent_since": _instant(seen.silent_since),
        "troubles": list(seen.troubles),
        "pages": seen.province.pages,
    }


def _instant(at: Instant | None) -> str | None:
    return None if at is None else iso(at)
