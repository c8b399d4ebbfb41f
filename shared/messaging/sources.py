"""When to ask the feed of a source, what came of it the last time, and how far behind the source one is."""

from __future__ import annotations

from time import monotonic

import structlog

from shared.messaging.feed import FeedUnavailable
from shared.messaging.limits import LagLimits
from shared.messaging.worker import Backoff
from shared.troubles import Trouble, catching_up, feed_unavailable, source_behind, source_silent

_log = structlog.get_logger()


class Source:
    """One source that a service listens to.

    Its feed is asked until it has no more, at first and whenever the source is known to be ahead; then
    after each `quiet` seconds of silence.
    """

    def __init__(self, name: str, quiet: float) -> None:
        self.name = name
        self.trouble: Trouble | None = None
        self._quiet = quiet
        self._behind = True
        self._ask_at = monotonic()
        self._backoff = Backoff()
        self._newest = 0
        self._missing_since: float | None = None
        self._silent_since = monotonic()
        self._was_caught_up = False

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
        self._silent_since = monotonic()
        if not self._behind:
            self._ask_at = monotonic() + self._quiet

    def answered(self) -> None:
        """The feed could be read."""
        self.trouble = None
        self._silent_since = monotonic()
        self._backoff.reset()

    def is_caught_up_with(self, heard: int) -> None:
        """All that the feed has is heard: whatever a message said, there is no more."""
        self._newest, self._missing_since = heard, None
        self._behind = False
        self._was_caught_up = True
        self._ask_at = monotonic() + self._quiet

    def failed(self, error: FeedUnavailable) -> None:
        """The feed could not be read: ask again after a growing delay."""
        self._behind = True
        self._ask_at = monotonic() + self._backoff.next()
        self.trouble = feed_unavailable(self.name, str(error))
        _log.warning("subscription.feed_unavailable", source=self.name, reason=self.trouble.en)

    def reached(self, heard: int, newest: int) -> None:
        """It has been heard up to `heard`, and is known to have events up to `newest`."""
        self._newest = max(self._newest, newest)
        if heard >= self._newest:
            self._missing_since = None
        elif self._missing_since is None:
            self._missing_since = monotonic()

    def silent(self) -> float:
        """For how many seconds nothing has been heard of it, neither an event nor an answer of its feed."""
        return monotonic() - self._silent_since

    def troubles(self, heard: int, limits: LagLimits, *, by_broker: bool) -> list[Trouble]:
        """What stands between the service and this source's newest event; `by_broker` if the inbox is open.

        A feed that is away is grave only together with the broker: or services that start at once, or one that is down
        for long, would make all others unready.
        """
        now, silent = monotonic(), self.silent()
        found = [self.trouble] if self.trouble else []
        if self.trouble and not by_broker and (not self._was_caught_up or silent > limits.seconds):
            found.append(source_silent(self.name, silent))
        if not self._was_caught_up and not self.trouble:
            found.append(catching_up(self.name))
        missing, since = self._newest - heard, self._missing_since
        if missing > 0 and since is not None and (missing > limits.events or now - since > limits.seconds):
            found.append(source_behind(self.name, missing, now - since))
        return found
