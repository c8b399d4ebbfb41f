"""The bodies and queries that the reviews service takes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.base import a_code, a_date, a_subject, a_text, an_instant
from shared.contracts.reviews import Deadline
from shared.web import PageQuery

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}
LONGEST_TEXT = 100_000
"""Characters of a review, a prompt or remarks."""


def a_long_text(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=LONGEST_TEXT), **{"required": True, **options})


class CampaignBody(Schema):
    code = a_code()
    title = a_text()
    rulebook = a_code()
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2200))
    document = a_code()
    opened_on = a_date()
    dossier_deadline = fields.Nested(Deadline, required=True)
    province = a_code()
    dossiers_to = a_text()
    reference_date = a_date()


class PromptBody(Schema):
    code = a_code()
    subject = a_subject()
    issued_by = a_code()
    document = a_code()
    issued_on = a_date()
    text = a_long_text()


class ReviewBody(Schema):
    """`draft` keeps the review without handing it in. An importer's rows without `submitted_at` are drafts too."""

    subject = a_subject()
    form = a_code()
    held_on = a_date(**OPTIONAL)
    draft = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    submitted_at = an_instant(**OPTIONAL)
    answered_prompts = fields.List(a_code(), load_default=list)
    summary = a_long_text(**OPTIONAL)


class ReturnBody(Schema):
    returned_by = a_code()
    remarks = a_long_text()


class SupplementBody(Schema):
    answered_prompts = fields.List(a_code(), load_default=list)
    text = a_long_text()


class ForwardingBody(Schema):
    """`row` is the importer's row in its file; `forwarded_at` may be stated by an importer only."""

    subject = a_subject()
    forwarded_by = a_code(**OPTIONAL)
    forwarded_at = an_instant(**OPTIONAL)
    documents = fields.List(a_code(), required=True)
    row = fields.Integer(strict=True, validate=validate.Range(1), **OPTIONAL)


class PromptsQuery(PageQuery):
    subject = a_subject(required=False, load_default=None)
