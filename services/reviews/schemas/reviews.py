"""Bodies about reviews."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.reviews.schemas.common import OPTIONAL, a_long_text
from shared.contracts.base import a_code, a_date, a_subject, an_instant


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
