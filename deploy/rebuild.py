"""`kiemdiem rebuild`: a service's tables built anew from the logs, while it serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import Table

from deploy.logs import Place, feed_beside, located, opened
from deploy.services import service_class
from shared.domain import SystemClock
from shared.rebuilding import Order, Rebuilt, Replay, by_time, projected, rebuild


def rebuilt(
    service: str, data: Path | None, progress: Callable[[int], None], *, check_only: bool, order: Order = by_time
) -> Rebuilt:
    """Rebuild the service's tables, or only say where they differ. Raises FeedUnavailable and ReplayFailed."""
    place: Place = located(service, data)
    store, _ = opened(service, data)
    its = service_class(service)
    replay = Replay(
        store,
        place.source,
        feed_beside(service, data),
        its.readmodel,
        its.hears.policies,
        its.hears.sources,
        SystemClock(),
        order,
    )
    return rebuild(place.url, service, tables_of(service), replay, progress, check_only=check_only)


def tables_of(service: str) -> list[Table]:
    """The tables of a service that follow from events."""
    return projected(import_module(f"services.{service}.readmodel").metadata)


def as_json(service: str, outcome: Rebuilt) -> dict[str, Any]:
    comparison = outcome.comparison
    return {
        "service": service,
        "events": outcome.events,
        "positions": dict(outcome.positions),
        "tables": comparison.rows,
        "hash": comparison.rebuilt,
        "live_hash": comparison.live,
        "differences": [asdict(difference) for difference in comparison.differences],
        "switched": outcome.switched,
    }


def print_rebuilt(found: dict[str, Any], console: Console) -> None:
    rows = sum(found["tables"].values())
    console.print(f"{found['service']}: {found['events']} events, {len(found['tables'])} tables, {rows} rows")
    console.print(f"rebuilt {found['hash']}\nlive    {found['live_hash']}", highlight=False)
    for difference in found["differences"]:
        columns = f" in {', '.join(difference['columns'])}" if difference["columns"] else ""
        console.print(f"{difference['table']} {difference['key']}: {difference['what']}{columns}", markup=False)
    console.print("switched" if found["switched"] else "nothing was changed")
