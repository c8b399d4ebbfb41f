"""Listening: alone on an address, or as one of several services behind a shared one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from time import monotonic
from typing import Any

import eventlet
import orjson
from nameko.web.server import WebServer as NamekoWebServer
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from shared.troubles import not_started
from shared.web.listening import Listener, Wsgi
from shared.web.probes import PROBES, readiness_of
from shared.web.refusals import BodyTooSlow, UnknownAddress
from shared.web.render import reply_with_problem
from shared.web.request import Request

BODY_SECONDS = 60.0
"""How long a client may take to send a body, from when it is wanted."""


class Mount:
    """Services that share one address, each below `/<service>`. A WSGI application itself.

    At the root it answers the probes for all of them, and gives what is left to `home`, if that is set. It is ready
    once all that are `awaited` have taken their place.
    """

    def __init__(self, home: Wsgi | None = None, awaited: Collection[str] = ()) -> None:
        self._home = home
        self._awaited = awaited
        self._services: dict[str, Wsgi] = {}

    def add(self, service: str, application: Wsgi) -> None:
        self._services[service] = application

    def remove(self, service: str) -> None:
        self._services.pop(service, None)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        service = request.path.strip("/").partition("/")[0]
        if application := self._services.get(service):
            return application(environ, start_response)
        if request.path in PROBES:
            return self._probe(request.path)(environ, start_response)
        if self._home is not None:
            return self._home(environ, start_response)
        return reply_with_problem(request, UnknownAddress()).response()(environ, start_response)

    def _probe(self, path: str) -> Response:
        """What each service says, with the worst status of all."""
        answers = {service: _ask(application, service, path) for service, application in self._services.items()}
        status = max((answer.status_code for answer in answers.values()), default=503)
        if path == "/metrics" and answers:
            # The process's metrics are one whole, and the last to answer has put in what is its own.
            last = list(answers.values())[-1]
            return Response(last.get_data(), status, content_type=last.content_type)
        said = {service: orjson.loads(answer.get_data()) for service, answer in answers.items()}
        if path == "/readyz" and (missing := [service for service in self._awaited if service not in answers]):
            said |= {service: readiness_of([not_started(service)], {}) for service in missing}
            status = 503
        return Response(orjson.dumps(said), status, content_type="application/json")


def _ask(application: Wsgi, service: str, path: str) -> Response:
    return Response(*run_wsgi_app(application, create_environ(f"/{service}{path}")))


class Application:
    """A WSGI application that answers with `respond`."""

    def __init__(self, respond: Callable[[Request], Response]) -> None:
        self._respond = respond

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # eventlet ends the stream of a chunked body by itself, and does not say so.
        environ["wsgi.input"] = _Hurried(environ["wsgi.input"])
        environ["wsgi.input_terminated"] = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
        return self._respond(Request(environ))(environ, start_response)


class _Hurried:
    """A body that has to come within `BODY_SECONDS`."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._ends: float | None = None

    def read(self, size: int = -1) -> bytes:
        """Raises BodyTooSlow."""
        if self._ends is None:
            self._ends = monotonic() + BODY_SECONDS
        with eventlet.Timeout(max(0.0, self._ends - monotonic()), BodyTooSlow()):
            data: bytes = self._body.read(size)
        return data


class WebServer(NamekoWebServer):
    """nameko's web server for one entrypoint that answers everything.

    It listens, unless the container's parts have a `mount`: then it takes its place there. Whoever runs the container
    finds the listener in the parts, and drains it before the container stops.
    """

    def __init__(self) -> None:
        super().__init__()
        self._listener: Listener | None = None

    def start(self) -> None:
        mount, service = self._place()
        if mount is not None:
            mount.add(service, self.get_wsgi_app())
        elif self._listener is None:
            self._listener = Listener(self.bind_addr, self.get_wsgi_app())
            self.container.config["kiemdiem"].listener = self._listener
            self._gt = self.container.spawn_managed_thread(self._listener.run)

    def stop(self) -> None:
        mount, service = self._place()
        if mount is not None:
            mount.remove(service)
        elif self._listener is not None:
            self._listener.close()
            self._gt.kill()
        self.wait_for_providers()

    def get_wsgi_app(self) -> Wsgi:
        (entrypoint,) = self._providers
        return Application(entrypoint.handle_request)

    def _place(self) -> tuple[Mount | None, str]:
        parts = self.container.config["kiemdiem"]
        return parts.mount, parts.service
