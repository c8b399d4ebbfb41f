"""Bodies and queries about dossiers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reviews.domain.dossiers.dossier import State
from services.reviews.schemas.common import OPTIONAL, a_reason
from shared.contracts.base import a_code, a_subject, an_instant, one_of
from shared.web import PageQuery


class ForwardingBody(Schema):
    """`row` is the importer's row in its file; `forwarded_at` may be stated by an importer only."""

    subject = a_subject()
    forwarded_by = a_code(**OPTIONAL)
    forwarded_at = an_instant(**OPTIONAL)
    documents = fields.List(a_code(), required=True)
    row = fields.Integer(strict=True, validate=validate.Range(1), **OPTIONAL)


class RemarksBody(Schema):
    """Why a dossier is returned or recalled."""

    remarks = a_reason()


class NothingToReportBody(Schema):
    """Who owes no dossier: one subject, or a whole organization (`org:CODE`)."""

    subject = a_subject()


class DossiersQuery(PageQuery):
    """`unit` narrows to an organization and what is below it."""

    unit = a_code(required=False, load_default=None)
    state = one_of([state.value for state in State if state is not State.NONE], required=False, load_default=None)


class ChecklistQuery(Schema):
    """`documents` are those that are at hand: the checklist as if they were forwarded now."""

    documents = fields.List(a_code(), load_default=list)
