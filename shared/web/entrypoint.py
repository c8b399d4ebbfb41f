"""The nameko entrypoint through which every HTTP request reaches a service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, TypeVar

from eventlet.event import Event
from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Response

from shared.web.builtin import builtin_routes
from shared.web.dispatch import Dispatcher
from shared.web.parts import CitationsOf, Parts, PathsOf
from shared.web.probes import PROBES
from shared.web.refusals import Busy
from shared.web.render import reply_with_problem
from shared.web.request import Request
from shared.web.resource import Route, routes_of
from shared.web.server import WebServer
from shared.web.waiting import RETRY_AFTER_SECONDS

Method = TypeVar("Method", bound=Callable[..., Any])

Further = Callable[[Any, Sequence[Route]], tuple[Route, ...]]
"""Gives the resources that are made for the parts of a process, beside those that its api declares."""


class Resources(HttpRequestHandler):
    """Answers the resources that an api module declares, and those that every service has.

    The decorated method gets a function that answers the request, so that the request counts as one of the service's
    workers: the container bounds their number, and waits for them when it stops. A few more may wait for their turn;
    whoever comes beyond that is told at once to come back later.

        @resources(api, paths=paths_of)
        def answer(self, respond: Callable[[], Response]) -> Response:
            return respond()

    `paths` tells what part of the tree an organization has in its charge (see shared.web.parts.PathsOf), `citations`
    which documents a campaign goes by; `further` gives what is answered besides. Probes are answered beside the
    workers: they must work when these are all busy.
    """

    server = WebServer()

    def __init__(
        self,
        api: ModuleType,
        *,
        paths: PathsOf,
        citations: CitationsOf | None = None,
        further: Further = builtin_routes,
        **options: Any,
    ) -> None:
        super().__init__("*", "/", **options)
        self._api = api
        self._paths = paths
        self._citations = citations
        self._further = further

    def setup(self) -> None:
        parts: Parts = self.container.config["kiemdiem"]
        self._most_asked = parts.most_requests
        self._asked = 0
        routes = routes_of(self._api)
        all_routes = (*routes, *self._further(parts, routes))
        self._dispatcher = Dispatcher(all_routes, parts, self._paths, PROBES, self._citations)
        super().setup()

    def handle_request(self, request: Request) -> Response:
        respond = partial(self._dispatcher.respond, request)
        if request.path.endswith(PROBES):
            return respond()
        if self._asked >= self._most_asked:
            return reply_with_problem(request, Busy(headers={"Retry-After": str(RETRY_AFTER_SECONDS)})).response()
        self._asked += 1
        try:
            answered = Event()
            self.container.spawn_worker(self, (respond,), {}, handle_result=partial(self.handle_result, answered))
            response: Response = answered.wait()
        finally:
            self._asked -= 1
        return response


def resources(
    api: ModuleType, *, paths: PathsOf, citations: CitationsOf | None = None, further: Further = builtin_routes
) -> Callable[[Method], Method]:
    """Let the decorated method answer the resources of `api`; see Resources."""
    decorator: Callable[[Method], Method] = Resources.decorator(api, paths=paths, citations=citations, further=further)
    return decorator
