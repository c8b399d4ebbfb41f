"""The queries that the reporting service takes, and the forms in which it answers."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import Schema, fields, validate

from services.reporting.counting import DETAILS
from services.reporting.domain.levels import LEVELS
from services.reporting.page import LANGUAGES
from shared.contracts.base import a_level
from shared.web import PageQuery


class CampaignsQuery(PageQuery):
    """A page of campaigns."""


class FiguresQuery(Schema):
    """The figures name every subject with its derived level if there are at most `details` of them; 0 for never."""

    details = fields.Integer(load_default=DETAILS, validate=validate.Range(0, DETAILS))


class ComparisonQuery(Schema):
    """When a unit is marked: see `services.reporting.domain.comparison.Measure`."""

    level = a_level(required=False, load_default=LEVELS[0])
    threshold = fields.Decimal(load_default=Decimal("0.01"), validate=validate.Range(Decimal(0), Decimal(1)))
    minimum = fields.Integer(load_default=5, validate=validate.Range(1, 1000))


class PageLanguage(Schema):
    lang = fields.String(load_default="vi", validate=validate.OneOf(LANGUAGES))


class ReportIssuedAnswer(Schema):
    version = fields.Integer(required=True)


class ReportAnswer(Schema):
    """An issued report: what it froze, the hash of that, and the events that it was built from.

    The hash of form 1 is that of `figures` alone, and `overrides` is null; that of form 2 is of the object of `form`,
    `figures` and `overrides`; each as canonical JSON.
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
