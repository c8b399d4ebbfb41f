"""Bodies and queries about plans."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.reviews.schemas.common import a_reason
from shared.contracts.base import a_code, a_date
from shared.contracts.dossiers import LevelDates
from shared.web import PageQuery


class PlanBody(Schema):
    """`levels` are the own level and those below, by type of organization, each with its first and last day."""

    organization = a_code()
    document = a_code()
    adopted_on = a_date()
    levels = fields.List(fields.Nested(LevelDates), required=True)


class InterimSummaryBody(Schema):
    document = a_code()
    held_on = a_date()
    text = a_reason()


class PlansQuery(PageQuery):
    """`below` is the organization whose lower level is asked about."""

    below = a_code()
