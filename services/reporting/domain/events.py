"""What the reporting service publishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain import Event


@dataclass(frozen=True, slots=True)
class ReportIssued(Event):
    """A consolidated report was frozen.

    `content_sha256` is the hash of its content as canonical JSON, which stands beside the log. `positions` and
    `heads` give, for each source, the number and the hash of the last event that the content was built from.
    """

    campaign: str
    version: int
    content_sha256: str
    positions: Mapping[str, int]
    heads: Mapping[str, str]


EVENTS: tuple[type[Event], ...] = (ReportIssued,)
