"""A province of which only the logs, the feeds and the broker are there, and its reporting at the centre."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from deploy.migrate import migrate
from deploy.parts import ServiceParts, database_in, deployed_parts
from deploy.services import service_class
from services.reporting.centre.service import nowhere
from services.reporting.policies import SOURCES
from shared.config import settings_from
from shared.domain import Clock, SystemClock
from shared.eventstore import EventStore, Head, Recorded, open_engine
from shared.messaging import Broker, Envelope
from shared.messaging.feed import log_at
from shared.messaging.relay import Relay
from shared.messaging.subscription import Subscription
from shared.web import Dispatcher, LocalIssuer, TokenVerifier
from shared.web.builtin import builtin_routes
from shared.web.probes import PROBES
from shared.web.server import Application, Mount
from tests.centre.bench import ISSUER, answering, serving
from tests.sample.bench import Ears

BEGINNING = 10
"""Events with which a campaign is opened."""
EVERYTHING = [f"{service}/personal" for service in SOURCES]


class Log:
    """The log of a service that has come as far as `end`: what its feed needs of a store."""

    def __init__(self, store: EventStore) -> None:
        self.query = store.query
        self.length = store.head().number
        self.end = 0
        self._store = store

    def read(self, after: int, limit: int) -> list[Recorded]:
        return self._store.read(after, min(limit, self.end - after)) if after < self.end else []

    def head(self) -> Head:
        [last] = self._store.read(self.end - 1, 1)
        return Head(last.number, last.hash)


@dataclass
class FeedParts:
    """What a feed needs of a service."""

    service: str
    source: str
    store: Log
    verifier: TokenVerifier
    new_id: Any
    clock: Clock = field(default_factory=SystemClock)
    subscription: Ears = field(default_factory=lambda: Ears((), {}))
    wait_seconds: float = 1.0
    history: None = None
    tracing: None = None


class Province:
    """`brokers` are its services' connections to its broker; `data` is what a play of its folder left."""

    def __init__(self, code: str, data: Path, brokers: Mapping[str, Broker]) -> None:
        self.code = code
        self.logs = {name: Log(log_at(database_in(data, name), name)) for name in SOURCES}
        self._brokers = brokers
        self._issuer = LocalIssuer(data / "feeds", ISSUER, "kiemdiem", SystemClock())
        self._feeds = Mount()
        verifier, ids = TokenVerifier(self._issuer.jwks_file, ISSUER, "kiemdiem", SystemClock()), count(1)
        for name, log in self.logs.items():
            parts = FeedParts(name, self.source(name), log, verifier, lambda: str(next(ids)))
            routes = builtin_routes(parts, ())  # type: ignore[arg-type]
            self._feeds.add(name, Application(Dispatcher(routes, parts, nowhere, PROBES).respond))  # type: ignore[arg-type]

    def source(self, service: str) -> str:
        return f"/{self.code}/{service}"

    def token(self) -> str:
        """What whoever hears all of it shows to its feeds."""
        return self._issuer.mint("the-centre", ["subscriber"], grants=EVERYTHING)

    @contextmanager
    def giving_feeds(self) -> Iterator[str]:
        """The address of its feeds, as long as it lasts."""
        with serving(self._feeds) as address:
            yield address

    def go_on(self, share: float = 1.0) -> None:
        """Record and publish up to that share of each log, but its beginning in any case."""
        for name, log in self.logs.items():
            begun, log.end = log.end, max(int(share * log.length), min(BEGINNING, log.length))
            events = log.read(begun, log.end)
            self._brokers[name].publish([Envelope.of(event, self.source(name)) for event in events])

    def ends(self) -> dict[str, int]:
        return {name: log.end for name, log in self.logs.items()}


class ReportingAtTheCentre:
    """The reporting of one province, as its settings there make it: a relay, a subscription, and its answers."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        folder.mkdir()
        service = service_class("reporting")
        self._issuer = LocalIssuer(folder, ISSUER, "kiemdiem", SystemClock())
        usual = {"KIEMDIEM_ISSUER": ISSUER, "KIEMDIEM_JWKS_FILE": str(self._issuer.jwks_file)}
        given = settings_from({**usual, **settings})
        migrate(service.name, open_engine(given.database_url))
        self.parts: ServiceParts = deployed_parts(service, given)
        parts = self.parts
        self.hearing = parts.subscription = Subscription(
            parts.store,
            parts.broker,
            parts.feed,
            service.hears.policies,
            parts.source,
            service.hears.sources,
            parts.clock,
        )
        self._relay = parts.relay = Relay(parts.store, parts.broker, parts.source, parts.clock, parts.lag_limits)
        self._workers = (parts.standing, self._relay, self.hearing)

    def token(self) -> str:
        return self._issuer.mint("the-centre", ["central_reader"], organization="TU")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Its address, as long as it runs."""
        for worker in self._workers:
            worker.start()
        with serving(answering(self.parts)) as address:
            yield address
        for worker in self._workers:
            worker.stop(timeout=0)  # all are asked first
        for worker in self._workers:
            worker.stop()
        self.parts.broker.close()

    def wait_for(self, ends: Mapping[str, int], seconds: float) -> None:
        """Return once it has heard that far. Raises AssertionError."""
        for service, number in ends.items():
            assert self.hearing.wait(service, number, seconds), (service, number, self.hearing.heard(service))
