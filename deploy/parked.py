"""Events that a service could not apply: what an operator can see and do about them, while the service runs or not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from deploy.logs import opened
from deploy.services import service_class
from shared.domain import SystemClock
from shared.messaging import DISCARDED, discard_parked, list_parked, retry_parked, show_parked


def listed(service: str, data: Path | None, *, discarded: bool) -> list[dict[str, Any]]:
    """What is parked, or what was given up; without the events themselves, which may be about people."""
    store, _ = opened(service, data)
    rows = [row for row in list_parked(store) if row.source.startswith(DISCARDED) == discarded]
    return [{name: value for name, value in asdict(row).items() if name != "envelope"} for row in rows]


def shown(service: str, data: Path | None, id: int) -> dict[str, Any]:
    """One parked event, whole. Raises NotFound."""
    store, _ = opened(service, data)
    row = asdict(show_parked(store, id))
    return row | {"envelope": orjson.loads(row["envelope"])}


def retried(service: str, data: Path | None, id: int) -> dict[str, Any]:
    """Apply what is parked of the event's subject, in order. Raises NotFound."""
    store, _ = opened(service, data)
    row = show_parked(store, id)
    policies = service_class(service).hears.policies
    outcome = retry_parked(store, policies, SystemClock(), row.source, row.subject)
    return {"source": row.source, "subject": row.subject, **asdict(outcome)}


def discarded(service: str, data: Path | None, id: int, reason: str) -> dict[str, Any]:
    """Give up an event that failed. Raises NotFound and OnlyWaits."""
    store, _ = opened(service, data)
    row = discard_parked(store, SystemClock(), id, reason)
    return {"id": row.id, "source": row.source, "subject": row.subject, "number": row.number, "reason": reason}


def print_parked(found: list[dict[str, Any]], console: Console) -> None:
    table = Table("id", "source", "number", "type", "subject", "attempts", "reason", "since")
    for row in found:
        columns = ("id", "source", "number", "type", "subject", "attempts", "reason", "parked_at")
        table.add_row(*(str(row[column]) for column in columns))
    console.print(table)
