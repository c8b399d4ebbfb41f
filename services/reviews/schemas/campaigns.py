"""Bodies about campaigns."""

from __future__ import annotations

from datetime import date

from marshmallow import Schema, fields, validate

from services.reviews.schemas.common import OPTIONAL
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_plain_code, a_text, one_of


class DeadlineBody(Schema):
    """A local date, whether the day itself still counts (`by`) or not (`before`), and the zone's IANA name."""

    date = a_date(validate=validate.Range(date(1990, 1, 1), date(2200, 12, 31)))
    rule = one_of(vocabulary.DEADLINE_RULES)
    zone = a_code()


class CampaignBody(Schema):
    code = a_plain_code()
    title = a_text()
    rulebook = a_code()
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2200))
    document = a_code()
    opened_on = a_date()
    dossier_deadline = fields.Nested(DeadlineBody, required=True)
    province = a_code()
    dossiers_to = a_text()
    reference_date = a_date()


class ClosingBody(Schema):
    """`document` is the decision or notice that ends the campaign, if there is one."""

    document = a_text(**OPTIONAL)


class ReopeningBody(Schema):
    reason = a_text()
    document = a_text(**OPTIONAL)
