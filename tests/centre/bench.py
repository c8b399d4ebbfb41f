"""The centre in one process, with a client that calls it with tokens of its own issuer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import eventlet
import yaml
from werkzeug.test import Client, TestResponse

from services.reporting import api
from services.reporting.api import session
from services.reporting.centre.board import Board
from services.reporting.centre.parts import CentreParts
from services.reporting.centre.provinces import provinces_in
from services.reporting.centre.routes import centre_routes
from services.reporting.centre.service import nowhere
from shared.domain import Clock
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.builtin import builtin_routes
from shared.web.listening import Listener
from shared.web.probes import PROBES
from shared.web.server import Application
from tests.servers.ports import LOOPBACK

ISSUER = "https://centre.test"
SILENCE = 60.0


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """The address at which a WSGI application answers, one request at a time, as a service listens."""
    opened, ended = Queue[int](), Event()

    def serve() -> None:
        listener = Listener((LOOPBACK, 0), application)
        eventlet.spawn(listener.run)
        opened.put(listener.address[1])
        while not ended.is_set():
            eventlet.sleep(0.01)
        listener.drain(0)
        eventlet.sleep(0.05)  # for what served the connections that were idle to end

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{opened.get(timeout=10)}"
    finally:
        ended.set()
        thread.join()


def answering(parts: Any) -> Application:
    """Everything that a reporting with these parts answers over HTTP."""
    routes = routes_of(api)
    return Application(Dispatcher((*routes, *builtin_routes(parts, routes)), parts, api.paths, PROBES).respond)


@dataclass(frozen=True)
class Source:
    """A province as the centre's file names it; `token` mints one for its central reader."""

    code: str
    vi: str
    en: str
    url: str
    token: Callable[[], str]


class CentreBench:
    """The centre's parts. `folder` keeps its file of provinces, their tokens and its issuer."""

    def __init__(self, folder: Path, sources: Iterable[Source], clock: Clock) -> None:
        self.file = _written(folder, sources)
        ids = count(1)
        self.issuer = LocalIssuer(folder / "issuer", ISSUER, "kiemdiem", clock)
        self.parts = CentreParts(
            service="centre",
            board=Board(provinces_in(self.file), clock, SILENCE),
            verifier=TokenVerifier(self.issuer.jwks_file, ISSUER, "kiemdiem", clock),
            clock=clock,
            new_id=lambda: f"id-{next(ids):06}",
            workers=8,
            most_requests=16,
        )
        declared = routes_of(session)
        self.routes = (*declared, *centre_routes(self.parts, declared))
        self.application = Application(Dispatcher(self.routes, self.parts, nowhere, PROBES).respond)
        self.client = Client(self.application)

    def get(self, path: str, *, role: str = "central_reader", page: bool = False) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.issuer.mint('reader-1', [role])}"}
        return self.client.get(path, headers=headers | ({"Accept": "text/html"} if page else {}))

    def year(self, year: int = 2020) -> Any:
        """What the centre tells of a year."""
        answer = self.get(f"/centre/campaigns/{year}/figures")
        assert answer.status_code == 200, answer.text
        return answer.json

    def province(self, code: str, year: int = 2020) -> Any:
        """What it tells of one province."""
        return next(province for province in self.year(year)["provinces"] if province["province"] == code)


def _written(folder: Path, sources: Iterable[Source]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for source in sources:
        token_file = folder / f"{source.code}.token"
        token_file.write_text(source.token(), encoding="ascii")
        names = {"code": source.code, "vi": source.vi, "en": source.en}
        listed.append({**names, "url": source.url, "token_file": str(token_file)})
    file = folder / "provinces.yaml"
    file.write_text(yaml.safe_dump({"provinces": listed}, allow_unicode=True), encoding="utf-8")
    return file
