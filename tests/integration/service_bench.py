"""One service in one process: a store in a file, other services' events told to it, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from typing import Any, ClassVar

import orjson
from werkzeug.test import Client, TestResponse

from deploy.parts import open_store
from deploy.services import service_class
from shared.config import DEFAULT_CEILING
from shared.contracts import check
from shared.domain import CommandContext
from shared.eventstore import STORE, Unit, open_engine
from shared.files import Files, ObjectStore
from shared.messaging import Envelope
from shared.messaging.extensions import Subscription
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.server import Application
from tests.databases import migrated_file
from tests.sample.bench import START, Ears, HeldClock

ITEMS = 500

Heard = tuple[str, str, dict[str, Any]]
"""Service, type and data of an event; a version other than the first stands after the type: `PromptIssued:2`."""


class ServiceBench:
    """A service's parts, a client that calls it, and a voice for what the other services publish.

    Its store is in a file of the folder, or in the database at an address, which has been migrated.
    """

    service: ClassVar[str]
    wait_seconds = 10.0
    measures = ()
    tracing = None
    mount = None
    history = None

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.source = f"/binh-dinh/{self.service}"
        service = service_class(self.service)
        self.hears: Subscription = service.hears
        self.clock = HeldClock()
        ids = count(1)
        self.new_id = lambda: f"id-{next(ids):07}"
        self.engine = open_engine(database or migrated_file(self.service, folder))
        self.store = open_store(service, self.engine, self.source, clock=self.clock, new_id=self.new_id)
        self._numbers: Counter[str] = Counter()
        self.subscription = Ears(tuple(self.hears.sources), dict.fromkeys(self.hears.sources, 0))
        self.relay = Ears()
        self.standing = Ears()
        self.files = Files(lambda: ObjectStore.at((folder / "files").as_uri()), DEFAULT_CEILING)
        self.issuer = LocalIssuer(folder / "issuer", "https://issuer.test", "kiemdiem", self.clock)
        self.verifier = TokenVerifier(self.issuer.jwks_file, "https://issuer.test", "kiemdiem", self.clock)
        api = import_module(f"services.{self.service}.api")
        self.client = Client(
            Application(Dispatcher(routes_of(api), self, api.paths, citations_of=api.citations).respond)
        )

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        role: str = "importer",
        organization: str | None = "TU",
        person: str | None = None,
        actor: str = "officer-7",
        content: tuple[str, bytes] | None = None,
        **headers: str,
    ) -> TestResponse:
        """Call `path` below the service as an account of `role`. Header names are written with underscores.

        The body is `json`, or a file: its media type and its content.
        """
        token = self.issuer.mint(actor, [role], organization=organization, person=person)
        named = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        options: dict[str, Any] = {}
        if content is not None:
            options = {"content_type": content[0], "data": content[1]}
        elif json is not None:
            options = {"content_type": "application/json", "data": orjson.dumps(json)}
        return self.client.open(f"/{self.service}{path}", method=method, headers=named, **options)

    def post_items(self, path: str, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Post in requests of 500, and give every outcome."""
        outcomes = []
        rest = iter(items)
        while batch := list(islice(rest, ITEMS)):
            response = self.call("POST", path, {"items": batch})
            assert response.status_code == 207, response.text
            outcomes += response.get_json()["outcomes"]
        return outcomes

    def hear(self, events: Iterable[Heard]) -> None:
        """Apply events, checked against the published language, as the subscription would."""

        def work(unit: Unit) -> None:
            for service, type_, data in events:
                self._numbers[service] += 1
                name, _, version = type_.partition(":")
                schema = int(version or 1)
                check(service, name, schema, data)
                body = orjson.dumps(data).decode()
                at = (f"/binh-dinh/{service}", self._numbers[service], "id", name, "x:y", 1, "t")
                self.hears.policies.react(Envelope(*at, schema, body, "hash", "officer-1"), unit)
            for service, number in self._numbers.items():
                here = {"source": f"/binh-dinh/{service}", "number": number, "hash": "hash", "updated_at": "t"}
                unit.tables.put(STORE.checkpoints, **here)

        self.store.execute(CommandContext(f"system:{self.service}", None, START), work)

    def published(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Type and data of everything that the service has recorded."""
        after = 0
        while batch := self.store.read(after, 1000):
            yield from ((recorded.type, recorded.data) for recorded in batch)
            after = batch[-1].number
