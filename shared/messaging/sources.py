"""When to ask the feed of a source, and what came of it the last time."""

from __future__ import annotations

from time import monotonic

import structlog

from shared.messaging.feed import FeedUnavailable
from shared.messaging.worker import Backoff

_log = structlog.get_logger()


class Source:
    """One source that a service listens to.

    Its feed is asked until it has no more, at first and whenever the source is known to be ahead; then
    after each `quiet` seconds of silence.
    """

    def __init__(self, name: str, quiet: float) -> None:
        self.name = name
        self.trouble: str | None = None
        self._quiet = quiet
        self._behind = True
        self._ask_at = monotonic()
        self._backoff = Backoff()

    def seconds_to_ask(self) -> float:
        """How long until the feed is to be asked; 0 when it is due."""
        return max(0.0, self._ask_at - monotonic())

    def is_behind(self) -> None:
        """It has events that have not been heard: ask as soon as the last failure allows."""
        self._behind = True
        if self.trouble is None:
            self._ask_at = monotonic()

    def spoke(self) -> None:
        """An event has come in its turn: no need to ask, unless others are known to be missing."""
        if not self._behind:
            self._ask_at = monotonic() + self._quiet

    def answered(self) -> None:
        """The feed could be read."""
        self.trouble = None
        self._backoff.reset()

    def is_caught_up_with(self) -> None:
        """All that the feed has is heard."""
        self._behind = False
        self._ask_at = monotonic() + self._quiet

    def failed(self, error: FeedUnavailable) -> None:
        """The feed could not be read: ask again after a growing delay."""
        self._behind = True
        self._ask_at = monotonic() + self._backoff.next()
        self.trouble = f"the feed is away: {error}"
        _log.warning("subscription.feed_unavailable", source=self.name, reason=self.trouble)
