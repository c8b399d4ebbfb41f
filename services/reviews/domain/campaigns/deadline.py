"""When something is on time: a local date, a rule and a zone. The server's clock alone counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from services.reviews.domain.campaigns.errors import UnknownZone
from shared.domain import Instant


@dataclass(frozen=True, slots=True)
class Deadline:
    """`before` 25/02/2021 ends when the 24th does; `by` 25/02/2021 ends when the 25th does.

    No weekend or holiday moves it (the Civil Code's habit for terms does not apply to a named date).
    """

    date: date
    rule: Literal["before", "by"]
    zone: str

    @property
    def end(self) -> Instant:
        """The first instant that is late."""
        day = self.date if self.rule == "before" else self.date + timedelta(days=1)
        return datetime.combine(day, time.min, ZoneInfo(self.zone)).astimezone(UTC)

    def require_zone(self, field: str) -> None:
        """Raise UnknownZone, naming `field`, unless there is such a zone."""
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, LookupError):
            raise UnknownZone(field=field, value=self.zone) from None

    def allows(self, instant: Instant) -> bool:
        return instant < self.end
