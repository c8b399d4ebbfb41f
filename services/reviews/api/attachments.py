"""Attachments over HTTP: files as evidence beside a review."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from services.reviews.addresses import review_at
from services.reviews.api.scopes import READERS, known_subject, of_subject
from services.reviews.commands import attachments as commands
from services.reviews.domain.attachments.media import BEGINNINGS, require_admissible
from services.reviews.readmodel.attachments import attachments, attachments_of
from services.reviews.schemas.attachments import AttachmentQuery, WithdrawalBody
from services.reviews.showing import shown_attachment
from shared.web import Answer, Call, Content, OutOfSight, resource

LARGEST_FILE = 10 * 1024 * 1024


def keep_the_file(call: Call) -> str:
    """Keep the file before anything is recorded that names it; what may not enter is kept nowhere."""
    require_admissible(call.content, call.request.mimetype, call.query["classification"], call.files.ceiling)
    return call.files.keep(call.content)


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/attachments",
    roles=READERS,
    scope=of_subject,
    content=Content(frozenset(BEGINNINGS), LARGEST_FILE),
    query=AttachmentQuery,
    beforehand=keep_the_file,
    summary="Attach a file as evidence, up to the classification that the system may hold",
)
def attach_file(call: Call, campaign: str, subject: str) -> Answer:
    commands.attach_file(
        call.unit,
        campaign,
        known_subject(call, subject),
        call.prepared,
        name=call.query["name"],
        media_type=call.request.mimetype,
        size=len(call.content),
        classification=call.query["classification"],
    )
    return Answer(location=review_at(campaign, subject, "attachments", call.prepared))


@resource(
    "POST",
    "/campaigns/<campaign>/reviews/<subject>/attachments/<fingerprint>/withdrawal",
    roles=READERS,
    scope=of_subject,
    body=WithdrawalBody,
    summary="Withdraw an attached file; once the review was handed in it stays readable, as withdrawn and why",
)
def withdraw_file(call: Call, campaign: str, subject: str, fingerprint: str) -> None:
    commands.withdraw_file(call.unit, campaign, known_subject(call, subject), fingerprint, call.body["reason"])


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>/attachments",
    roles=READERS,
    scope=of_subject,
    summary="The files beside a review",
)
def list_attachments(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    return {"items": [shown_attachment(row, campaign, subject) for row in call.read(attachments_of(campaign, subject))]}


@resource(
    "GET",
    "/campaigns/<campaign>/reviews/<subject>/attachments/<fingerprint>",
    roles=READERS,
    scope=of_subject,
    produces="application/octet-stream",
    summary="One attached file, to be saved and not shown",
)
def download_attachment(call: Call, campaign: str, subject: str, fingerprint: str) -> Answer:
    """Only a file that this very review names is given: to know a fingerprint opens nothing."""
    rows = call.read(attachments_of(campaign, subject).where(attachments.c.attachment_sha256 == fingerprint))
    if not rows:
        raise OutOfSight()
    [row] = rows
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name or fingerprint, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Answer(call.files.read(fingerprint), content_type=row.media_type, headers=headers)
