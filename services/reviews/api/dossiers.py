"""Dossiers over HTTP, from the sender's side: forwarded, recalled, looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from services.reviews.addresses import dossier_at
from services.reviews.api.scopes import OFFICERS, Values, of_subject, require_in_sight, subject_in_sight
from services.reviews.checklist import checklist_of
from services.reviews.commands import dossiers as commands
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.dossiers.dossier import Dossier, Forwarding, State
from services.reviews.domain.dossiers.errors import DossierNotAccepted
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.dossiers import dossier_of, dossiers, steps_of
from services.reviews.readmodel.store import texts
from services.reviews.readmodel.tree import seen, stands_in
from services.reviews.receipts import receipt
from services.reviews.schemas.dossiers import (
    ChecklistQuery,
    DossiersQuery,
    ForwardingBody,
    NothingToReportBody,
    RemarksBody,
)
from shared.web import Answer, Call, OutOfSight, Page, Place, own, resource


def of_sender(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["forwarded_by"])


def of_forwarder(call: Call, values: Values, item: Values | None) -> Place | None:
    """Where the unit stands that sent the dossier."""
    dossier = dossier_of(call.read, values["campaign"], values["subject"])
    return Place(dossier.forwarded_by) if dossier and dossier.forwarded_by else None


@resource(
    "POST",
    "/campaigns/<campaign>/dossier-forwardings",
    roles=OFFICERS,
    scope=of_sender,
    body=ForwardingBody,
    many=True,
    summary="Forward dossiers to the receiving board, for a receipt; a refused one is recorded with its reasons",
)
def forward_dossiers(call: Call, campaign: str) -> None:
    to = call.unit.load(Campaign, campaign).require_open().dossiers_to
    sent = {(item.data["subject"], item.data["forwarded_by"]) for item in call.entries}
    about = commands.circumstances(call.read, campaign, sent)
    call.unit.prefetch(Dossier, (f"{campaign}/{subject}" for subject, _ in sent))
    for item in call.items:
        with call.attempt(item):
            item.answer = _forward(
                call, campaign, item.data, about[item.data["subject"], item.data["forwarded_by"]], to
            )


def _forward(call: Call, campaign: str, sent: Values, about: commands.Circumstances, to: str) -> Answer:
    require_in_sight(call, about.subject)
    forwarding = Forwarding(
        sent["forwarded_by"],
        call.context.instant(sent["forwarded_at"], "/forwarded_at"),
        frozenset(sent["documents"]),
        sent["row"],
        stated=sent["forwarded_at"] is not None,
    )
    dossier = call.unit.load(Dossier, f"{campaign}/{sent['subject']}")
    if faults := commands.forward_dossier(call.unit, dossier, forwarding, about):
        return Answer(problem=DossierNotAccepted(sent["subject"], faults))
    issued = dossier.receipt
    return Answer(issued and receipt(issued.data(), to, call.language), version=dossier.version)


@resource(
    "POST",
    "/campaigns/<campaign>/dossiers/<subject>/recalls",
    roles=OFFICERS,
    scope=of_forwarder,
    body=RemarksBody,
    versioned=True,
    summary="Take a dossier back that was sent, before it is accepted",
)
def recall_dossier(call: Call, campaign: str, subject: str) -> None:
    known = subject_in_sight(call, campaign, subject)
    commands.recall_dossier(call.unit, campaign, known, call.body["remarks"])


@resource(
    "POST",
    "/campaigns/<campaign>/nothing-to-report",
    roles=OFFICERS,
    scope=of_subject,
    body=NothingToReportBody,
    summary="Confirm that a subject, or everybody in an organization, owes no dossier; refused where one is owed",
)
def confirm_nothing_to_report(call: Call, campaign: str) -> None:
    known = subject_in_sight(call, campaign, call.body["subject"])
    commands.confirm_nothing_to_report(call.unit, campaign, known, call.context.organization or known.organization)


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers",
    roles=OFFICERS,
    scope=own,
    query=DossiersQuery,
    summary="The dossiers in the caller's part of the tree, by subject; of one unit, in one state",
)
def list_dossiers(call: Call, campaign: str) -> dict[str, Any]:
    page, unit, state = Page.of(call.query), call.query["unit"], call.query["state"]
    query = select(dossiers).where(
        dossiers.c.campaign == campaign, seen(campaign, dossiers.c.subject, call.sight.paths)
    )
    if unit is not None:
        call.require(Place(unit))
        query = query.where(stands_in(call.read, campaign, dossiers.c.subject, unit))
    if state is not None:
        query = query.where(dossiers.c.state == state)
    if page.after:
        query = query.where(dossiers.c.subject > page.after[0])
    rows = call.read(query.order_by(dossiers.c.subject).limit(page.fetch))
    return page.show(rows, key=lambda row: (row.subject,), form=lambda row: dict(row._mapping))


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="One dossier: its state, every step of it with the remarks, whether it was on time",
)
def show_dossier(call: Call, campaign: str, subject: str) -> Answer:
    facts = _facts(call, campaign, subject)
    version = facts.pop("version")
    names = ("checklist", "receipt") if facts["content_sha256"] else ("checklist",)
    links = {name: dossier_at(campaign, subject, name) for name in names}
    return Answer({**facts, "steps": steps_of(call.read, campaign, subject), "links": links}, version=version)


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers/<subject>/checklist",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    query=ChecklistQuery,
    summary="Each document that the dossier must hold and why, what is missing, and what else holds it back now",
)
def show_checklist(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    known = subject_in_sight(call, campaign, subject)
    return checklist_of(call.read, campaign, known, call.query["documents"], call.now, call.language)


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers/<subject>/receipt",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="The receipt of the forwarding that stands, with what was forwarded, and who has received it when",
)
def show_receipt(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    facts = _facts(call, campaign, subject)
    [content] = call.read(select(texts.c.text).where(texts.c.sha256 == facts["content_sha256"])) or [None]
    if content is None:
        raise OutOfSight()
    [opened] = call.read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    return {
        **receipt(facts, opened.facts["dossiers_to"], call.language),
        "content": orjson.loads(content.text),
        "state": facts["state"],
        **_reception(steps_of(call.read, campaign, subject)),
    }


def _reception(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """By whom and when the forwarding that stands was received, if it was."""
    for step in reversed(steps):
        if step["state"] == State.RECEIVED:
            return {"received_by": step["by"], "received_at": step["at"]}
        if step["state"] == State.FORWARDED:
            break
    return {"received_by": None, "received_at": None}


def _facts(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    row = dossier_of(call.read, campaign, subject)
    if row is None:
        raise OutOfSight()
    return dict(row._mapping)
