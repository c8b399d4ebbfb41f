"""A stand-in for the services: it records every request, and answers as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

Reply = Callable[["Seen"], Response | None]


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def service(self) -> str:
        return self.path.split("/")[1]


@dataclass
class Province:
    """Accepts everything, unless `reply` answers first. Each service counts its positions by the items it was sent."""

    reply: Reply = lambda seen: None
    seen: list[Seen] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)
    url: str = ""

    @property
    def addresses(self) -> dict[str, str]:
        return dict.fromkeys(("organizations", "reviews", "ratings", "reporting"), self.url)

    def paths(self) -> list[str]:
        return [f"{seen.method} {seen.path}" for seen in self.seen]

    def wsgi(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        body = orjson.loads(request.data) if request.data else None
        seen = Seen(request.method, request.path, dict(request.headers), body)
        self.seen.append(seen)
        return (self.reply(seen) or self._accept(seen))(environ, start)

    def _accept(self, seen: Seen) -> Response:
        if seen.method == "GET":
            return answer(200, {"ratings": {}})
        body = seen.body or {}
        items = body.get("items", [body])
        self.positions[seen.service] = self.positions.get(seen.service, 0) + len(items)
        position = {"Position": f"{seen.service}:{self.positions[seen.service]}"}
        if "items" in body:
            return answer(207, {"outcomes": [{"status": 201} for _ in items]}, position)
        if seen.path.endswith("/proposals"):
            return answer(201, {"subjects": 0, "proposed": 0, "next": None}, position)
        return answer(201, {}, position)


def answer(status: int, document: Any, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(document), status, headers, content_type="application/json")


def start(province: Province, port: int = 0) -> BaseWSGIServer:
    server = make_server("127.0.0.1", port, province.wsgi, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


@contextmanager
def running(province: Province) -> Iterator[Province]:
    server = start(province)
    province.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield province
    finally:
        server.shutdown()
        server.server_close()
