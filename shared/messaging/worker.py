"""A loop that runs beside a service for as long as it lives, and the patience it has with a world that fails."""

from __future__ import annotations

from threading import Event, Thread
from time import monotonic
from typing import ClassVar

import structlog

from shared.troubles import Trouble, not_running, not_started, stalled

FIRST_DELAY = 0.1
LONGEST_DELAY = 10.0

_log = structlog.get_logger()


class Backoff:
    """Seconds to wait after each failure in a row: doubled up to ten."""

    def __init__(self) -> None:
        self._delay = FIRST_DELAY

    def next(self) -> float:
        delay = self._delay
        self._delay = min(2 * delay, LONGEST_DELAY)
        return delay

    def reset(self) -> None:
        self._delay = FIRST_DELAY


class Worker:
    """Started once and stopped once: by `start` in a thread of its own, or by a caller's thread that calls `run`.

    Subclasses give `_work`, which returns soon after `_stopping` is set, and `_troubles`. One that calls `_beat` in
    each round is taken for stalled when it has not done so for `longest_round` seconds.
    """

    name: ClassVar[str]
    longest_round = 60.0

    def __init__(self) -> None:
        self._stopping = Event()
        self._started = False
        self._finished = Event()
        self._beat_at: float | None = None

    def start(self) -> None:
        Thread(target=self.run, name=self.name, daemon=True).start()

    def run(self) -> None:
        """Work until stopped. An exception that leaves here is a fault that waiting cannot mend."""
        self._started = True
        try:
            self._work()
        except Exception as error:
            _log.critical("worker.failed", worker=self.name, reason=f"{type(error).__name__}: {error}")
            raise
        finally:
            self._finished.set()

    def stop(self, timeout: float = 10.0) -> None:
        """Ask for the end and wait for it, at most `timeout` seconds."""
        self._stopping.set()
        if self._started:
            self._finished.wait(timeout)

    def healthy(self) -> list[Trouble]:
        """Reasons why it is not; empty when all is well."""
        if not self._started:
            return [not_started(self.name)]
        if self._finished.is_set():
            return [not_running(self.name)]
        quiet = 0.0 if self._beat_at is None else monotonic() - self._beat_at
        return [*([stalled(self.name, quiet)] if quiet > self.longest_round else []), *self._troubles()]

    def _beat(self) -> None:
        self._beat_at = monotonic()

    def _work(self) -> None:
        raise NotImplementedError

    def _troubles(self) -> list[Trouble]:
        raise NotImplementedError
