"""Keeps snapshots of a service's tables at earlier positions, and has those built that are asked for.

One worker prepares them in turn, each in a process of its own; two that ask for the same wait for the same. Whoever
would wait too long is told how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from time import monotonic
from types import MappingProxyType
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, select

from shared.eventstore import STORE, open_engine
from shared.eventstore.engine import reader_of
from shared.history.moments import Moments
from shared.history.refusals import AGAIN, PastBeingPrepared, PastBusy, PastNotRebuilt, PastUnknown
from shared.history.shelf import Limits, Shelf, Snapshot, within
from shared.messaging import DISCARDED, FeedUnavailable, source_beside
from shared.messaging.outage import StoreTrouble
from shared.messaging.worker import Worker
from shared.processes import OwnProcess
from shared.reader import Reader
from shared.rebuilding import Reached
from shared.troubles import Trouble

MOST_WANTED = 8
"""Moments that may wait to be prepared, of everybody together."""
FAILED_SECONDS = 30.0
"""After so long, what could not be prepared is tried again if somebody asks."""
_LOOK_SECONDS = 0.5
_TELL_SECONDS = 0.25

_log = structlog.get_logger("history")


@dataclass(slots=True)
class _Wanted:
    reached: Reached
    done: int = 0
    events: int = 0


@dataclass(slots=True)
class _Opened:
    """A snapshot that can be read; `reader` is the same for all who read it."""

    snapshot: Snapshot
    engine: Engine
    reader: Engine
    leases: int = 0


@dataclass(slots=True)
class _State:
    wanted: dict[str, _Wanted] = field(default_factory=dict)
    opened: dict[str, _Opened] = field(default_factory=dict)
    failed: dict[str, tuple[float, Exception]] = field(default_factory=dict)


class Keeper(Worker):
    """The past of one service."""

    name = "history"

    def __init__(
        self, module: str, parts: Any, limits: Limits, code: str, zone_of: Callable[[Reader, str | None], str]
    ) -> None:
        """`module` is where the service's class is found, `parts` what the process gives the service."""
        super().__init__()
        self._module = module
        self._parts = parts
        self._limits = limits
        self.moments = Moments(parts, zone_of)
        self._shelf = Shelf(limits.folder / parts.service, code)
        self._state = _State()
        self._changed = Condition()

    def positions(
        self, asked: str, campaign: str | None, others: Mapping[str, int] = MappingProxyType({})
    ) -> dict[str, int] | None:
        """See shared.web.parts.Past, and Moments.positions."""
        return self.moments.positions(asked, campaign, others)

    @contextmanager
    def at(self, positions: dict[str, int]) -> Iterator[Connection]:
        """A connection that only reads, to the tables at these positions. Not before they are ready.

        Raises PastBeingPrepared, PastBusy, PastUnknown and PastNotRebuilt.
        """
        opened = self._lease(self._reached(positions))
        try:
            with opened.reader.begin() as connection:
                yield connection
        finally:
            with self._changed:
                opened.leases -= 1

    def _reached(self, positions: dict[str, int]) -> Reached:
        """The positions by source, and what of the events up to there is set aside instead of being applied."""
        numbers = {source_beside(self._parts.source, service): number for service, number in positions.items()}
        parked = STORE.parked.c
        with self._parts.store.query() as connection:
            rows = connection.execute(select(parked.source, parked.number)).all()
        return Reached(numbers, within(((row.source.removeprefix(DISCARDED), row.number) for row in rows), numbers))

    def _lease(self, reached: Reached) -> _Opened:
        key, until = self._shelf.key(reached), monotonic() + self._parts.wait_seconds
        state = self._state
        with self._changed:
            while (opened := self._opened(key)) is None:
                self._refuse_what_failed(key)
                if key not in state.wanted and len(state.wanted) >= MOST_WANTED:
                    raise PastBusy(count=len(state.wanted), headers=AGAIN)
                wanted = state.wanted.setdefault(key, _Wanted(reached))
                if (left := until - monotonic()) <= 0 or self._stopping.is_set():
                    raise PastBeingPrepared(done=wanted.done, events=wanted.events, headers=AGAIN)
                self._changed.notify_all()
                self._changed.wait(min(left, _LOOK_SECONDS))
            opened.leases += 1
        opened.snapshot.use()
        return opened

    def _opened(self, key: str) -> _Opened | None:
        """The snapshot, if it can be read and no other process has removed it."""
        opened = self._state.opened.get(key)
        if opened is not None and not opened.snapshot.database.is_file():
            self._state.opened.pop(key).engine.dispose()
            return None
        return opened

    def _refuse_what_failed(self, key: str) -> None:
        until, fault = self._state.failed.get(key, (0.0, None))
        if fault is None or until < monotonic():
            self._state.failed.pop(key, None)
            return
        if isinstance(fault, FeedUnavailable):
            raise PastUnknown(headers=AGAIN)
        raise PastNotRebuilt(fault=str(fault), headers=AGAIN)

    def _work(self) -> None:
        self._shelf.tidy()
        while not self._stopping.is_set():
            with self._changed:
                key = next(iter(self._state.wanted), None)
                if key is None:
                    self._changed.wait(_LOOK_SECONDS)
                    continue
                wanted = self._state.wanted[key]
            self._prepare(key, wanted)
        self._close()

    def _troubles(self) -> list[Trouble]:
        return []

    def _prepare(self, key: str, wanted: _Wanted) -> None:
        """Have the snapshot ready, or know why not; then it is wanted no longer."""
        opened, failed = None, None
        try:
            opened = self._open(self._found(key) or self._built(key, wanted))
        except (FeedUnavailable, *StoreTrouble, OSError, NotBuilt) as error:
            failed = error
            _log.warning("history.not_prepared", reason=type(error).__name__)
        with self._changed:
            del self._state.wanted[key]
            if opened is not None:
                self._state.opened[key] = opened
            elif failed is not None:
                now, known = monotonic(), self._state.failed
                self._state.failed = {each: (until, why) for each, (until, why) in known.items() if until > now}
                self._state.failed[key] = (now + FAILED_SECONDS, failed)
            self._changed.notify_all()
        self._keep_within_limits(key)

    def _found(self, key: str) -> Snapshot | None:
        """The snapshot if it is on the shelf already, and of the logs as they are."""
        snapshot = self._shelf.get(key)
        if snapshot is not None and not self._is_of_these_logs(snapshot):
            self._shelf.remove(snapshot)
            return None
        return snapshot

    def _built(self, key: str, wanted: _Wanted) -> Snapshot:
        """A new snapshot. Raises FeedUnavailable, NotBuilt, and what the disk raises."""
        base = next((found for found in self._shelf.before(wanted.reached) if self._found(found.key)), None)
        begun = sum(base.reached.numbers.values()) if base else 0
        wanted.events = sum(wanted.reached.numbers.values()) - begun
        building, parts = self._shelf.new(), self._parts
        if base is not None and self._shelf.room() < 2 * base.size:
            raise NotBuilt("no room on the disk")
        told = {
            "module": self._module,
            "source": parts.source,
            "database_url": parts.store.address,
            "feed": parts.feed.elsewhere(),
            "numbers": wanted.reached.numbers,
            "set_aside": sorted(wanted.reached.set_aside),
            "base": base and str(base.database),
            "begun": base.reached.numbers if base else {},
            "hashes": base.hashes if base else {},
            "building": str(building),
            "target": str(building.parent / key),
        }
        started = monotonic()
        try:
            self._run(told, wanted)
        finally:
            self._shelf.discard(building)
        _log.info("history.built", snapshot=key, events=wanted.events, seconds=round(monotonic() - started, 1))
        snapshot = self._shelf.get(key)
        if snapshot is None:
            raise NotBuilt("nothing was built")
        return snapshot

    def _run(self, told: Mapping[str, Any], wanted: _Wanted) -> None:
        """Have it built in a process of its own. Raises NotBuilt."""
        with OwnProcess("shared.history", told) as process:
            while not process.wait(_TELL_SECONDS):
                wanted.done = process.done
                if self._stopping.is_set():
                    raise NotBuilt("the service ends")
            if process.exit_code != 0:
                _log.error("history.failed", frames=process.frames())
                raise NotBuilt(f"exit code {process.exit_code}")

    def _is_of_these_logs(self, snapshot: Snapshot) -> bool:
        """Whether the last events in it have the hashes that they have in the logs, so that all before are the same."""
        return all(
            self._hash(source, number) == snapshot.hashes.get(source)
            for source, number in snapshot.reached.numbers.items()
            if number
        )

    def _hash(self, source: str, number: int) -> str | None:
        if source == self._parts.source:
            events = self._parts.store.read(number - 1, 1)
        else:
            events = self._parts.feed.read(source, number - 1, 1)
        return events[0].hash if events else None

    def _open(self, snapshot: Snapshot) -> _Opened:
        engine = open_engine(f"sqlite:///{snapshot.database}")
        return _Opened(snapshot, engine, reader_of(engine))

    def _keep_within_limits(self, newest: str) -> None:
        with self._changed:
            leased = {key for key, opened in self._state.opened.items() if opened.leases}
            going = list(self._shelf.too_many(self._limits, leased | {newest}))
            closing = [opened for snapshot in going if (opened := self._state.opened.pop(snapshot.key, None))]
        for opened in closing:
            opened.engine.dispose()
        for snapshot in going:
            self._shelf.remove(snapshot)

    def _close(self) -> None:
        for opened in self._state.opened.values():
            opened.engine.dispose()


class NotBuilt(Exception):
    """The snapshot could not be built."""
