"""Bodies and queries about prompts."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.reviews.schemas.common import OPTIONAL, a_long_text
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_plain_code, a_subject, one_of
from shared.web import PageQuery

MOST_POINTS = 50


class PointBody(Schema):
    text = a_long_text()


class PromptBody(Schema):
    """What is asked: `points`, numbered from 1 in their order, or one point as `text`."""

    code = a_plain_code()
    subject = a_subject()
    issued_by = a_code()
    document = a_code()
    issued_on = a_date()
    text = a_long_text(**OPTIONAL)
    points = fields.List(
        fields.Nested(PointBody), validate=validate.Length(1, MOST_POINTS, error="Not 1 to 50 points."), **OPTIONAL
    )

    @validates_schema
    def _say_one_thing(self, data: dict[str, Any], **_: Any) -> None:
        if (data["text"] is None) == (data["points"] is None):
            raise ValidationError("Give either text or points.", "points")


class PromptsQuery(PageQuery):
    subject = a_subject(required=False, load_default=None)


class JudgementBody(Schema):
    """`remarks` say what is lacking; an insufficient answer needs them."""

    point = fields.Integer(strict=True, required=True, validate=validate.Range(1))
    judgement = one_of(vocabulary.JUDGEMENTS)
    remarks = a_long_text(**OPTIONAL)
