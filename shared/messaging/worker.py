"""A loop that runs beside a service for as long as it lives, and the patience it has with a world that fails."""

from __future__ import annotations

from threading import Event, Thread
from typing import ClassVar

import structlog

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

    Subclasses give `_work`, which returns soon after `_stopping` is set, and `_troubles`.
    """

    name: ClassVar[str]

    def __init__(self) -> None:
        self._stopping = Event()
        self._started = False
        self._finished = Event()

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

    def healthy(self) -> list[str]:
        """Reasons why it is not; empty when all is well."""
        if not self._started:
            return [f"{self.name}: not started"]
        if self._finished.is_set():
            return [f"{self.name}: no longer running"]
        return [f"{self.name}: {trouble}" for trouble in self._troubles()]

    def _work(self) -> None:
        raise NotImplementedError

    def _troubles(self) -> list[str]:
        raise NotImplementedError
