"""The queries that lists take, and the forms in which they answer."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS
from services.reporting.roster.lists import NOT_RATED, SORTS, STATES
from shared.web import PageQuery

LONGEST_SEARCH = 100

MAYBE = {"load_default": None}


class Filters(Schema):
    """Which subjects of a list, in which order.

    `search` finds beginnings of words in names and codes: without marks every spelling, with marks its own.
    """

    level = fields.String(validate=validate.OneOf([*LEVELS, NOT_RATED]), **MAYBE)
    state = fields.String(validate=validate.OneOf(list(STATES)), **MAYBE)
    reason = fields.String(**MAYBE)
    type = fields.String(**MAYBE)
    grassroots = fields.String(**MAYBE)
    decided_by = fields.String(**MAYBE)
    search = fields.String(load_default="", validate=validate.Length(max=LONGEST_SEARCH))
    sort = fields.String(load_default="name", validate=validate.OneOf(list(SORTS)))


LIST_FILTERS = ("level", "state", "reason", "type", "grassroots", "decided_by", "search", "sort")
"""The fields of Filters."""


class SubjectsQuery(Filters, PageQuery):
    """The subjects of one kind."""

    kind = fields.String(load_default="mem", validate=validate.OneOf(KINDS))
    unit = fields.String(**MAYBE)


class PromptsQuery(PageQuery):
    unit = fields.String(**MAYBE)
    issued_by = fields.String(**MAYBE)
    state = fields.String(validate=validate.OneOf(["answered", "unanswered"]), **MAYBE)


class CapGroupsQuery(PageQuery):
    """`kind`: groups of caps on that kind. `only` over: more excellent than allowed; full: as many; room: fewer."""

    kind = fields.String(validate=validate.OneOf(KINDS), **MAYBE)
    unit = fields.String(**MAYBE)
    only = fields.String(validate=validate.OneOf(["over", "full", "room"]), **MAYBE)


class SubjectItem(Schema):
    """One subject as the campaign knows it. Names of people, and of their posts, only for officers."""

    subject = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    post = fields.String(required=True, allow_none=True)
    type = fields.String(required=True, allow_none=True)
    management_level = fields.String(required=True, allow_none=True)
    head = fields.Boolean(required=True)
    organization = fields.String(required=True)
    organization_name = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True)
    unit_name = fields.String(required=True, allow_none=True)
    grassroots = fields.String(required=True, allow_none=True)
    collective = fields.String(required=True, allow_none=True)
    collective_name = fields.String(required=True, allow_none=True)
    must_review = fields.Boolean(required=True)
    reviewed = fields.Boolean(required=True)
    level = fields.String(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    cap_override = fields.String(required=True, allow_none=True)
    derived = fields.String(required=True, allow_none=True)
    left_out = fields.String(required=True, allow_none=True)
    dossier = fields.String(required=True, allow_none=True)
    dossier_state = fields.String(required=True, allow_none=True)


class SubjectsPage(Schema):
    """A page of subjects; `total` counts the whole list, on its first page alone."""

    items = fields.List(fields.Nested(SubjectItem), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)


class SubjectAnswer(SubjectItem):
    """One subject with the decision, the proposal, its prompts and refused forwardings, and what was heard of it."""

    rating = fields.Dict(required=True, allow_none=True, keys=fields.String())
    proposal = fields.Dict(required=True, allow_none=True, keys=fields.String())
    prompts = fields.List(fields.Dict(keys=fields.String()), required=True)
    refused_dossiers = fields.List(fields.Dict(keys=fields.String()), required=True)
    course = fields.List(fields.Dict(keys=fields.String()), required=True)


class PromptItem(Schema):
    """A prompt, whether a submitted review has answered it, and the subject that it went to.

    `points` counts its points by state: `open`, `waiting` for a word on the answer, `accepted`, `insufficient`.
    """

    code = fields.String(required=True)
    issued_by = fields.String(required=True)
    issued_by_name = fields.String(required=True, allow_none=True)
    document = fields.String(required=True)
    points = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    answered = fields.Boolean(required=True)
    subject = fields.Nested(SubjectItem, required=True)


class PromptsPage(Schema):
    items = fields.List(fields.Nested(PromptItem), required=True)
    next = fields.String(required=True, allow_none=True)


class CapGroupItem(Schema):
    """`more_good`: how many more good ones would allow the excellent there are, or one more where these are allowed.

    Null where no number of them would. `override` names the documents that allow exceeding the cap.
    """

    cap = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    group = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    good = fields.Integer(required=True)
    allowed = fields.Integer(required=True)
    excellent = fields.Integer(required=True)
    more_good = fields.Integer(required=True, allow_none=True)
    override = fields.String(required=True, allow_none=True)


class CapGroupsPage(Schema):
    """A page of groups; `total` counts the whole list, on its first page alone."""

    items = fields.List(fields.Nested(CapGroupItem), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)
