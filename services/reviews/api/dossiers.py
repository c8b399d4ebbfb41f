"""Dossiers over HTTP."""

from __future__ import annotations

from sqlalchemy import select

from services.reviews.api.scopes import OFFICERS, Values, of_subject, require_in_sight, subjects_in_body
from services.reviews.commands import dossiers as commands
from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.dossiers.dossier import Dossier, Forwarding
from services.reviews.domain.dossiers.errors import DossierNotAccepted
from services.reviews.owing import owing_among
from services.reviews.readmodel.dossiers import dossiers
from services.reviews.readmodel.store import register
from services.reviews.schemas.dossiers import ForwardingBody
from shared.register import among
from shared.web import Answer, Call, Place, answer_with_row, resource


def of_sender(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["forwarded_by"])


@resource(
    "POST",
    "/campaigns/<campaign>/dossier-forwardings",
    roles=OFFICERS,
    scope=of_sender,
    body=ForwardingBody,
    many=True,
    summary="Forward dossiers to the receiving board; a refused one is recorded with its reasons",
)
def forward_dossiers(call: Call, campaign: str) -> None:
    call.unit.load(Campaign, campaign).require_open()
    subjects_known = subjects_in_body(call)
    owing = owing_among(call.unit, campaign, (item.data["subject"] for item in call.entries))
    units = _organizations(call, {item.data["forwarded_by"] for item in call.entries})
    call.unit.prefetch(Dossier, (f"{campaign}/{item.data['subject']}" for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            sent = item.data
            subject = subjects_known.get(sent["subject"])
            require_in_sight(call, subject)
            forwarding = Forwarding(
                sent["forwarded_by"],
                call.context.instant(sent["forwarded_at"], "/forwarded_at"),
                frozenset(sent["documents"]),
                sent["row"],
            )
            known = sent["forwarded_by"] in units
            faults = commands.forward_dossier(
                call.unit, campaign, sent["subject"], subject, owing.get(sent["subject"]), forwarding, known
            )
            if faults:
                item.answer = Answer(problem=DossierNotAccepted(sent["subject"], faults))


@resource(
    "GET",
    "/campaigns/<campaign>/dossiers/<subject>",
    roles={*OFFICERS, "member"},
    scope=of_subject,
    summary="One dossier: by whom it was forwarded, when, and whether on time",
)
def show_dossier(call: Call, campaign: str, subject: str) -> Answer:
    return answer_with_row(call, select(dossiers).where(dossiers.c.campaign == campaign, dossiers.c.subject == subject))


def _organizations(call: Call, codes: set[str | None]) -> set[str]:
    table = register.organizations
    wanted = {code for code in codes if code}
    return {row.code for row in among(call.read, select(table.c.code), table.c.code, wanted)}
