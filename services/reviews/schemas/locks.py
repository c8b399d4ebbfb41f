"""Bodies and queries about locks and extensions."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.reviews.schemas.campaigns import DeadlineBody
from services.reviews.schemas.common import OPTIONAL
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_text, an_instant, one_of


class LockBody(Schema):
    """Without `unit` the whole campaign; without `since` from now; without `until` until somebody lifts it."""

    unit = a_code(**OPTIONAL)
    stops = one_of(vocabulary.LOCKS)
    since = an_instant(**OPTIONAL)
    until = an_instant(**OPTIONAL)
    reason = a_text()
    document = a_text(**OPTIONAL)


class UnlockBody(Schema):
    unit = a_code(**OPTIONAL)
    stops = one_of(vocabulary.LOCKS)
    reason = a_text()
    document = a_text(**OPTIONAL)


class ExtensionBody(Schema):
    unit = a_code()
    until = fields.Nested(DeadlineBody, required=True)
    reason = a_text()
    document = a_text(**OPTIONAL)


class StateQuery(Schema):
    """Without `unit` the campaign as a whole."""

    unit = a_code(required=False, load_default=None)
