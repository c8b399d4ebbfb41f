"""The sample service in one process: a store in a file, ears and mouth made of plain values, no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.test import Client, TestResponse

from shared.domain import CommandContext
from shared.eventstore import EventStore, Mapper, Unit, open_engine
from shared.troubles import Trouble
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.builtin import builtin_routes
from shared.web.probes import PROBES
from shared.web.server import Application, Mount
from tests.sample import api
from tests.sample.domain import Refused, Reworded, Taken
from tests.sample.tables import metadata, paths_of, project, tree

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

TREE = {"TU": "/TU/", "QN": "/TU/QN/", "QN-01": "/TU/QN/QN-01/", "AN": "/TU/AN/"}
START = datetime(2021, 1, 4, 8, tzinfo=UTC)


@dataclass
class HeldClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: int) -> None:
        self.at += timedelta(**by)


@dataclass
class Ears:
    """Has heard what it is told to have heard, and waits for nothing."""

    sources: tuple[str, ...] = ("organizations", "ratings")
    numbers: dict[str, int] = field(default_factory=lambda: {"organizations": 88, "ratings": 0})
    waited: list[tuple[str, int, float]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def heard(self, service: str) -> int:
        return self.numbers[service]

    def wait(self, service: str, number: int, timeout: float) -> bool:
        self.waited.append((service, number, timeout))
        return self.numbers[service] >= number

    def healthy(self) -> list[Trouble]:
        return self.troubles

    def silent(self, service: str) -> float:
        return 2.51

    def waiting(self) -> tuple[int, float]:
        return 0, 0.0


class Bench:
    """The sample service's parts, and a client that calls it with tokens of its own issuer."""

    service = "samples"
    source = "/binh-dinh/samples"
    wait_seconds = 10.0
    history = None
    most_requests = 100
    measures = ()
    tracing: Tracing | None = None

    def __init__(self, folder: Path, mount: Mount | None = None) -> None:
        self.mount = mount
        self.clock = HeldClock()
        ids = count(1)
        self.new_id = lambda: f"id-{next(ids):06}"
        self.engine = open_engine(f"sqlite:///{folder}/samples.db")
        metadata.create_all(self.engine)
        mapper = Mapper(self.service, [Taken, Reworded, Refused])
        self.store = EventStore(self.engine, self.service, mapper, self.clock, self.new_id, project)
        self.subscription = Ears()
        self.relay = Ears()
        self.standing = Ears()
        self.issuer = LocalIssuer(folder / "issuer", "https://issuer.test", "kiemdiem", self.clock)
        self.verifier = TokenVerifier(self.issuer.jwks_file, "https://issuer.test", "kiemdiem", self.clock)
        self.store.execute(CommandContext("set-up", None, START), _plant_the_tree)
        self.routes = routes_of(api)
        self.all_routes = (*self.routes, *builtin_routes(self, self.routes))
        self.client = Client(Application(Dispatcher(self.all_routes, self, paths_of, PROBES).respond))

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        role: str | Iterable[str] = "unit_officer",
        organization: str | None = "TU",
        person: str | None = None,
        grants: Iterable[str] = ("samples/personal",),
        **headers: str,
    ) -> TestResponse:
        """Call as an account of `role`. Header names are written with underscores."""
        roles = [role] if isinstance(role, str) else role
        token = self.issuer.mint("officer-7", roles, organization=organization, person=person, grants=grants)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        options: dict[str, Any] = {} if json is None else {"json": json}
        return self.client.open(path, method=method, headers={"Authorization": f"Bearer {token}", **named}, **options)

    def take(self, code: str, organization: str = "QN-01", **more: Any) -> TestResponse:
        """Take a note, as an importer of the whole province."""
        return self.call("POST", "/samples/notes", note(code, organization, **more), role="importer")

    def events(self) -> list[str]:
        return [recorded.type for recorded in self.store.read(0, 1000)]


def note(code: str, organization: str = "QN-01", **more: Any) -> dict[str, Any]:
    return {"code": code, "organization": organization, "text": f"text of {code}", **more}


def _plant_the_tree(unit: Unit) -> None:
    for code, path in TREE.items():
        unit.tables.put(tree, code=code, path=path)
