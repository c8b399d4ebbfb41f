"""Group commit: callers that come at the same time share one transaction.

Every caller queues its work and then asks for the lead. The one that gets it carries out all the work
that waits, for itself and for the others, who find theirs done when their turn comes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from shared.domain import CommandContext
from shared.eventstore.unit import Unit

T = TypeVar("T")

_LARGEST_GROUP = 64


class CommitUncertain(Exception):
    """The commit was sent and its answer never came: the work may or may not have happened.

    A command that is sent again with the same Idempotency-Key is carried out once in either case.
    """


class Work(Generic[T]):
    """What one caller wants done in a transaction, and what came of it."""

    def __init__(self, context: CommandContext, do: Callable[[Unit], T]) -> None:
        self.context = context
        self.settled = False
        self._do = do
        self._result: T | None = None
        self._error: BaseException | None = None

    def do(self, unit: Unit) -> None:
        """Do it. Whether it lasts is known only once the transaction is committed, so this may be repeated."""
        self._result, self._error = self._do(unit), None

    def fail(self, error: BaseException) -> None:
        self._error = error

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return cast(T, self._result)


class Groups:
    """`carry_out` gets each group in turn, never two at once. It settles every work of the group, and
    gives the number of the last event if any was written; `committed` is told that, outside the lead."""

    def __init__(self, carry_out: Callable[[list[Work[Any]]], int | None], committed: Callable[[int], None]) -> None:
        self._carry_out = carry_out
        self._committed = committed
        self._waiting: deque[Work[Any]] = deque()
        self._lead = Lock()

    def add(self, work: Work[Any]) -> None:
        """Return when the work is settled."""
        self._waiting.append(work)
        time.sleep(0)  # lets callers that are on their way join the group; a green thread gives way only when told
        while not work.settled:
            with self._lead:
                number = self._lead_for(work)
            if number is not None:
                self._committed(number)

    def _lead_for(self, work: Work[Any]) -> int | None:
        """Carry out a group, unless another thread did it for `work` meanwhile."""
        if work.settled:
            return None
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_GROUP))]
        try:
            return self._carry_out(group)
        finally:
            # Only when this thread is being stopped is anything left; the others must not wait for ever.
            for work in group:
                if not work.settled:
                    work.fail(CommitUncertain("the thread that led the transaction was stopped"))
                    work.settled = True
