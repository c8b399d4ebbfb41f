"""What whoever operates a process asks it: whether it lives, whether it can do its work, what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from marshmallow import Schema, fields

from shared.troubles import Trouble
from shared.web.call import Answer, Call
from shared.web.resource import WITHOUT_TOKEN, Route, resource, routes_by
from shared.web.scope import ANYONE

PROBES = ("/healthz", "/readyz", "/metrics")
"""What a service that listens alone also answers without its name before it."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Reason(Schema):
    """Why it is not well. Grave: it cannot do its work. Texts in Vietnamese and English."""

    code = fields.String(required=True)
    part = fields.String(required=True)
    grave = fields.Boolean(required=True)
    vi = fields.String(required=True)
    en = fields.String(required=True)


class Health(Schema):
    """Whether it can do its work (`healthy`), whether a person should look all the same (`degraded`), and why."""

    healthy = fields.Boolean(required=True)
    degraded = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(Reason), required=True)


class Contact(Schema):
    """How far a service has been heard, and for how many seconds nothing was heard of it: neither an event nor an
    answer of its feed, which is asked every few seconds."""

    number = fields.Integer(required=True)
    silent_seconds = fields.Float(required=True)


class Readiness(Health):
    """Beside its health, how the process is in contact with each service that it listens to."""

    heard = fields.Dict(keys=fields.String(), values=fields.Nested(Contact), required=True)


def health_of(troubles: Sequence[Trouble]) -> dict[str, Any]:
    """What a probe says, as Health."""
    return {
        "healthy": not any(trouble.grave for trouble in troubles),
        "degraded": bool(troubles),
        "reasons": [trouble.as_json() for trouble in troubles],
    }


def readiness_of(troubles: Sequence[Trouble], heard: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """What `/readyz` says, as Readiness."""
    return {**health_of(troubles), "heard": heard}


def probe_routes(
    ready: Callable[[], dict[str, Any]],
    metrics: Callable[[], bytes],
    describing: Callable[[Iterable[Route]], dict[str, Any]],
) -> tuple[Route, ...]:
    """The probes of a process, and the description of what it answers.

    `ready` gives its Readiness, `metrics` the text for Prometheus; `describing` is told these routes themselves.
    """

    @resource("GET", "/openapi.json", summary="This description", **_PUBLIC)
    def describe(call: Call) -> dict[str, Any]:
        return description()

    @resource("GET", "/healthz", summary="Whether the process is alive", answers=Health, **_PUBLIC)
    def tell_alive(call: Call) -> dict[str, Any]:
        return health_of([])

    @resource("GET", "/readyz", summary="Whether the service can do its work", answers=Readiness, **_PUBLIC)
    def tell_ready(call: Call) -> Answer:
        told = ready()
        return Answer(told, status=200 if told["healthy"] else 503)

    @resource("GET", "/metrics", summary="Metrics for Prometheus", produces=METRICS_TYPE, **_PUBLIC)
    def tell_metrics(call: Call) -> Answer:
        return Answer(metrics(), content_type=METRICS_TYPE)

    routes = routes_by((describe, tell_alive, tell_ready, tell_metrics))

    @cache
    def description() -> dict[str, Any]:
        return describing(routes)

    return routes


_PUBLIC: dict[str, Any] = {"roles": WITHOUT_TOKEN, "scope": ANYONE, "storeless": True}
