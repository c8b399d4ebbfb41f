"""Bodies and queries about remedies."""

from __future__ import annotations

from marshmallow import Schema

from services.reviews.schemas.common import a_reason
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_plain_code, a_subject, one_of
from shared.web import PageQuery

STATES = ("open", "overdue", *vocabulary.REMEDY_OUTCOMES)
"""`open` is whatever is not done; `overdue` what is open after its day."""


class RemedyBody(Schema):
    """`responsible` is the subject's own organization or one above it."""

    code = a_plain_code()
    subject = a_subject()
    weakness = a_reason()
    responsible = a_code()
    due_on = a_date()
    document = a_code()


class RemedyReportBody(Schema):
    outcome = one_of(vocabulary.REMEDY_OUTCOMES)
    report = a_reason()


class RemediesQuery(PageQuery):
    subject = a_subject(required=False, load_default=None)
    state = one_of(STATES, required=False, load_default=None)
