"""What one service alone tells whoever watches it, read from its tables when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import Gauge
from sqlalchemy import Connection

from shared.domain import Instant

Values = Iterable[tuple[tuple[str, ...], float]]
"""Each value with its labels."""


class Measure:
    """A gauge, and how its values are read. What is no longer read is no longer told."""

    def __init__(
        self, name: str, help: str, labels: tuple[str, ...], read: Callable[[Connection, Instant], Values]
    ) -> None:
        self._gauge = Gauge(name, help, labels)
        self._read = read

    def take(self, connection: Connection, now: Instant) -> None:
        """Set the gauge to what holds at `now`."""
        self._gauge.clear()
        for labels, value in self._read(connection, now):
            self._gauge.labels(*labels).set(value)
