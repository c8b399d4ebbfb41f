"""Group commit: callers that come at the same time share one transaction.

Every caller queues its work. The first leads: it carries out all the work that waits, for itself and for the others,
who are called when theirs is done. Others may join until the group has the lock that it needs; whoever comes later is
the next group, and the first of it leads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Lock
from typing import Any, Generic, TypeVar, cast

from shared.domain import CommandContext
from shared.eventstore.aggregates import Named
from shared.eventstore.unit import Unit

T = TypeVar("T")

_LARGEST_GROUP = 64


class CommitUncertain(Exception):
    """The commit was sent and its answer never came: the work may or may not have happened.

    A command that is sent again with the same Idempotency-Key is carried out once in either case.
    """


class Work(Generic[T]):
    """What one caller wants done in a transaction, and what came of it."""

    def __init__(self, context: CommandContext, do: Callable[[Unit], T], loads: Sequence[Named] = ()) -> None:
        self.context = context
        self.loads = loads
        self.settled = False
        self.called = Event()
        """Set when the work is settled, or when its caller is to lead the next group."""
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


Join = Callable[[], None]
CarryOut = Callable[[list[Work[Any]], Join], int | None]


class Groups:
    """`carry_out` gets each group in turn, never two at once, and lets others join it for as long as it likes.

    It settles every work of the group, and gives the number of the last event if any was written; `committed` is told
    that, outside the lead.
    """

    def __init__(self, carry_out: CarryOut, committed: Callable[[int], None]) -> None:
        self._carry_out = carry_out
        self._committed = committed
        self._waiting: deque[Work[Any]] = deque()
        self._has_leader = False
        self._lock = Lock()

    def add(self, work: Work[Any]) -> None:
        """Return when the work is settled."""
        with self._lock:
            self._waiting.append(work)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            work.called.wait()
        if not work.settled:
            number = self._lead()
            if number is not None:
                self._committed(number)

    def _lead(self) -> int | None:
        """Carry out a group, and leave the lead to the first of those that have not joined it."""
        group: list[Work[Any]] = []
        self._let_into(group)
        try:
            return self._carry_out(group, partial(self._let_into, group))
        finally:
            for work in group:
                if not work.settled:
                    # Only when this thread is being stopped is anything left; the others must not wait for ever.
                    work.fail(CommitUncertain("the thread that led the transaction was stopped"))
                    work.settled = True
                work.called.set()
            with self._lock:
                self._has_leader = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].called.set()

    def _let_into(self, group: list[Work[Any]]) -> None:
        """Let those who wait into the group."""
        with self._lock:
            while self._waiting and len(group) < _LARGEST_GROUP:
                group.append(self._waiting.popleft())
