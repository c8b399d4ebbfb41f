"""Looking into a service's log where it lies: in a data folder, or in the database that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from deploy.parts import database_in, open_store
from deploy.services import NAMES, service_class
from shared.config import settings_from
from shared.eventstore import EventStore, open_engine
from shared.messaging import Envelope, Feed, HttpFeed, LocalFeed


def read_events(service: str, data: Path | None, after: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` events after number `after`, as CloudEvents."""
    store, source = opened(service, data)
    return [Envelope.of(recorded, source).to_json() for recorded in store.read(after, limit)]


class Place(NamedTuple):
    """Where a service's log lies, and who speaks in its events."""

    url: str
    source: str


def located(service: str, data: Path | None) -> Place:
    """In a data folder, or where the settings say."""
    if data is not None:
        return Place(database_in(data, service), f"/local/{service}")
    settings = settings_from()
    return Place(settings.database_url, settings.source(service))


def opened(service: str, data: Path | None) -> tuple[EventStore, str]:
    """The store of a service, in a data folder or where the settings say, and who speaks in its events."""
    place = located(service, data)
    return open_store(service_class(service), open_engine(place.url), place.source), place.source


def feed_beside(service: str, data: Path | None) -> Feed:
    """The feeds of the services beside this one: from the data folder, or over HTTP as the settings say."""
    if data is not None:
        return LocalFeed({source: store for store, source in (opened(name, data) for name in NAMES if name != service)})
    settings = settings_from()
    addresses = {settings.source(name): address for name, address in settings.feeds.items()}
    return HttpFeed(addresses, settings.feed_token)
