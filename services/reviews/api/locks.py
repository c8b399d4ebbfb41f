"""Locks, extensions, and whether something may still be handed in, over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from services.reviews.api.campaigns import KEEPERS, of_province
from services.reviews.api.scopes import OFFICERS, Values
from services.reviews.commands import locks as commands
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.locks import extension_of, extensions_in, locks_in, unit_of
from services.reviews.readmodel.store import gate, register
from services.reviews.schemas.locks import ExtensionBody, LockBody, StateQuery, UnlockBody
from shared.admission import Act, Gate, State, Stops
from shared.domain import plain
from shared.gate import WHOLE_CAMPAIGN, gate_of
from shared.web import ANYONE, Call, OutOfSight, Place, own, resource
from shared.web.scope import Anyone


def of_asked_unit(call: Call, values: Values, item: Values | None) -> Place | Anyone:
    """How the campaign as a whole stands, everyone may know; how a unit stands, those in it and above it."""
    unit = call.query["unit"]
    if unit is None or unit in _own_units(call, values["campaign"]):
        return ANYONE
    return Place(unit)


@resource(
    "POST",
    "/campaigns/<campaign>/locks",
    roles=KEEPERS,
    scope=of_province,
    body=LockBody,
    summary="Lock new submissions, corrections or everything, in the campaign or in one unit, now or from an hour on",
)
def lock(call: Call, campaign: str) -> None:
    sent = dict(call.body)
    commands.lock(call.unit, campaign, sent.pop("unit"), sent.pop("since"), stops=Stops(sent.pop("stops")), **sent)


@resource(
    "POST",
    "/campaigns/<campaign>/unlockings",
    roles=KEEPERS,
    scope=of_province,
    body=UnlockBody,
    summary="Lift a lock",
)
def unlock(call: Call, campaign: str) -> None:
    sent = dict(call.body)
    commands.unlock(call.unit, campaign, sent.pop("unit"), stops=Stops(sent.pop("stops")), **sent)


@resource(
    "POST",
    "/campaigns/<campaign>/extensions",
    roles=KEEPERS,
    scope=of_province,
    body=ExtensionBody,
    summary="Give a unit more time for its dossiers",
)
def extend_deadline(call: Call, campaign: str) -> None:
    sent = call.body
    until = Deadline(**sent["until"])
    commands.extend_deadline(call.unit, campaign, sent["unit"], until, sent["reason"], sent["document"])


@resource(
    "GET",
    "/campaigns/<campaign>/locks",
    roles=OFFICERS,
    scope=own,
    summary="The locks of the campaign, and the locks and extensions of the units in the caller's part of the tree",
)
def list_locks(call: Call, campaign: str) -> dict[str, Any]:
    paths = call.sight.paths
    if not paths:
        raise OutOfSight()
    return {
        "locks": [_lock(row._mapping) for row in call.read(locks_in(campaign, paths))],
        "extensions": [dict(row._mapping) for row in call.read(extensions_in(campaign, paths))],
        "server_time": plain(call.now),
    }


@resource(
    "GET",
    "/campaigns/<campaign>/state",
    roles={*OFFICERS, "member"},
    scope=of_asked_unit,
    query=StateQuery,
    summary="Whether new things and corrections are taken at this moment, in the campaign or a unit, and if not why",
)
def show_state(call: Call, campaign: str) -> dict[str, Any]:
    unit = call.query["unit"]
    entrance = gate_of(gate, call.read, campaign)
    if entrance.state is State.NONE:
        raise OutOfSight()
    return {
        "campaign": campaign,
        "unit": unit,
        "state": entrance.state.value,
        "new": _answer(call, entrance, Act.NEW, unit),
        "corrections": _answer(call, entrance, Act.CORRECTION, unit),
        "dossier_deadline": _deadline(call, campaign, unit),
        "server_time": plain(call.now),
    }


def _answer(call: Call, entrance: Gate, act: Act, unit: str | None) -> dict[str, Any]:
    if entrance.state is not State.OPEN:
        return {"allowed": False, "lock": None}
    lock = entrance.lock_on(act, unit, call.now)
    return {"allowed": lock is None, "lock": lock and plain(lock)}


def _deadline(call: Call, campaign: str, unit: str | None) -> dict[str, Any]:
    """The deadline as a local date, rule and zone, the first instant that is late, and what set it."""
    [row] = call.read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    common = row.facts["dossier_deadline"]
    given = extension_of(call.read, campaign, unit)
    stated = {"date": given.until, "rule": given.rule, "zone": given.zone} if given else common
    end = Deadline(**{**stated, "date": date.fromisoformat(stated["date"])}).end
    return {**stated, "ends_at": plain(end), "by": "extension" if given else "campaign", "passed": call.now >= end}


def _lock(row: Any) -> dict[str, Any]:
    return {**row, "unit": None if row["unit"] == WHOLE_CAMPAIGN else row["unit"]}


def _own_units(call: Call, campaign: str) -> set[str | None]:
    """The units that the caller belongs to: that of the own organization, and that of the own cell."""
    people = register.of(campaign).people
    cells = call.read(select(people.c.cell).where(people.c.code == call.sight.person)) if call.sight.person else ()
    homes = [call.caller.organization, *(row.cell for row in cells)]
    return {unit_of(call.read, campaign, home) for home in homes if home}
