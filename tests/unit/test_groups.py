"""Callers that come at the same time share a transaction, and none waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from shared.eventstore import CommitUncertain
from shared.eventstore.groups import CarryOut, Groups, Join, Work
from tests.notebooks import context


class Announced(Work[None]):
    """Work that tells when it waits in the queue: only then is it asked for its call."""

    def __init__(self) -> None:
        self.queued = Event()
        super().__init__(context(), lambda unit: None)

    @property
    def called(self) -> Event:
        self.queued.set()
        return self._called

    @called.setter
    def called(self, called: Event) -> None:
        self._called = called


def settling(groups: list[list[Work[Any]]], hold: Callable[[], object], joining: bool = False) -> CarryOut:
    """Notes each group, waits for `hold`, lets others join or not, and settles the group."""

    def carry_out(group: list[Work[Any]], join: Join) -> int:
        groups.append(group)
        hold()
        if joining:
            join()
        for work in group:
            work.settled = True
        return len(groups)

    return carry_out


@pytest.mark.parametrize(("joining", "sizes"), [(False, [1, 4]), (True, [5])], ids=["too late", "in time"])
def test_work_that_comes_meanwhile_joins_the_group_or_makes_up_the_next(joining: bool, sizes: list[int]) -> None:
    led: list[list[Work[Any]]] = []
    committed: list[int] = []
    first_is_led, first_may_end = Event(), Event()

    def hold() -> None:
        first_is_led.set()
        first_may_end.wait()

    groups = Groups(settling(led, hold, joining), committed.append)
    first, *others = [Announced() for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        pool.submit(groups.add, first)
        first_is_led.wait()
        waiting = [pool.submit(groups.add, work) for work in others]
        for work in others:
            work.queued.wait()
        first_may_end.set()
        for future in waiting:
            future.result()
    assert list(map(len, led)) == sizes
    assert sorted(committed) == list(range(1, len(sizes) + 1))


def test_when_the_leading_thread_is_stopped_nobody_is_told_that_it_is_done() -> None:
    def stop(group: list[Work[Any]], join: Join) -> int:
        raise SystemExit

    work: Work[None] = Work(context(), lambda unit: None)
    with pytest.raises(SystemExit):
        Groups(stop, lambda number: None).add(work)
    assert work.settled
    with pytest.raises(CommitUncertain):
        work.outcome()
