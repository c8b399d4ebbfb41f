"""The resources that every service has: its feed, its description, and the probes of whoever operates it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import func, select

from shared.domain import Refusal, iso
from shared.eventstore import RELAY, STORE
from shared.grants import hears, is_granted
from shared.messaging import DISCARDED, UNREADABLE
from shared.messaging.envelope import Envelope, service_of, withheld
from shared.troubles import Trouble, events_parked, store_unavailable
from shared.web.call import Call
from shared.web.metrics import exposition
from shared.web.openapi import description_of
from shared.web.parts import Parts
from shared.web.probes import probe_routes, readiness_of
from shared.web.refusals import NotGranted
from shared.web.resource import Route, resource, routes_by
from shared.web.scope import ANYONE

LARGEST_BATCH = 1000
"""Events in one page of a feed."""


class FeedQuery(Schema):
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=LARGEST_BATCH, validate=validate.Range(1, LARGEST_BATCH))


class FeedPage(Schema):
    """Events as CloudEvents in structured mode; `next` is the `after` of the next page, null at the end.

    In the place of an event that the caller was not granted stands a blank: `source`, `sequence`, `hash`, `withheld`.
    """

    items = fields.List(fields.Dict(keys=fields.String()), required=True)
    next = fields.Integer(required=True, allow_none=True)


class PositionQuery(Schema):
    until = fields.AwareDateTime(required=True, format="iso")


class FeedPosition(Schema):
    """How many events come before the first that was recorded after `until`."""

    number = fields.Integer(required=True)


class HeardSource(Schema):
    source = fields.String(required=True)
    number = fields.Integer(required=True)
    hash = fields.String(required=True, allow_none=True)


class HeardOf(Schema):
    """The last event of each source that has been heard."""

    items = fields.List(fields.Nested(HeardSource), required=True)


class LogEndsBefore(Refusal):
    """Whoever asks has heard more than there is: the log was restored from an older backup."""

    code = "log_ends_before"
    status = 409
    vi = "Nhật ký dừng ở số {head}, trước số {value} mà bên gọi đã nghe: nhật ký đã mất sự kiện."
    en = "The log ends at {head}, before {value} that the caller has heard: it has lost events."
    way_out_vi = "Báo cho quản trị viên của dịch vụ, và không nghe tiếp cho đến khi nhật ký được khôi phục."
    way_out_en = "Tell the service's operator, and do not go on until the log has been brought back."


def _ensure_granted(grants: Collection[str], service: str) -> None:
    """Raise NotGranted unless something of the service may be heard."""
    if not hears(grants, service):
        raise NotGranted(service=service)


def builtin_routes(parts: Parts, declared: Sequence[Route]) -> tuple[Route, ...]:
    """The resources that every service has, for the service that `parts` make up and `declared` describes."""

    @resource(
        "GET",
        "/events",
        roles={"subscriber"},
        scope=ANYONE,
        query=FeedQuery,
        answers=FeedPage,
        now_only=True,
        summary="The service's events in their order, for ever",
    )
    def read_events(call: Call) -> dict[str, Any]:
        after, limit, grants = call.query["after"], call.query["limit"], call.caller.grants
        _ensure_granted(grants, parts.service)
        events = [Envelope.of(recorded, parts.source) for recorded in parts.store.read(after, limit)]
        if not events and after > (head := parts.store.head().number):
            raise LogEndsBefore(field="/after", value=after, head=head)
        return {
            "items": [
                event.to_json() if is_granted(grants, parts.service, event.type) else withheld(event)
                for event in events
            ],
            "next": events[-1].number if len(events) == limit else None,
        }

    @resource(
        "GET",
        "/events/position",
        roles={"subscriber"},
        scope=ANYONE,
        query=PositionQuery,
        answers=FeedPosition,
        now_only=True,
        summary="The position that the feed had reached at an instant",
    )
    def show_position(call: Call) -> dict[str, Any]:
        _ensure_granted(call.caller.grants, parts.service)
        return {"number": parts.store.until(iso(call.query["until"]))}

    @resource(
        "GET",
        "/heard",
        roles={"subscriber"},
        scope=ANYONE,
        answers=HeardOf,
        summary="How far the service has heard each source, with the hash of the last event; for who may hear them all",
    )
    def tell_heard(call: Call) -> dict[str, Any]:
        checkpoints = STORE.checkpoints
        rows = call.read(select(checkpoints).where(checkpoints.c.source != RELAY).order_by(checkpoints.c.source))
        # All or a refusal: a service that was not told of its own log here would take that for "nothing heard".
        for row in rows:
            _ensure_granted(call.caller.grants, service_of(row.source))
        return {"items": [{"source": row.source, "number": row.number, "hash": row.hash} for row in rows]}

    routes = routes_by((read_events, show_position, tell_heard))

    def described(probes: Iterable[Route]) -> dict[str, Any]:
        return description_of(parts.service, (*declared, *routes, *probes), with_past=parts.history is not None)

    return (*routes, *probe_routes(lambda: _readiness(parts), lambda: exposition(parts), described))


_WAITING = (
    select(func.count(), func.count(STORE.parked.c.subject.distinct()))
    .where(STORE.parked.c.source.not_like(f"{DISCARDED}%"))
    .where(STORE.parked.c.source.not_like(f"{UNREADABLE}%"))
)


def _readiness(parts: Parts) -> dict[str, Any]:
    hearing = parts.subscription
    troubles = [
        *_troubles_of_the_store(parts),
        *hearing.healthy(),
        *parts.relay.healthy(),
        *parts.standing.healthy(),
    ]
    heard = {
        service: {"number": hearing.heard(service), "silent_seconds": round(hearing.silent(service), 1)}
        for service in hearing.sources
    }
    return readiness_of(troubles, heard)


def _troubles_of_the_store(parts: Parts) -> list[Trouble]:
    try:
        parts.store.head()
        with parts.store.query() as connection:
            events, subjects = connection.execute(_WAITING).one()
    except Exception as error:  # whatever it is, the service cannot work without its store
        return [store_unavailable("store", type(error).__name__)]
    return [events_parked(events, subjects)] if events else []
