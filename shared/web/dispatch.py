"""From request to response: match, authenticate, authorize, parse, wait, run, render — and one line in the log."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from shared.domain import Refusal
from shared.eventstore.engine import passes_by_itself, was_canceled
from shared.eventstore.groups import CommitUncertain
from shared.text import UnstorableText, nfc
from shared.tracing import SERVER
from shared.web.asked import AS_OF, Asked
from shared.web.auth import NOBODY, Caller, authenticate
from shared.web.body import body_of
from shared.web.handling import Handling
from shared.web.metrics import REQUESTS
from shared.web.parts import CitationsOf, Parts, PathsOf
from shared.web.refusals import (
    Broken,
    MethodNotServed,
    OutcomeUncertain,
    RoleNotServed,
    StoreUnavailable,
    UnknownAddress,
)
from shared.web.render import Reply, reply_with_problem
from shared.web.request import Request
from shared.web.resource import WITHOUT_TOKEN, Route
from shared.web.validation import query_of
from shared.web.waiting import RETRY_AFTER_SECONDS, parse_positions, wait_for

if TYPE_CHECKING:
    from opentelemetry.trace import Span

SIGN_IN = "/sign-in"
"""The resource, if a service has it, that takes a token into a browser's session and leads on to `next`."""

UNMATCHED = "unmatched"
"""The route in logs and metrics of requests to addresses that do not exist."""

UNTRACED = ("/healthz", "/readyz", "/metrics", "/events", "/heard")
"""What is asked every few seconds and tells nothing of anybody's work."""

log = structlog.get_logger("web")


@dataclass(slots=True)
class Trace:
    """What the log tells of a request."""

    correlation: str
    route: str = UNMATCHED
    actor: str = NOBODY.subject


class Dispatcher:
    """Answers every request to one service. It never raises."""

    def __init__(
        self,
        routes: Iterable[Route],
        parts: Parts,
        paths_of: PathsOf,
        at_root: Iterable[str] = (),
        citations_of: CitationsOf | None = None,
    ) -> None:
        self._parts = parts
        self._handling = Handling(parts, paths_of, citations_of)
        declared = tuple(routes)
        self._map = _map_of(parts.service, declared, frozenset(at_root))
        self._has_sign_in = any((route.method, route.path) == ("GET", SIGN_IN) for route in declared)

    def respond(self, request: Request) -> Response:
        started = time.perf_counter()
        trace = Trace(request.stated_correlation or self._parts.new_id())
        span = self._begin_span(request)
        response = self._reply_to_all(request, trace).response()
        response.headers["X-Correlation-Id"] = trace.correlation
        self._tell(request, response, trace, time.perf_counter() - started)
        if span is not None:
            self._end_span(span, request, response, trace)
        return response

    def _begin_span(self, request: Request) -> Span | None:
        if self._parts.tracing is None or request.path.endswith(UNTRACED):
            return None
        if span := self._parts.tracing.begin(SERVER, request.traceparent):
            request.within = self._parts.tracing.traceparent_of(span)
        return span

    def _end_span(self, span: Span, request: Request, response: Response, trace: Trace) -> None:
        assert self._parts.tracing is not None
        status = str(response.status_code)
        told = {"http.request.method": request.method, "http.route": trace.route, "http.response.status_code": status}
        name = f"{request.method} /{self._parts.service}{trace.route}"
        told["correlation"] = trace.correlation
        self._parts.tracing.end(span, name, told, failed=response.status_code >= 500)

    def _reply_to_all(self, request: Request, trace: Trace) -> Reply:
        try:
            return self._reply(request, trace)
        except Refusal as refusal:
            return reply_with_problem(request, refusal, sign_in=self._sign_in_for(request))
        except Exception as error:
            _tell_fault(error, trace)
            return _reply_to_fault(request, error, trace)

    def _sign_in_for(self, request: Request) -> str | None:
        """Where a browser signs in and comes back from, if the service has a resource for that."""
        if not self._has_sign_in or not request.reads:
            return None
        return f"/{self._parts.service}{SIGN_IN}?{urlencode({'next': iri_to_uri(request.full_path.rstrip('?'))})}"

    def _reply(self, request: Request, trace: Trace) -> Reply:
        route, path_values = self._match(request)
        trace.route = route.path
        caller = self._admit(request, route)
        trace.actor = caller.subject
        as_of = self._as_of(request, route)
        query = query_of(request, route, apart=() if as_of is None else (AS_OF,))
        asked = Asked(request, route, path_values, caller, query, body_of(request, route), as_of or None)
        if not route.storeless:
            wait_for(parse_positions(request.headers.get("Wait-For", "")), self._parts)
        return self._handling.reply(asked, trace.correlation)

    def _as_of(self, request: Request, route: Route) -> str | None:
        """What is stated; None where nothing is, and where it would be a parameter like any other."""
        return request.args.get(AS_OF) if route.has_past and self._parts.history is not None else None

    def _match(self, request: Request) -> tuple[Route, Mapping[str, Any]]:
        try:
            route, values = self._map.bind_to_environ(request.environ).match()
            return route, {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}
        except MethodNotAllowed as error:
            allowed = ", ".join(sorted(error.valid_methods or ()))
            raise MethodNotServed(method=request.method, allowed=allowed, headers={"Allow": allowed}) from None
        except (HTTPException, UnstorableText):
            raise UnknownAddress() from None

    def _admit(self, request: Request, route: Route) -> Caller:
        """The caller, if the resource serves one of the caller's roles."""
        if route.roles == WITHOUT_TOKEN:
            return NOBODY
        caller = authenticate(request, self._parts.verifier)
        if not caller.roles & route.roles:
            raise RoleNotServed(served=", ".join(sorted(route.roles)))
        return caller

    def _tell(self, request: Request, response: Response, trace: Trace, seconds: float) -> None:
        # What did not match may have any method; a label's values have to stay few.
        method = request.method if trace.route != UNMATCHED else UNMATCHED
        REQUESTS.labels(self._parts.service, method, trace.route, str(response.status_code)).observe(seconds)
        log.info(
            "request",
            service=self._parts.service,
            method=request.method,
            route=trace.route,
            status=response.status_code,
            duration_ms=round(seconds * 1000, 1),
            correlation=trace.correlation,
            actor=trace.actor,
        )


def _map_of(service: str, routes: tuple[Route, ...], at_root: frozenset[str]) -> Map:
    rules = [Rule(f"/{service}{route.path}", methods=[route.method], endpoint=route) for route in routes]
    rules += [Rule(route.path, methods=[route.method], endpoint=route) for route in routes if route.path in at_root]
    return Map(rules, strict_slashes=False, merge_slashes=False)


def _reply_to_fault(request: Request, error: Exception, trace: Trace) -> Reply:
    again = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if isinstance(error, CommitUncertain):
        return reply_with_problem(request, OutcomeUncertain(headers=again), nothing_recorded=False)
    if isinstance(error, PoolExhausted) or was_canceled(error) or _passes(error):
        return reply_with_problem(request, StoreUnavailable(headers=again))
    return reply_with_problem(request, Broken(correlation=trace.correlation))


def _passes(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and passes_by_itself(error)


def _tell_fault(error: Exception, trace: Trace) -> None:
    # The error's own text may quote data about people, so only its kind and its place are logged.
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "fault",
        correlation=trace.correlation,
        route=trace.route,
        fault=type(error).__qualname__,
        at=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )
