"""How far a service has heard each source."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Condition
from time import monotonic

from sqlalchemy import select

from shared.eventstore import RELAY, STORE, EventStore

_REREAD_SECONDS = 0.05


class Heard:
    """The numbers of the last events heard, by source: a copy of the checkpoints that threads can wait on."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._numbers: dict[str, int] = {}
        self._changed = Condition()
        self._waiting = 0

    def number(self, source: str) -> int:
        """The number of the last event of `source` that has been heard; 0 before the first."""
        return self._numbers.get(source, 0)

    def advance(self, reached: Mapping[str, int]) -> None:
        with self._changed:
            for source, number in reached.items():
                self._numbers[source] = max(number, self.number(source))
            self._changed.notify_all()

    def until_wanted(self, timeout: float) -> None:
        """Return when somebody waits for an event that has not been heard, at the latest after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting, timeout)

    def refresh(self) -> None:
        """Take over what another process of the same service may have written."""
        checkpoints = STORE.checkpoints.c
        with self._store.query() as connection:
            rows = connection.execute(select(STORE.checkpoints).where(checkpoints.source != RELAY))
            self.advance({row.source: row.number for row in rows})

    def wait(self, source: str, number: int, timeout: float) -> bool:
        """Whether the event `number` of `source` has been heard, at the latest after `timeout` seconds."""
        if self.number(source) >= number:
            return True
        self._wait_more(1)
        try:
            return self._wait(source, number, monotonic() + timeout)
        finally:
            self._wait_more(-1)

    def _wait(self, source: str, number: int, deadline: float) -> bool:
        while self.number(source) < number:
            left = deadline - monotonic()
            if left <= 0:
                return False
            with self._changed:
                here = self._changed.wait_for(lambda: self.number(source) >= number, min(left, _REREAD_SECONDS))
            if not here:
                self.refresh()
        return True

    def _wait_more(self, by: int) -> None:
        with self._changed:
            self._waiting += by
            self._changed.notify_all()
