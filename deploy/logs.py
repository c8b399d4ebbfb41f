"""Looking into a service's log where it lies: in a data folder, or in the database that the settings name."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from deploy.parts import database_in, open_store
from deploy.services import service_class
from shared.config import settings_from
from shared.eventstore import EventStore, open_engine
from shared.messaging import Envelope


def read_events(service: str, data: Path | None, after: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` events after number `after`, as CloudEvents."""
    store, source = opened(service, data)
    return [Envelope.of(recorded, source).to_json() for recorded in store.read(after, limit)]


def verify_log(service: str, data: Path | None) -> dict[str, Any]:
    """Whether the log is intact, up to which event, and where not."""
    store, _ = opened(service, data)
    verdict = store.verify()
    fault = None if verdict.fault is None else asdict(verdict.fault)
    return {"service": service, "intact": verdict.intact, "head": verdict.head._asdict(), "fault": fault}


def opened(service: str, data: Path | None) -> tuple[EventStore, str]:
    """The store of a service, in a data folder or where the settings say, and who speaks in its events."""
    if data is not None:
        url, source = database_in(data, service), f"/local/{service}"
    else:
        settings = settings_from()
        url, source = settings.database_url, settings.source(service)
    return open_store(service_class(service), open_engine(url), source), source
