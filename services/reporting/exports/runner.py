"""Carries out the jobs of the queue, one after another, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

import structlog

from services.reporting.exports import jobs
from services.reporting.exports.describing import Order
from services.reporting.exports.process import ExportProcess
from services.reporting.exports.slots import SLOTS
from shared.domain import Clock, CommandContext, Refusal
from shared.eventstore import EventStore
from shared.history.refusals import PastBeingPrepared
from shared.messaging.extensions import Beside
from shared.messaging.outage import StoreTrouble
from shared.messaging.worker import Backoff, Worker
from shared.reader import reader_on
from shared.troubles import Trouble, store_unavailable
from shared.web.parts import Past

LOOK_SECONDS = 0.5
"""How often the queue is looked at."""

TELL_SECONDS = 1.0
EXPIRE_SECONDS = 600

T = TypeVar("T")
_log = structlog.get_logger("exports")


class Runner(Worker):
    """Takes jobs from the store's queue, also those that another process of the service left behind."""

    name = "exports"

    def __init__(self, store: EventStore, clock: Clock, past: Callable[[], Past | None] = lambda: None) -> None:
        """`past` gives the tables as they were, for orders as of an earlier moment."""
        super().__init__()
        self._past = past
        self._store = store
        self._clock = clock
        self._trouble: Trouble | None = None
        self._expires_in = 0.0

    def _troubles(self) -> list[Trouble]:
        return [self._trouble] if self._trouble else []

    def _work(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set():
            try:
                self._expire_now_and_then()
                worked = self.step()
                self._trouble = None
                backoff.reset()
            except StoreTrouble as error:
                self._trouble = store_unavailable(self.name, type(error).__name__)
                _log.warning("exports.store_unavailable", reason=type(error).__name__)
                self._stopping.wait(backoff.next())
                continue
            if not worked:
                self._stopping.wait(LOOK_SECONDS)

    def step(self) -> bool:
        """Carry out the next job, if there is one."""
        if not SLOTS.acquire(blocking=False):
            return False
        try:
            taken = self._in_store(jobs.take) if self._has_any() else None
            if taken is None:
                return False
            self._carry_out(*taken)
            return True
        finally:
            SLOTS.release()

    def _has_any(self) -> bool:
        """A look that takes no writer's lock."""
        with self._store.query() as connection:
            return jobs.is_anything_to_do(reader_on(connection), self._clock.now())

    def _carry_out(self, job: int, order: Order) -> None:
        with ExitStack() as stack:
            try:
                address = self._address(order, stack)
            except PastBeingPrepared:
                return self._in_store(partial(jobs.give_back, job=job))
            except Refusal as refusal:
                return self._in_store(partial(jobs.fail, job=job, fault=refusal.code))
            process = stack.enter_context(ExportProcess(address, order))
            while not process.wait(TELL_SECONDS):
                if self._stopping.is_set():
                    return self._in_store(partial(jobs.give_back, job=job))
                if not self._in_store(partial(jobs.progress, job=job, done=process.done)):
                    return None  # cancelled; leaving ends the process
            try:
                content = process.result()
            except Refusal as refusal:
                return self._in_store(partial(jobs.fail, job=job, fault=refusal.code))
            return self._in_store(partial(jobs.finish, job=job, content=content, done=process.done))

    def _address(self, order: Order, stack: ExitStack) -> str:
        """Where the process finds the tables; those of an earlier moment stay up to the end of the stack.

        Raises what `Past.at` raises.
        """
        past = self._past()
        if order.as_of is None or past is None:
            return self._store.address
        return stack.enter_context(past.at(order.as_of)).engine.url.render_as_string(hide_password=False)

    def _expire_now_and_then(self) -> None:
        self._expires_in -= LOOK_SECONDS
        if self._expires_in <= 0:
            self._expires_in = EXPIRE_SECONDS
            self._in_store(jobs.expire)

    def _in_store(self, work: Callable[..., T]) -> T:
        now = self._clock.now()
        context = CommandContext(actor="exports", organization=None, now=now)
        return self._store.execute(context, lambda unit: work(unit, now=now))


class ExportJobs(Beside):
    """The runner as a nameko dependency of the service."""

    def setup(self) -> None:
        parts = self.container.config["kiemdiem"]
        self.engine = Runner(parts.store, parts.clock, lambda: parts.history)
