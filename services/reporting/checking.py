"""Whether issued reports are what was issued: their contents by hash, and what they were built from by the chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from services.reporting.readmodel import report_contents
from shared.eventstore import Recorded
from shared.messaging import FeedUnavailable
from shared.register import Reader

UNREACHABLE = "unreachable"
HashAt = Callable[[str, int], str | None]
"""The hash of the event with that number in the log of a source; None where there is none. Raises FeedUnavailable."""


@dataclass(frozen=True, slots=True)
class ReportFault:
    """A report whose content is `missing` or `altered`, or whose log `source` has another or no event `number` now
    (`other`, `missing`). What is `unreachable` could not be asked."""

    campaign: str
    version: int
    what: str
    source: str | None = None
    number: int | None = None


def faults_of(issued: Iterable[Recorded], read: Reader, hash_at: HashAt) -> Iterator[ReportFault]:
    """What is wrong with the reports that the events `issued` tell of, oldest first."""
    for event in issued:
        report = event.data
        identity = (report["campaign"], report["version"])
        if what := _fault_of_content(read, report["content_sha256"]):
            yield ReportFault(*identity, what)
        for source, number in sorted(report["positions"].items()):
            if what := _fault_of_head(hash_at, source, number, report["heads"][source]):
                yield ReportFault(*identity, what, source, number)


def _fault_of_content(read: Reader, content_sha256: str) -> str | None:
    rows: list[Any] = list(read(select(report_contents.c.content).where(report_contents.c.sha256 == content_sha256)))
    if not rows:
        return "missing"
    return None if sha256(rows[0].content.encode()).hexdigest() == content_sha256 else "altered"


def _fault_of_head(hash_at: HashAt, source: str, number: int, head: str) -> str | None:
    try:
        found = hash_at(source, number)
    except FeedUnavailable:
        return UNREACHABLE
    if found is None:
        return "missing"
    return None if found == head else "other"
