"""What is asked about plans and remedies, and the forms of the answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reporting.following.remedies import STATES
from services.reporting.roster.lists import SORTS
from services.reporting.roster.schemas import MAYBE, SubjectItem
from shared.web import PageQuery


class PlansQuery(PageQuery):
    """Organizations that owe a plan: of one unit or type; those that have adopted one, have none, have looked back."""

    unit = fields.String(**MAYBE)
    type = fields.String(**MAYBE)
    state = fields.String(validate=validate.OneOf(["plan_adopted", "plan_missing", "plan_summed_up"]), **MAYBE)
    sort = fields.String(load_default="name", validate=validate.OneOf(list(SORTS)))


class PlanItem(Schema):
    organization = fields.Nested(SubjectItem, required=True)
    plan = fields.Dict(required=True, allow_none=True, keys=fields.String())
    summaries = fields.List(fields.Dict(keys=fields.String()), required=True)


class PlansPage(Schema):
    """`total` counts the whole list, on its first page alone."""

    items = fields.List(fields.Nested(PlanItem), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)


class RemediesQuery(PageQuery):
    """`before` asks for the remedies of the campaign before, of those who are subjects of this one too."""

    unit = fields.String(**MAYBE)
    state = fields.String(validate=validate.OneOf(STATES), **MAYBE)
    before = fields.Boolean(load_default=False)


class RemedyItem(Schema):
    """A remedy with its subject as this campaign knows it. The weakness itself is told by the reviews service."""

    campaign = fields.String(required=True)
    code = fields.String(required=True)
    responsible = fields.String(required=True)
    responsible_name = fields.String(required=True, allow_none=True)
    due_on = fields.String(required=True)
    document = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    reported_by = fields.String(required=True, allow_none=True)
    reported_at = fields.String(required=True, allow_none=True)
    subject = fields.Nested(SubjectItem, required=True)


class RemediesPage(Schema):
    items = fields.List(fields.Nested(RemedyItem), required=True)
    next = fields.String(required=True, allow_none=True)


class ProgressAnswer(Schema):
    """What was to be done and how much of it is; by unit, by type of organization, and in the whole."""

    whole = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    units = fields.Dict(required=True, keys=fields.String(), values=fields.Dict(keys=fields.String()))
    levels = fields.Dict(required=True, keys=fields.String(), values=fields.Dict(keys=fields.String()))
