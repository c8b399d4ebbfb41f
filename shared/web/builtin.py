"""The resources that every service has: its feed, its description, and the probes of whoever operates it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from shared.grants import hears, is_granted
from shared.messaging.envelope import Envelope, withheld
from shared.web.call import Answer, Call
from shared.web.metrics import exposition
from shared.web.openapi import description_of
from shared.web.parts import Parts
from shared.web.refusals import NotGranted
from shared.web.resource import WITHOUT_TOKEN, Route, resource, routes_by
from shared.web.scope import ANYONE

AT_ROOT = ("/healthz", "/readyz", "/metrics")
"""What a service that listens alone also answers without its name before it."""
LARGEST_BATCH = 1000
"""Events in one page of a feed."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class FeedQuery(Schema):
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=LARGEST_BATCH, validate=validate.Range(1, LARGEST_BATCH))


class FeedPage(Schema):
    """Events as CloudEvents in structured mode; `next` is the `after` of the next page, null at the end.

    In the place of an event that the caller was not granted stands a blank: `source`, `sequence`, `hash`, `withheld`.
    """

    items = fields.List(fields.Dict(keys=fields.String()), required=True)
    next = fields.Integer(required=True, allow_none=True)


class Health(Schema):
    """Whether it can do its work, and why not."""

    healthy = fields.Boolean(required=True)
    reasons = fields.List(fields.String(), required=True)


def builtin_routes(parts: Parts, declared: Sequence[Route]) -> tuple[Route, ...]:
    """The resources that every service has, for the service that `parts` make up and `declared` describes."""

    @resource(
        "GET",
        "/events",
        roles={"subscriber"},
        scope=ANYONE,
        query=FeedQuery,
        answers=FeedPage,
        summary="The service's events in their order, for ever",
    )
    def read_events(call: Call) -> dict[str, Any]:
        after, limit, grants = call.query["after"], call.query["limit"], call.caller.grants
        if not hears(grants, parts.service):
            raise NotGranted(service=parts.service)
        events = [Envelope.of(recorded, parts.source) for recorded in parts.store.read(after, limit)]
        return {
            "items": [
                event.to_json() if is_granted(grants, parts.service, event.type) else withheld(event)
                for event in events
            ],
            "next": events[-1].number if len(events) == limit else None,
        }

    @resource("GET", "/openapi.json", summary="This description", **_PUBLIC)
    def describe(call: Call) -> dict[str, Any]:
        return description()

    @resource("GET", "/healthz", summary="Whether the process is alive", answers=Health, **_PUBLIC)
    def tell_alive(call: Call) -> dict[str, Any]:
        return {"healthy": True, "reasons": []}

    @resource("GET", "/readyz", summary="Whether the service can do its work", answers=Health, **_PUBLIC)
    def tell_ready(call: Call) -> Answer:
        reasons = [*_troubles_of_the_store(parts), *parts.subscription.healthy(), *parts.relay.healthy()]
        return Answer({"healthy": not reasons, "reasons": reasons}, status=503 if reasons else 200)

    @resource("GET", "/metrics", summary="Metrics for Prometheus", produces=METRICS_TYPE, **_PUBLIC)
    def tell_metrics(call: Call) -> Answer:
        return Answer(exposition(parts), content_type=METRICS_TYPE)

    routes = routes_by((read_events, describe, tell_alive, tell_ready, tell_metrics))

    @cache
    def description() -> dict[str, Any]:
        return description_of(parts.service, (*declared, *routes))

    return routes


_PUBLIC: dict[str, Any] = {"roles": WITHOUT_TOKEN, "scope": ANYONE, "storeless": True}


def _troubles_of_the_store(parts: Parts) -> list[str]:
    try:
        parts.store.head()
    except Exception as error:  # whatever it is, the service cannot work without its store
        return [f"store: {type(error).__name__}"]
    return []
