"""Dossiers over HTTP, from the receiving board's side: received, accepted, returned."""

from __future__ import annotations

from services.reviews.api.campaigns import of_province
from services.reviews.api.scopes import subject_in_sight
from services.reviews.commands import dossiers as commands
from services.reviews.schemas.dossiers import RemarksBody
from shared.web import Call, resource


@resource(
    "POST",
    "/campaigns/<campaign>/dossiers/<subject>/receptions",
    roles={"board_officer"},
    scope=of_province,
    versioned=True,
    summary="Receive a forwarded dossier",
)
def receive_dossier(call: Call, campaign: str, subject: str) -> None:
    commands.receive_dossier(call.unit, campaign, subject_in_sight(call, campaign, subject))


@resource(
    "POST",
    "/campaigns/<campaign>/dossiers/<subject>/acceptances",
    roles={"board_officer"},
    scope=of_province,
    versioned=True,
    summary="Accept a dossier; refused while a prompt is not settled",
)
def accept_dossier(call: Call, campaign: str, subject: str) -> None:
    commands.accept_dossier(call.unit, campaign, subject_in_sight(call, campaign, subject))


@resource(
    "POST",
    "/campaigns/<campaign>/dossiers/<subject>/returns",
    roles={"board_officer"},
    scope=of_province,
    body=RemarksBody,
    versioned=True,
    summary="Return a dossier to its sender with remarks",
)
def return_dossier(call: Call, campaign: str, subject: str) -> None:
    commands.return_dossier(call.unit, campaign, subject_in_sight(call, campaign, subject), call.body["remarks"])
