"""Bodies about campaigns."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import a_code, a_date, a_text
from shared.contracts.reviews import Deadline


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
