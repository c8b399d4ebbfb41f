"""Bodies about dossiers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reviews.schemas.common import OPTIONAL
from shared.contracts.base import a_code, a_subject, an_instant


class ForwardingBody(Schema):
    """`row` is the importer's row in its file; `forwarded_at` may be stated by an importer only."""

    subject = a_subject()
    forwarded_by = a_code(**OPTIONAL)
    forwarded_at = an_instant(**OPTIONAL)
    documents = fields.List(a_code(), required=True)
    row = fields.Integer(strict=True, validate=validate.Range(1), **OPTIONAL)
