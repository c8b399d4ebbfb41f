"""The consolidated report of a campaign: each version is frozen with what it was built from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.reporting.domain.events import ReportIssued
from shared.domain import Aggregate, Event, when


class Heard(NamedTuple):
    """The last event heard of one source: its number and its hash."""

    number: int
    hash: str


class Report(Aggregate):
    """A campaign's reports; the key is the campaign's code, the version counts the issues."""

    kind = "report"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self._last: ReportIssued | None = None

    def issue(self, content_sha256: str, heard: Mapping[str, Heard]) -> Iterator[Event]:
        """Freeze the content with this hash. The same content from the same events is not issued twice."""
        issued = ReportIssued(
            campaign=self.key,
            version=self.version + 1,
            content_sha256=content_sha256,
            positions={source: head.number for source, head in heard.items()},
            heads={source: head.hash for source, head in heard.items()},
        )
        if self._last is None or (self._last.content_sha256, self._last.heads) != (content_sha256, issued.heads):
            yield issued

    @when(ReportIssued)
    def _remember(self, event: ReportIssued) -> None:
        self._last = event
