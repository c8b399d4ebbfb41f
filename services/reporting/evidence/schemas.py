"""What evidence is asked with, and the form in which it is given."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.reporting.roster.schemas import MAYBE, SubjectItem
from shared.web import PageQuery


class EvidenceQuery(PageQuery):
    """`unit` narrows the figure to what belongs to one unit."""

    unit = fields.String(**MAYBE)


class EventItem(Schema):
    """An event behind a figure: where it stands in the log of its source, what it is about, and who recorded it.

    `at` is when it says that it happened, `recorded_at` when it was recorded. `actor` is the user's id, for officers of
    a board alone; `acted_for` the user's organization. `facts` are those that reporting keeps of it.
    """

    source = fields.String(required=True)
    number = fields.Integer(required=True)
    id = fields.String(required=True)
    type = fields.String(required=True)
    about = fields.String(required=True)
    at = fields.String(required=True)
    recorded_at = fields.String(required=True, allow_none=True)
    actor = fields.String(required=True, allow_none=True)
    acted_for = fields.String(required=True, allow_none=True)
    facts = fields.Dict(required=True, keys=fields.String())


class EvidenceItem(Schema):
    """One thing that is counted: `mem:…`, `prompt:…`, `decision:BODY NUMBER`, `group:CAP/GROUP`.

    `figures` are keys of further figures.
    """

    about = fields.String(required=True)
    subject = fields.Nested(SubjectItem, required=True, allow_none=True)
    facts = fields.Dict(required=True, keys=fields.String())
    figures = fields.List(fields.String(), required=True)
    events = fields.List(fields.Nested(EventItem), required=True)


class FigureSum(Schema):
    """A figure; how many it counts, null where it is computed from others; and how many events decided that."""

    figure = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True, metadata={"type": ["integer", "string"]})
    total = fields.Integer(required=True, allow_none=True)
    events = fields.Integer(required=True)


class EvidenceAnswer(FigureSum):
    """What is behind a figure: the items that it counts, or the figures that it is computed from.

    `lists` are the filters with which `GET …/subjects` gives the same subjects. `part` and `whole` are those of a
    percentage; of what a cap allows, `whole` is the base. `absent` are the types of event that each item counts for the
    lack of, up to `positions`. `withheld` says that the caller sees how much there is, and not whom.
    """

    campaign = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    counts = fields.String(required=True)
    lists = fields.List(fields.Dict(keys=fields.String()), required=True)
    part = fields.List(fields.Nested(FigureSum), required=True)
    whole = fields.List(fields.Nested(FigureSum), required=True)
    rule = fields.Dict(required=True, allow_none=True, keys=fields.String())
    absent = fields.List(fields.String(), required=True)
    positions = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    withheld = fields.Boolean(required=True)
    items = fields.List(fields.Nested(EvidenceItem), required=True)
    next = fields.String(required=True, allow_none=True)
