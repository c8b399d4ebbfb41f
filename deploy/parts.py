"""What a service runs on: its store, broker, feed, keys and clock, put together for one process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uuid_utils
from eventlet import tpool
from sqlalchemy import Engine, make_url

from shared.clearing import IDEMPOTENCY_DAYS
from shared.config import DEFAULT_CEILING, Settings
from shared.contracts import upcasters_of
from shared.domain import Clock, SystemClock
from shared.eventstore import EventStore, Mapper, open_engine
from shared.files import Files, ObjectStore
from shared.history import Limits
from shared.messaging import (
    LAG_LIMITS,
    Broker,
    Feed,
    HttpFeed,
    HttpWitness,
    LagLimits,
    RabbitBroker,
    Replays,
    Standing,
)
from shared.tracing import tracing_to
from shared.web import TokenVerifier, Verifier
from shared.web.measures import Measure
from shared.web.server import Mount

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

CLOCK = SystemClock()
WORKERS = 64
"""Requests that one service handles at a time; those that wait for positions are among them."""


@dataclass(slots=True)
class ServiceParts:
    """The parts that a service's extensions find in their container's configuration."""

    service: str
    source: str
    store: EventStore
    broker: Broker
    feed: Feed
    verifier: Verifier
    clock: Clock
    new_id: Callable[[], str]
    wait_seconds: float
    files: Files
    standing: Standing
    measures: Sequence[Measure]
    snapshots: Limits
    lag_limits: LagLimits = LAG_LIMITS
    workers: int = WORKERS
    most_requests: int = 4 * WORKERS
    idempotency_days: int = IDEMPOTENCY_DAYS
    replays: Replays | None = None
    tracing: Tracing | None = None
    mount: Mount | None = None
    history: Any = None
    subscription: Any = None
    relay: Any = None
    listener: Any = None


def new_id() -> str:
    """A UUID of version 7: unique, and later ones sort after earlier ones."""
    return str(uuid_utils.uuid7())


def database_in(data: Path, service: str) -> str:
    """The database of an embedded service: one SQLite file in the data folder."""
    return f"sqlite:///{(data / service).resolve()}.db"


def files_in(data: Path) -> Files:
    """The files of embedded services: a folder in the data folder."""
    return Files(partial(ObjectStore.at, (data / "files").resolve().as_uri()), DEFAULT_CEILING)


def _named(database_url: str) -> str:
    """A name for what belongs to one database: several may keep their snapshots beside each other."""
    return sha256(make_url(database_url).render_as_string().encode()).hexdigest()[:16]


def measures_of(service: str) -> tuple[Measure, ...]:
    """What the service tells in its metrics beyond what every service does: `MEASURES` of its module `measures`."""
    if find_spec(f"services.{service}.measures") is None:
        return ()
    found: tuple[Measure, ...] = import_module(f"services.{service}.measures").MEASURES
    return found


def open_store(
    service: Any,
    engine: Engine,
    source: str,
    clock: Clock = CLOCK,
    new_id: Callable[[], str] = new_id,
) -> EventStore:
    """The event store of a service class, with the projections of its own events."""
    mapper = Mapper(service.name, service.events, upcasters_of(service.name))
    return EventStore(engine, service.name, mapper, clock, new_id, service.readmodel.projection(source))


def deployed_parts(service: Any, settings: Settings) -> ServiceParts:
    """The parts of a service in a process of its own. Nothing is connected yet."""
    source = settings.source(service.name)
    addresses = {settings.source(name): address for name, address in settings.feeds.items()}
    store = open_store(service, open_engine(settings.database_url), source)
    broker = RabbitBroker(settings.amqp_url)
    witnesses = {
        name: HttpWitness(name, address, settings.feed_token)
        for name, address in settings.feeds.items()
        if name != service.name
    }
    return ServiceParts(
        service=service.name,
        source=source,
        store=store,
        broker=broker,
        feed=HttpFeed(addresses, settings.feed_token),
        verifier=TokenVerifier(settings.jwks_file, settings.issuer, settings.audience, SystemClock()),
        clock=SystemClock(),
        new_id=new_id,
        wait_seconds=settings.wait_seconds,
        files=Files(partial(ObjectStore.at, settings.files_url, run=tpool.execute), settings.classification_ceiling),
        standing=Standing(store, source, witnesses),
        measures=measures_of(service.name),
        tracing=tracing_to(settings.traces_url, service.name, settings.province),
        snapshots=Limits(
            settings.snapshots_folder / _named(settings.database_url),
            settings.snapshots_most,
            settings.snapshots_megabytes,
        ),
        lag_limits=LagLimits(settings.lag_seconds, settings.lag_events),
        workers=settings.workers,
        most_requests=settings.most_requests,
        idempotency_days=settings.idempotency_days,
        replays=Replays(store, broker, source, CLOCK),
    )
