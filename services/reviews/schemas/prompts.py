"""Bodies and queries about prompts."""

from __future__ import annotations

from marshmallow import Schema

from services.reviews.schemas.common import a_long_text
from shared.contracts.base import a_code, a_date, a_subject
from shared.web import PageQuery


class PromptBody(Schema):
    code = a_code()
    subject = a_subject()
    issued_by = a_code()
    document = a_code()
    issued_on = a_date()
    text = a_long_text()


class PromptsQuery(PageQuery):
    subject = a_subject(required=False, load_default=None)
