"""The embedded mode: all four services on one machine, on SQLite files in one folder and a broker in memory.

They live in one process, or in one each around a broker that one of them lends: then they use every processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import eventlet
from eventlet import tpool
from sqlalchemy import Engine

from deploy.local import AUDIENCE, ISSUER, local_issuer
from deploy.migrate import migrate
from deploy.parts import ServiceParts, database_in, files_in, measures_of, new_id, open_store
from deploy.process import DRAIN_SECONDS, container_of, run
from deploy.services import NAMES, service_class
from shared.domain import SystemClock
from shared.eventstore import open_engine
from shared.history import Limits
from shared.logging import log_as_json
from shared.messaging import Broker, LocalFeed, MemoryBroker, Standing, log_at
from shared.messaging.beside import BorrowedBroker, Lender
from shared.web import TokenVerifier, Verifier
from shared.web.listening import Listener
from shared.web.server import Mount


@dataclass(frozen=True, slots=True)
class Share:
    """What one process takes upon itself: these services, on a broker of its own, or on that which the process of
    `LENDER` lends to the others at a socket."""

    services: Sequence[str]
    socket: Path | None = None


LENDER = "organizations"


def serve_embedded(data: Path, listen: str, share: Share) -> None:
    """Run the services of a share behind one address until told to end."""
    data.mkdir(parents=True, exist_ok=True)
    log_as_json("embedded")
    issuer = local_issuer(data)
    for name in share.services:
        migrate(name, open_engine(database_in(data, name)))
    mount = Mount(awaited=share.services)
    verifier = TokenVerifier(issuer.jwks_file, ISSUER, AUDIENCE, SystemClock())
    host, _, port = listen.rpartition(":")
    with _broker_of(share) as broker:
        services = [service_class(name) for name in share.services]
        parts = embedded_parts(services, data, broker, verifier, mount)
        listener = Listener((host, int(port)), mount)
        eventlet.spawn(listener.run)
        parts[0].listener = listener
        run([container_of(service, its, listen) for service, its in zip(services, parts, strict=True)], DRAIN_SECONDS)


@contextmanager
def _broker_of(share: Share) -> Iterator[Broker]:
    if share.socket is not None and LENDER not in share.services:
        yield BorrowedBroker(share.socket)
        return
    broker = MemoryBroker()
    with nullcontext() if share.socket is None else Lender(broker, share.socket):
        yield broker


def embedded_parts(
    services: list[Any], data: Path, broker: Broker, verifier: Verifier, mount: Mount
) -> list[ServiceParts]:
    """The parts of several services in one process: files in `data`, feeds straight from the stores."""
    sources = {name: f"/local/{name}" for name in NAMES}
    own = {
        service.name: open_store(service, _opened_in(data, service.name), sources[service.name]) for service in services
    }
    feed = LocalFeed({sources[name]: own.get(name) or log_at(database_in(data, name), name) for name in NAMES})
    return [
        ServiceParts(
            service=service.name,
            source=sources[service.name],
            store=own[service.name],
            broker=broker,
            feed=feed,
            verifier=verifier,
            clock=SystemClock(),
            new_id=new_id,
            wait_seconds=10,
            files=files_in(data),
            measures=measures_of(service.name),
            standing=Standing(own[service.name], sources[service.name], {}),
            snapshots=Limits(data / "snapshots"),
            mount=mount,
        )
        for service in services
    ]


def _opened_in(data: Path, service: str) -> Engine:
    """The database of an embedded service. While the disk confirms a commit, the other services go on."""
    engine = open_engine(database_in(data, service))
    engine.dialect.do_commit = _commit_beside  # type: ignore[method-assign]
    return engine


def _commit_beside(connection: Any) -> None:
    """Commit in a thread of the operating system, unless nothing was written."""
    driver = connection.driver_connection
    if driver.total_changes == connection.info.get("total_changes"):
        driver.commit()
    else:
        tpool.execute(driver.commit)
        connection.info["total_changes"] = driver.total_changes
