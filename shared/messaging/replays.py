"""The past of a service for one queue, and then what happens: the relay sends both, so it knows where one ends.

A replay is a row that `kiemdiem replay` writes. The relay takes each a step further between two of its own
publications: a part of the past, or, once that has reached what it has published itself, the binding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any, ClassVar

from sqlalchemy import Row, select

from shared.domain import Clock, iso
from shared.eventstore import STORE, EventStore, Unit
from shared.messaging.context import own_context
from shared.messaging.envelope import Envelope
from shared.messaging.rabbit import RabbitBroker
from shared.messaging.replaying import EVERYTHING, Replaying, ReplayRefused

HISTORY, JOINING, LIVE, DONE, FAILED = "history", "joining", "live", "done", "failed"
"""Where a replay is: sending the past; bound, but not yet sure that nothing lies between; hearing what is published
now; at the end that was asked for; given up for the reason beside it."""
ENDED = frozenset({LIVE, DONE, FAILED})

FULL = "the queue is full"
"""Why a replay pauses: its subscriber has not read enough. It goes on by itself."""
MOST_WAITING = 20_000
"""Messages in a queue beyond which a replay pauses, so that none is dropped for its length (deploy/subscribers)."""
PART = 1_000
_LOOK_SECONDS = 1.0

_replays = STORE.replays


@dataclass(frozen=True, slots=True)
class Replay:
    """One replay: of which events, up to which number the queue has them, and the last that is asked for, if any."""

    queue: str
    keys: tuple[str, ...]
    number: int
    until: int | None
    state: str = HISTORY
    reason: str | None = None

    @classmethod
    def of(cls, row: Row[Any]) -> Replay:
        return cls(row.queue, tuple(row.keys.split(" ")), row.number, row.until, row.state, row.reason)

    def wants(self, type_: str) -> bool:
        return self.keys == EVERYTHING or type_ in self.keys


def replay_into(store: EventStore, queue: str) -> Replay | None:
    """The replay into a queue that is under way, or was not cleared away yet."""
    with store.query() as connection:
        row = connection.execute(select(_replays).where(_replays.c.queue == queue)).one_or_none()
    return None if row is None else Replay.of(row)


def ask_for(store: EventStore, clock: Clock, replay: Replay) -> None:
    """Have the relay carry out a replay; one into the same queue is forgotten."""
    store.execute(own_context(store.service, clock), partial(_write, None, replay))


def clear_away(store: EventStore, clock: Clock, queue: str) -> None:
    """Forget the replay into a queue."""
    store.execute(own_context(store.service, clock), lambda unit: unit.tables.remove(_replays, queue=queue))


class Replays:
    """Carries out the replays of a service, called by its relay and on the relay's thread.

    Of several instances of a service one does: whose connection has the lock. With each new connection it begins anew
    where the rows say; what was bound and not yet known to be without a gap is sent again.
    """

    name: ClassVar[str] = "replays"

    def __init__(self, store: EventStore, broker: RabbitBroker, source: str, clock: Clock) -> None:
        self._store = store
        self._broker = broker
        self._source = source
        self._clock = clock
        self._open: list[Replay] = []
        self._looked_at = float("-inf")
        self._way: Replaying | None = None
        self._prepared: set[str] = set()
        self._joined: dict[str, int] = {}

    def go_on(self, published: int) -> bool:
        """Take each replay a step further; whether one may go on at once.

        `published`: the last event that the relay has published. Raises what the broker and the store raise.
        """
        if not self._open and monotonic() < self._looked_at + _LOOK_SECONDS:
            return False
        self._open, self._looked_at = self._load(), monotonic()
        if not self._open or (way := self._way_of_now()) is None:
            self._open = []
            return False
        went_on = [self._step(way, replay, published) for replay in self._open]
        return any(went_on)

    def _load(self) -> list[Replay]:
        with self._store.query() as connection:
            rows = connection.execute(select(_replays).where(_replays.c.state.not_in(ENDED)))
            return [Replay.of(row) for row in rows]

    def _way_of_now(self) -> Replaying | None:
        way = self._broker.replays(self._store.service)
        if way is not self._way:
            self._way = way
            self._prepared.clear()
            self._joined.clear()
        return way

    def _step(self, way: Replaying, replay: Replay, published: int) -> bool:
        try:
            if replay.state == JOINING:
                return self._arrive(replay, published)
            if replay.queue not in self._prepared:
                way.prepare(replay.queue, replay.keys)
                self._prepared.add(replay.queue)
            return self._send(way, replay, published)
        except ReplayRefused as refused:
            return self._end(replay, state=FAILED, reason=str(refused))

    def _send(self, way: Replaying, replay: Replay, published: int) -> bool:
        if way.waiting(replay.queue) >= MOST_WAITING:
            self._note(replay, reason=FULL)
            return False
        end = published if replay.until is None else min(published, replay.until)
        part = self._store.read(replay.number, min(PART, end - replay.number)) if replay.number < end else []
        way.send(replay.queue, [Envelope.of(it, self._source) for it in part if replay.wants(it.type)])
        reached = part[-1].number if part else replay.number
        if replay.until is not None and reached >= replay.until:
            return self._end(replay, number=reached, state=DONE, reason=None)
        if replay.until is None and reached == published:
            return self._join(way, replay, reached)
        return self._note(replay, number=reached, reason=None) and bool(part)

    def _join(self, way: Replaying, replay: Replay, number: int) -> bool:
        """Bind, now that the past has been sent up to where the relay is; nothing is published while this is done.

        First it is noted: a process that ends in between leaves a row from which the next one begins anew.
        """
        if not self._note(replay, number=number, state=JOINING, reason=None):
            return False
        way.join(replay.queue, replay.keys)
        # Another instance may have published further before the binding, and ends perhaps before this one gets there.
        self._joined[replay.queue] = self._store.head().number
        return True

    def _arrive(self, replay: Replay, published: int) -> bool:
        """The replay is over once this relay has published, after the binding, all that there was then."""
        if replay.queue not in self._joined:
            return self._note(replay, state=HISTORY)
        if published < self._joined[replay.queue]:
            return False
        return self._end(replay, number=published, state=LIVE)

    def _end(self, replay: Replay, **changes: Any) -> bool:
        self._prepared.discard(replay.queue)
        self._joined.pop(replay.queue, None)
        self._note(replay, **changes)
        return False

    def _note(self, replay: Replay, **changes: Any) -> bool:
        """Write down how far it is, unless the row has been changed by somebody else; whether that was done."""
        after = replace(replay, **changes)
        if after == replay:
            return True
        context = own_context(self._store.service, self._clock)
        return self._store.execute(context, partial(_write, replay, after))


def _write(before: Replay | None, after: Replay, unit: Unit) -> bool:
    row = unit.tables.one(select(_replays).where(_replays.c.queue == after.queue))
    if before is not None and (row is None or Replay.of(row) != before):
        return False
    unit.tables.put(_replays, **_columns(after), updated_at=iso(unit.context.now))
    return True


def _columns(replay: Replay) -> Mapping[str, Any]:
    return {
        "queue": replay.queue,
        "keys": " ".join(replay.keys),
        "number": replay.number,
        "until": replay.until,
        "state": replay.state,
        "reason": replay.reason,
    }
