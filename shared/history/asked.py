"""What a client may state as the moment: positions, an instant, or a day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.domain import Instant
from shared.history.refusals import AsOfUnreadable
from shared.web.asked import AS_OF
from shared.web.refusals import BadHeader
from shared.web.waiting import parse_positions

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse(text: str) -> dict[str, int] | date | Instant:
    """Positions by service, a day, or an instant in UTC. Raises AsOfUnreadable."""
    text = text.strip()
    try:
        if re.match(r"[a-z]", text) and (positions := parse_positions(text)):
            return positions
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        # What was a plus in a link that nobody encoded has become a blank.
        instant = datetime.fromisoformat(text.replace(" ", "+"))
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (BadHeader, ValueError, OverflowError):
        pass
    raise AsOfUnreadable(field=f"?{AS_OF}", value=text)


def end_of(day: date, zone: str) -> Instant:
    """The last instant of a day in a zone, in UTC. Raises AsOfUnreadable."""
    try:
        next_day = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
        return (next_day.astimezone(UTC)) - timedelta(microseconds=1)
    except OverflowError:
        raise AsOfUnreadable(field=f"?{AS_OF}", value=day.isoformat()) from None


def start_of(day: date, zone: str) -> Instant:
    """The first instant of a day in a zone, in UTC. Raises AsOfUnreadable."""
    try:
        return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        raise AsOfUnreadable(field=f"?{AS_OF}", value=day.isoformat()) from None
