"""The forms of a campaign over HTTP."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select

from services.reviews.api.scopes import READERS
from services.reviews.domain.reviews.forms import PAPERS, forms_for
from services.reviews.readmodel.campaigns import campaigns, rulebook_content
from services.reviews.readmodel.reviews import forms
from services.reviews.readmodel.store import texts
from shared.web import ANYONE, Answer, Call, OutOfSight, resource


@resource(
    "GET",
    "/campaigns/<campaign>/forms",
    roles=READERS,
    scope=ANYONE,
    summary="Which forms a campaign's reviews are written in, by kind of subject",
)
def list_forms(call: Call, campaign: str) -> dict[str, Any]:
    rows = call.read(select(campaigns.c.rulebook).where(campaigns.c.campaign == campaign))
    content = rulebook_content(call.read, rows[0].rulebook) if rows else None
    if content is None:
        raise OutOfSight()
    return {kind.value: forms_for(content, kind) for kind in PAPERS}


@resource(
    "GET",
    "/campaigns/<campaign>/forms/<fingerprint>",
    roles=READERS,
    scope=ANYONE,
    summary="A form as it was when reviews began in it",
)
def show_form(call: Call, campaign: str, fingerprint: str) -> Answer:
    """Only what was copied as a form is shown here: no other text is found by its fingerprint."""
    query = (
        select(texts.c.text)
        .join(forms, forms.c.content_sha256 == texts.c.sha256)
        .where(forms.c.campaign == campaign, forms.c.content_sha256 == fingerprint)
    )
    rows = call.read(query.limit(1))
    if not rows:
        raise OutOfSight()
    return Answer(orjson.loads(rows[0].text))
