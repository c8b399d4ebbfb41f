"""The place for events that could not be applied, and for those that wait behind them.

An event that fails parks its subject: later events of the subject wait in order, all others flow.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Select, bindparam, func, select

from shared.domain import Clock, NotFound, Refusal, iso
from shared.eventstore import STORE, EventStore, Unit
from shared.messaging.broker import Unreadable
from shared.messaging.context import own_context
from shared.messaging.envelope import Envelope
from shared.messaging.outage import is_outage
from shared.messaging.policies import Policies

WAITS = "waits behind an earlier event of its subject"
DISCARDED = "discarded:"
"""Begins the source of an event that somebody gave up. Such a source speaks to nobody, so nothing waits behind it."""

UNREADABLE = "unreadable:"
"""Begins the source of a message that is no event. It is evidence and holds nothing back."""

MOST_UNREADABLE = 1_000
"""Messages that are no events which are kept of one exchange; older ones make room."""

LARGEST_UNREADABLE = 64 * 1024
"""Bytes that are kept of one such message."""

_parked = STORE.parked
_SUBJECTS = select(_parked.c.subject).where(_parked.c.source == bindparam("source")).distinct()


@dataclass(frozen=True, slots=True)
class Parked:
    """One row of the parking table. `attempts` is 0 for an event that only waits."""

    id: int
    source: str
    number: int
    subject: str
    type: str
    envelope: str
    reason: str
    attempts: int
    parked_at: str


class OnlyWaits(Refusal):
    code = "only_waits"
    status = 409
    vi = "Sự kiện {id} không lỗi, chỉ chờ sau sự kiện khác của {subject}."
    en = "Event {id} did not fail, it only waits behind another one of {subject}."
    way_out_vi = "Xử lý sự kiện đứng trước (thử lại hoặc bỏ), rồi thử lại {subject}."
    way_out_en = "Deal with the event before it (retry or discard), then retry {subject}."


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of a retry: events applied, and events of the subject that are still parked."""

    applied: int
    left: int


def park(unit: Unit, envelope: Envelope, reason: str) -> None:
    """Set aside an event that failed."""
    _put(unit, envelope.source, envelope.number, envelope.subject, envelope.type, envelope.to_json(), reason, 1)


def park_behind(unit: Unit, envelope: Envelope) -> None:
    """Set aside an event that did not fail, but whose subject is parked."""
    _put(unit, envelope.source, envelope.number, envelope.subject, envelope.type, envelope.to_json(), WAITS, 0)


def park_unreadable(message: Unreadable, unit: Unit) -> None:
    """Keep a message that is no event as evidence: its first bytes, and how long and what it was."""
    source = f"{UNREADABLE}{message.exchange}"
    last = unit.tables.one(select(func.max(_parked.c.number)).where(_parked.c.source == source))
    number = ((last and last[0]) or 0) + 1
    raw = {
        "exchange": message.exchange,
        "base64": b64encode(message.body[:LARGEST_UNREADABLE]).decode(),
        "bytes": len(message.body),
        "sha256": sha256(message.body).hexdigest(),
    }
    _put(unit, source, number, "", message.routing_key, raw, message.reason, 1)
    unit.tables.remove(_parked, source=source, number=number - MOST_UNREADABLE)


def parked_subjects(unit: Unit, source: str) -> frozenset[str]:
    """The subjects whose events must wait."""
    rows = unit.tables.rows(_SUBJECTS, source=source)
    return frozenset(row.subject for row in rows)


def list_parked(store: EventStore) -> list[Parked]:
    """Everything that is parked, by source, subject and number."""
    with store.query() as connection:
        rows = connection.execute(select(_parked).order_by(_parked.c.source, _parked.c.subject, _parked.c.number))
        return [Parked(*row) for row in rows]


def show_parked(store: EventStore, id: int) -> Parked:
    """One parked event. Raises NotFound."""
    with store.query() as connection:
        row = connection.execute(select(_parked).where(_parked.c.id == id)).first()
    if row is None:
        raise NotFound(what=f"parked/{id}")
    return Parked(*row)


def retry_parked(store: EventStore, policies: Policies, clock: Clock, source: str, subject: str) -> Retried:
    """Apply the parked events of a subject in order, each once, up to the first that fails again.

    Once none is left, the subject flows again. Raises what the store raises while its database is away.
    """
    applied = 0
    while True:
        context = own_context(store.service, clock)
        try:
            if not store.execute(context, partial(_retry_first, policies, source, subject)):
                return Retried(applied, 0)
        except Exception as error:
            if is_outage(error):
                raise
            return Retried(applied, store.execute(context, partial(_note_failure, source, subject, reason_of(error))))
        applied += 1


def discard_parked(store: EventStore, clock: Clock, id: int, reason: str) -> Parked:
    """Give up a parked event for good: it is never applied here. It stays as evidence and holds nothing back.

    Only a failed event can be given up, not one that merely waits; those behind it want a retry next.
    Raises NotFound and OnlyWaits.
    """
    parked = show_parked(store, id)
    if parked.attempts == 0:
        raise OnlyWaits(id=id, subject=parked.subject)
    store.execute(own_context(store.service, clock), partial(_set_aside, parked, reason))
    return parked


def _set_aside(parked: Parked, reason: str, unit: Unit) -> None:
    unit.tables.change(
        _parked, {"id": parked.id}, source=f"{DISCARDED}{parked.source}", reason=f"{reason} [{parked.reason}]"
    )


def reason_of(error: Exception) -> str:
    """Why an event could not be applied, for the person who will look at it."""
    return f"{type(error).__name__}: {error}"


def _put(
    unit: Unit, source: str, number: int, subject: str, type: str, envelope: dict[str, Any], reason: str, attempts: int
) -> None:
    newest = unit.tables.one(select(func.max(_parked.c.id)))
    unit.tables.put(
        _parked,
        id=((newest and newest[0]) or 0) + 1,
        source=source,
        number=number,
        subject=subject,
        type=type,
        envelope=orjson.dumps(envelope).decode(),
        reason=reason,
        attempts=attempts,
        parked_at=iso(unit.context.now),
    )


def _retry_first(policies: Policies, source: str, subject: str, unit: Unit) -> bool:
    """Apply the first parked event of the subject; False when there is none."""
    first = unit.tables.one(_of_subject(source, subject))
    if first is None:
        return False
    policies.react(Envelope.from_json(orjson.loads(first.envelope)), unit)
    unit.tables.remove(_parked, id=first.id)
    return True


def _note_failure(source: str, subject: str, reason: str, unit: Unit) -> int:
    rows: Sequence[Any] = unit.tables.rows(_of_subject(source, subject))
    if rows:
        unit.tables.change(_parked, {"id": rows[0].id}, attempts=rows[0].attempts + 1, reason=reason)
    return len(rows)


def _of_subject(source: str, subject: str) -> Select[*tuple[Any, ...]]:
    return select(_parked).where(_parked.c.source == source, _parked.c.subject == subject).order_by(_parked.c.number)
