"""What the reviews service publishes about prompts and the answers to them. Their texts stay in the service."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import MAYBE, a_code, a_date, a_fingerprint, a_subject, an_instant, one_of
from shared.contracts.reviews import Reviews


class PromptIssued(Reviews):
    """A competent body asks the subject to address a named point; the text stays in the service."""

    personal = True

    code = a_code()
    subject = a_subject()
    issued_by = a_code()
    document = a_code()
    issued_on = a_date()
    text_sha256 = a_fingerprint()


class PromptPoint(Schema):
    """One thing that is asked, numbered from 1 within its prompt."""

    point = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    text_sha256 = a_fingerprint()


class PromptIssuedV2(Reviews):
    """A competent body asks the subject to address several points; version 1 knew one. Their texts stay here."""

    schema_version = 2
    personal = True

    code = a_code()
    subject = a_subject()
    issued_by = a_code()
    document = a_code()
    issued_on = a_date()
    points = fields.List(fields.Nested(PromptPoint), required=True, validate=validate.Length(min=1))

    @classmethod
    def upcast(cls, data: dict[str, Any]) -> dict[str, Any]:
        text_sha256 = data.pop("text_sha256")
        return {**data, "points": [{"point": 1, "text_sha256": text_sha256}]}


class PromptAnswered(Reviews):
    """The subject answered a point of a prompt, in a review that it handed in or supplemented.

    `content_sha256` is the answer's own text, or the review's where that answers the whole prompt. A point may be
    answered again; the last answer is the one that counts.
    """

    personal = True

    subject = a_subject()
    prompt = a_code()
    point = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    content_sha256 = a_fingerprint(**MAYBE)
    answered_at = an_instant()


class AnswerJudged(Reviews):
    """The body that had asked says whether the answer to a point will do. While it will not, the dossier stays."""

    personal = True

    subject = a_subject()
    prompt = a_code()
    point = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    judgement = one_of(vocabulary.JUDGEMENTS)
    judged_by = a_code()
    judged_at = an_instant()
    remarks_sha256 = a_fingerprint(**MAYBE)
