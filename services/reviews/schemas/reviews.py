"""Bodies about reviews."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reviews.schemas.common import OPTIONAL, a_long_text
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_subject, an_instant, one_of


class AnswerBody(Schema):
    """The answer to one point of a prompt; a prompt with one point needs no number."""

    prompt = a_code()
    point = fields.Integer(strict=True, load_default=1, validate=validate.Range(1))
    text = a_long_text()


class AnsweringBody(Schema):
    """`answered_prompts` are those that the text itself answers whole; `answers` go point by point."""

    answered_prompts = fields.List(a_code(), load_default=list)
    answers = fields.List(fields.Nested(AnswerBody), load_default=list)


class DraftBody(AnsweringBody):
    """Without `form` the campaign's form for this kind of subject is meant."""

    form = a_code(**OPTIONAL)
    held_on = a_date(**OPTIONAL)
    summary = a_long_text(**OPTIONAL)


class ReviewBody(DraftBody):
    """`draft` keeps the review without handing it in. An importer's rows without `submitted_at` are drafts too."""

    subject = a_subject()
    draft = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    submitted_at = an_instant(**OPTIONAL)


class ReturnBody(Schema):
    returned_by = a_code()
    remarks = a_long_text()


class SupplementBody(AnsweringBody):
    text = a_long_text()


class CompletionBody(Schema):
    text = a_long_text()


class CommentBody(Schema):
    """`given_by` is the organization or the person that comments, from this side."""

    side = one_of(vocabulary.COMMENT_SIDES)
    given_by = a_code()
    text = a_long_text()
