"""From what a client states as the moment to the positions of all logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from shared.domain import Instant, iso
from shared.history.asked import end_of, parse, start_of
from shared.history.refusals import AGAIN, AsOfInFuture, PastUnknown
from shared.messaging import FeedUnavailable, source_beside
from shared.reader import Reader, reader_on
from shared.web.asked import AS_OF
from shared.web.waiting import format_positions, heard_of, positions_on, wait_for


class Moments:
    """The moments of one service; `parts` is what the process gives it, `zone_of` tells a campaign's zone."""

    def __init__(self, parts: Any, zone_of: Callable[[Reader, str | None], str]) -> None:
        self._parts = parts
        self._zone_of = zone_of

    def positions(self, asked: str, campaign: str | None, others: Mapping[str, int]) -> dict[str, int] | None:
        """See shared.web.parts.Past. Raises AsOfUnreadable, AsOfInFuture, NotHeardYet and PastUnknown."""
        stated, known = parse(asked), self.known()
        if isinstance(stated, dict):
            if any(number > known[service] for service, number in stated.items() if service in known):
                raise self._in_future(asked, known)
            return known | {name: number for name, number in {**others, **stated}.items() if name in known}
        now = self._parts.clock.now()
        instant = stated if isinstance(stated, datetime) else self._end_of(stated, campaign, now)
        if instant is None:
            return None
        if instant > now:
            raise self._in_future(asked, known)
        positions = self._until(iso(instant))
        wait_for(positions, self._parts)
        return positions

    def _end_of(self, day: date, campaign: str | None, now: Instant) -> Instant | None:
        """The end of a day in the campaign's zone; None for today, which is as far as it is."""
        zone = self._zone(campaign)
        return None if start_of(day, zone) <= now < end_of(day, zone) else end_of(day, zone)

    def known(self) -> dict[str, int]:
        """What has been said and heard up to now, by service."""
        heard = heard_of(self._parts)
        with self._parts.store.query() as connection:
            return positions_on(connection, self._parts, heard)

    def _in_future(self, asked: str, known: dict[str, int]) -> AsOfInFuture:
        return AsOfInFuture(field=f"?{AS_OF}", value=asked, known=format_positions(known))

    def _zone(self, campaign: str | None) -> str:
        with self._parts.store.query() as connection:
            return self._zone_of(reader_on(connection), campaign)

    def _until(self, instant: str) -> dict[str, int]:
        """By service, how many events came before the first that was recorded later."""
        parts = self._parts
        try:
            heard = {name: parts.feed.until(source_beside(parts.source, name), instant) for name in self._sources}
        except FeedUnavailable:
            raise PastUnknown(headers=AGAIN) from None
        return {parts.service: parts.store.until(instant)} | heard

    @property
    def _sources(self) -> tuple[str, ...]:
        sources: tuple[str, ...] = self._parts.subscription.sources
        return sources
