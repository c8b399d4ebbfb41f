"""The queries that the reporting service takes, and the forms in which it answers."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import Schema, fields, validate

from services.reporting.counting import DETAILS
from services.reporting.domain.comparison import Measure
from services.reporting.page import LANGUAGES
from services.reporting.roster.schemas import Filters
from shared.contracts.base import a_code, a_level
from shared.web import PageQuery

USUAL = Measure()


class CampaignsQuery(PageQuery):
    """A page of campaigns."""


class FiguresQuery(Schema):
    """The figures name every subject with its derived level if there are at most `details` of them; 0 for never."""

    details = fields.Integer(load_default=DETAILS, validate=validate.Range(0, DETAILS))


class ComparisonQuery(Schema):
    """When a unit is marked: see `services.reporting.domain.comparison.Measure`."""

    level = a_level(required=False, load_default=USUAL.level)
    threshold = fields.Decimal(load_default=USUAL.threshold, validate=validate.Range(Decimal(0), Decimal(1)))
    minimum = fields.Integer(load_default=USUAL.minimum, validate=validate.Range(1, 1000))


class PageLanguage(Schema):
    lang = fields.String(load_default="vi", validate=validate.OneOf(LANGUAGES))


class ExportQuery(PageLanguage, Filters):
    """`separator` stands between the cells of CSV; with `;` decimals have a comma. `unit` narrows the scope.

    The filters narrow and sort the lists of organizations, collectives, members and leaders as on their pages.
    """

    separator = fields.String(load_default=",", validate=validate.OneOf([",", ";"]))
    unit = a_code(required=False, load_default=None)


class DifferencesQuery(Schema):
    """The version that differences are counted from; the one before, if it is not said."""

    since = fields.Integer(data_key="from", load_default=None, validate=validate.Range(1))


class ExportOrder(ExportQuery):
    """An export that is written in the background; `as_of` as in every query."""

    table = a_code()
    format = a_code()
    as_of = fields.String(load_default=None)


class ChangesQuery(PageQuery):
    """From when on, stated like `as_of`. Pages are of subjects; the figures are on each."""

    since = fields.String(required=True)


class ChangesAnswer(Schema):
    """Between the positions `before` and `after`: each figure that differs, and the subjects whose state does.

    What there was at one moment alone is null at the other. A central reader gets no `subjects`.
    """

    campaign = fields.String(required=True)
    before = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    after = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    differences = fields.List(fields.Dict(keys=fields.String()), required=True)
    subjects = fields.Dict(required=True, keys=fields.String(), allow_none=True)


class YearsQuery(Schema):
    """The campaign beside this one; the one before, if it is not said."""

    other = fields.String(data_key="with", load_default=None)


class YearsAnswer(Schema):
    """`beside` is null where there is no other campaign; `trend` holds all that are seen, the earliest first.

    In `beside`, `kinds` are the counts by kind and type (null for the whole kind), `units` those of members by unit of
    today; `difference` is the later share less the earlier, in hundredths of a percentage point.
    """

    campaign = fields.String(required=True)
    beside = fields.Dict(required=True, keys=fields.String(), allow_none=True)
    trend = fields.List(fields.Dict(keys=fields.String()), required=True)


class ExportJobAnswer(Schema):
    """How an export stands. `expected` is about how many rows there will be; `result` leads to it once it is done."""

    job = fields.Integer(required=True)
    table = fields.String(required=True)
    format = fields.String(required=True)
    state = fields.String(required=True)
    asked_at = fields.String(required=True)
    done = fields.Integer(required=True)
    expected = fields.Integer(required=True, allow_none=True)
    bytes = fields.Integer(required=True, allow_none=True)
    fault = fields.String(required=True, allow_none=True)
    result = fields.String(required=True, allow_none=True)


class ReportVersionsAnswer(Schema):
    """The issued versions, the newest first."""

    items = fields.List(fields.Dict(keys=fields.String()), required=True)


class DifferencesAnswer(Schema):
    """Each figure that differs: its place, and what it was and is. What one side lacks is null there."""

    campaign = fields.String(required=True)
    before = fields.Integer(required=True)
    after = fields.Integer(required=True)
    differences = fields.List(fields.Dict(keys=fields.String()), required=True)


class ReportIssuedAnswer(Schema):
    version = fields.Integer(required=True)


class ReportAnswer(Schema):
    """An issued report: what it froze, the hash of that, and the events that it was built from.

    The hash of form 1 is that of `figures` alone; that of form 2 is of the object of `form`, `figures` and `overrides`;
    that of form 3 has `statistics` in it too; each as canonical JSON. What a form did not freeze is null.
    """

    campaign = fields.String(required=True)
    version = fields.Integer(required=True)
    content_sha256 = fields.String(required=True)
    positions = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    heads = fields.Dict(required=True, keys=fields.String(), values=fields.String())
    issued_at = fields.String(required=True)
    form = fields.Integer(required=True)
    figures = fields.Dict(required=True, keys=fields.String())
    overrides = fields.List(fields.Dict(keys=fields.String()), required=True, allow_none=True)
    statistics = fields.Dict(required=True, keys=fields.String(), allow_none=True)
