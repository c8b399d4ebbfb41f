"""What a service clears away by itself: answers that nobody will ask for again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

import structlog
from sqlalchemy import Select, select

from shared.domain import Clock, iso
from shared.eventstore import STORE, EventStore, Unit
from shared.messaging.context import own_context
from shared.messaging.extensions import Beside
from shared.messaging.outage import StoreTrouble
from shared.messaging.worker import Backoff, Worker
from shared.troubles import Trouble, store_unavailable

IDEMPOTENCY_DAYS = 400
"""More than a year: whoever plays last year's campaign again, by mistake or after a loss, is still recognized."""

EVERY_SECONDS = 3600.0
AT_ONCE = 1_000
"""Answers that are cleared away in one transaction: commands wait no longer for that than for one another."""

_kept = STORE.idempotency
_log = structlog.get_logger()


class Parts(Protocol):
    store: EventStore
    clock: Clock
    idempotency_days: int


class Clearer(Worker):
    """Once an hour forgets the answers to requests with a key that were given more than `days` ago."""

    name: ClassVar[str] = "clearing"

    def __init__(self, store: EventStore, clock: Clock, days: int) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self._age = timedelta(days=days)
        self._trouble: Trouble | None = None

    def clear(self) -> int:
        """Forget what is old enough; how many answers that were. Raises what the store raises."""
        cleared = 0
        # The look beforehand may have to read the whole table, so it is not taken while writers wait.
        while self._any_is_old():
            cleared += self._store.execute(own_context(self._store.service, self._clock), self._clear_some)
        return cleared

    def _any_is_old(self) -> bool:
        with self._store.query() as connection:
            return connection.execute(_older_than(self._clock.now() - self._age, 1)).first() is not None

    def _clear_some(self, unit: Unit) -> int:
        rows = unit.tables.rows(_older_than(unit.context.now - self._age, AT_ONCE))
        for row in rows:
            unit.tables.remove(_kept, key=row.key, actor=row.actor)
        return len(rows)

    def _work(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set():
            try:
                if cleared := self.clear():
                    _log.info("clearing.cleared", service=self._store.service, answers=cleared)
                self._trouble = None
                backoff.reset()
                self._stopping.wait(EVERY_SECONDS)
            except StoreTrouble as error:
                self._trouble = store_unavailable(self.name, type(error).__name__)
                self._stopping.wait(backoff.next())

    def _troubles(self) -> list[Trouble]:
        return [self._trouble] if self._trouble else []


def _older_than(instant: datetime, most: int) -> Select[Any]:
    return select(_kept.c.key, _kept.c.actor).where(_kept.c.created_at < iso(instant)).limit(most)


class Clearing(Beside):
    """The clearing as a nameko dependency."""

    def setup(self) -> None:
        parts: Parts = self.container.config["kiemdiem"]
        self.engine = Clearer(parts.store, parts.clock, parts.idempotency_days)


__all__ = ["IDEMPOTENCY_DAYS", "Clearer", "Clearing"]
