"""Listening: alone on an address, or as one of several services behind a shared one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import orjson
from eventlet import wsgi
from nameko.web.server import HttpOnlyProtocol
from nameko.web.server import WebServer as NamekoWebServer
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from shared.web.refusals import UnknownAddress
from shared.web.render import reply_with_problem
from shared.web.request import Request

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

IDLE_SECONDS = 75
"""How long a connection may stay silent before it is closed."""
PROBES = ("/healthz", "/readyz", "/metrics")


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
            said |= {service: {"healthy": False, "reasons": ["not started"]} for service in missing}
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
        environ["wsgi.input_terminated"] = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
        return self._respond(Request(environ))(environ, start_response)


class WebServer(NamekoWebServer):
    """nameko's web server for one entrypoint that answers everything.

    It listens, unless the container's parts have a `mount`: then it takes its place there.
    """

    def start(self) -> None:
        mount, service = self._place()
        if mount is None:
            super().start()
        else:
            mount.add(service, self.get_wsgi_app())

    def stop(self) -> None:
        mount, service = self._place()
        if mount is None:
            super().stop()
        else:
            mount.remove(service)
            self.wait_for_providers()

    def get_wsgi_app(self) -> Wsgi:
        (entrypoint,) = self._providers
        return Application(entrypoint.handle_request)

    def get_wsgi_server(
        self, sock: Any, wsgi_app: Wsgi, protocol: type = HttpOnlyProtocol, debug: bool = False
    ) -> wsgi.Server:
        return wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=protocol,
            debug=debug,
            log_output=False,  # our own line per request names the route, not the raw path
            socket_timeout=IDLE_SECONDS,
        )

    def _place(self) -> tuple[Mount | None, str]:
        parts = self.container.config["kiemdiem"]
        return parts.mount, parts.service
