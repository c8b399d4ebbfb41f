"""The facts of dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain import Event, Instant


@dataclass(frozen=True, slots=True)
class DossierForwarded(Event):
    campaign: str
    subject: str
    forwarded_by: str
    forwarded_at: Instant
    documents: frozenset[str]
    on_time: bool
    deadline: Instant


@dataclass(frozen=True, slots=True)
class DossierRefused(Event):
    campaign: str
    subject: str
    forwarded_by: str | None
    forwarded_at: Instant
    faults: tuple[dict[str, Any], ...]
    row: int | None
