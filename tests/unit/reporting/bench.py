"""The reporting service in one process: its store in a file, told by hand what others say, and asked over HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import URL
from werkzeug.test import Client, TestResponse

from services.reporting import api, policies, readmodel
from services.reporting.domain.events import EVENTS
from services.reporting.service import Service
from shared.eventstore import EventStore, Mapper, open_engine
from shared.messaging import Envelope
from shared.messaging.hearing import Hearing
from shared.reader import reader_on
from shared.register import Reader
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.server import Application
from tests.unit.reporting.folder import Folder
from tests.unit.reporting.speaking import PROVINCE, Speaker, events

T = TypeVar("T")

NOW = datetime(2021, 3, 1, 3, 20, tzinfo=UTC)
ISSUER = "https://issuer.test"
BATCH = 1000


@dataclass(frozen=True)
class HeldClock:
    held_at: datetime = NOW

    def now(self) -> datetime:
        return self.held_at


class Mouth:
    """A relay with nothing to complain about."""

    def healthy(self) -> list[str]:
        return []


class Ears(Mouth):
    """What the web layer asks of a subscription, answered from what the bench was told."""

    sources = policies.SOURCES

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self.silence = 0.0

    def silent(self, service: str) -> float:
        return self.silence

    def heard(self, service: str) -> int:
        return self._hearing.heard.number(f"{PROVINCE}/{service}")

    def wait(self, service: str, number: int, timeout: float) -> bool:
        return self.heard(service) >= number


class Bench:
    """The service's parts, and a client that calls it with tokens of its own issuer."""

    service = "reporting"
    source = f"{PROVINCE}/reporting"
    wait_seconds = 10.0
    measures = ()
    tracing = None
    mount = None
    history: Any = None

    def __init__(self, folder: Path, database: str | None = None) -> None:
        """With its store in a file of the folder, or in the database at that address."""
        self.clock = HeldClock()
        ids = count(1)
        self.new_id = lambda: f"id-{next(ids):06}"
        in_file = URL.create("sqlite", database=str(folder / "reporting.db")).render_as_string()
        self.engine = open_engine(database or in_file)
        readmodel.metadata.create_all(self.engine)
        projection = Service.readmodel.projection(self.source)
        mapper = Mapper(self.service, EVENTS)
        self.store = EventStore(self.engine, self.service, mapper, self.clock, self.new_id, projection)
        self.hearing = Hearing(self.store, Service.hears.policies, self.clock)
        self.subscription = Ears(self.hearing)
        self.relay = Mouth()
        self.standing = Mouth()
        self.speaker = Speaker()
        self.issuer = LocalIssuer(folder / "issuer", ISSUER, "kiemdiem", self.clock)
        self.verifier = TokenVerifier(self.issuer.jwks_file, ISSUER, "kiemdiem", self.clock)
        self.client = Client(Application(Dispatcher(routes_of(api), self, api.paths).respond))

    def hear(self, said: Iterable[Envelope]) -> None:
        """Hear events in batches, as a subscription does."""
        waiting = iter(said)
        while batch := list(islice(waiting, BATCH)):
            self.hearing.apply(batch)

    def hear_folder(self, name: str) -> Folder:
        """Hear everything about a sample folder, from a database where nothing has been heard yet.

        Hearing it takes a second. So one bench does, and those that keep their store in a file get a copy of its own.
        """
        folder = Folder(name)
        if self.engine.dialect.name == "sqlite":
            self._take_over(*_heard(name))
        else:
            self.hear(events(folder, self.speaker))
        return folder

    def _take_over(self, original: sqlite3.Connection, speaker: Speaker) -> None:
        with closing(self.engine.raw_connection()) as connection:
            original.backup(connection.driver_connection)
        self.speaker = deepcopy(speaker)
        self.hearing.heard.refresh()

    def ask(self, question: Callable[[Reader], T]) -> T:
        """Put a question to the tables."""
        with self.store.query() as connection:
            return question(reader_on(connection))

    def get(
        self,
        path: str,
        *,
        role: str | Sequence[str] = "board_officer",
        organization: str | None = "TU",
        wait_for: str = "",
    ) -> TestResponse:
        return self._call("GET", path, role, organization, headers={"Wait-For": wait_for} if wait_for else {})

    def json(self, path: str, *, role: str | Sequence[str] = "board_officer", organization: str | None = "TU") -> Any:
        """The data of the answer to a reader's question."""
        return self._call("GET", path, role, organization).json

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        role: str | Sequence[str] = "board_officer",
        organization: str | None = "TU",
    ) -> TestResponse:
        return self._call("POST", path, role, organization, json=body)

    def delete(self, path: str) -> TestResponse:
        return self._call("DELETE", path, "board_officer", "TU")

    def _call(
        self,
        method: str,
        path: str,
        role: str | Sequence[str],
        organization: str | None,
        json: Any = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> TestResponse:
        roles = [role] if isinstance(role, str) else role
        token = self.issuer.mint("officer-7", roles, organization=organization, person=None)
        headers = {"Authorization": f"Bearer {token}", **headers}
        return self.client.open(path, method=method, headers=headers, json=json)


@cache
def _heard(name: str) -> tuple[sqlite3.Connection, Speaker]:
    """A copy in memory of the store of a bench that has heard the folder, and who has told it."""
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.hear(events(Folder(name), bench.speaker))
        assert bench.store.head().number == 0  # a copy begins with the first of its own events
        in_memory = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(bench.engine.raw_connection()) as connection:
            connection.driver_connection.backup(in_memory)
        bench.engine.dispose()
        return in_memory, bench.speaker
