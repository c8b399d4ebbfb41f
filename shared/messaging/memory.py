"""The broker of a single process: hands the very objects over, in batches, without writing them down."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain, groupby
from operator import attrgetter
from threading import Condition, Lock

from shared.messaging.broker import Arrival, InboxTaken
from shared.messaging.envelope import Envelope

CAPACITY = 50_000
"""Events that one queue holds. What does not fit is dropped; its subscriber gets it from the feed."""


class MemoryBroker:
    """Keeps the port's promises among the threads of one process; a restart empties it, as the feed allows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queues: dict[str, _Queue] = {}
        self._bound: dict[str, list[_Queue]] = {}

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        for service, batch in groupby(envelopes, key=attrgetter("service")):
            events = list(batch)
            for queue in self._bound.get(service, ()):
                queue.put(events)

    def keep_alive(self) -> None:
        """Nothing to tend."""

    def inbox(self, queue: str, services: Sequence[str]) -> MemoryInbox:
        with self._lock:
            held = self._queues.setdefault(queue, _Queue())
            for service in services:
                if held not in (bound := self._bound.setdefault(service, [])):
                    bound.append(held)
        return MemoryInbox(held)

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryInbox:
    def __init__(self, queue: _Queue) -> None:
        queue.open()
        self._queue = queue

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        return self._queue.take(limit, timeout)

    def acknowledge(self) -> None:
        self._queue.acknowledge()

    def close(self) -> None:
        self._queue.close()


class _Queue:
    def __init__(self) -> None:
        self._changed = Condition()
        self._batches: deque[Sequence[Arrival]] = deque()
        self._size = 0
        self._taken: list[Sequence[Arrival]] = []
        self._open = False

    def open(self) -> None:
        with self._changed:
            if self._open:
                raise InboxTaken
            self._open = True

    def put(self, batch: Sequence[Arrival]) -> None:
        with self._changed:
            if self._size + len(batch) <= CAPACITY:
                self._batches.append(batch)
                self._size += len(batch)
                self._changed.notify()

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        with self._changed:
            self._changed.wait_for(lambda: self._batches, timeout)
            taken: list[Sequence[Arrival]] = []
            room = limit
            while self._batches and room:
                batch = self._batches.popleft()
                if len(batch) > room:
                    self._batches.appendleft(batch[room:])
                    batch = batch[:room]
                taken.append(batch)
                room -= len(batch)
            self._size -= limit - room
            self._taken += taken
        return taken[0] if len(taken) == 1 else list(chain.from_iterable(taken))

    def acknowledge(self) -> None:
        with self._changed:
            self._taken.clear()

    def close(self) -> None:
        with self._changed:
            self._batches.extendleft(reversed(self._taken))
            self._size += sum(map(len, self._taken))
            self._taken = []
            self._open = False
