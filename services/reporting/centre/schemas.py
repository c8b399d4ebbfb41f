"""What the centre may be asked with, and the forms in which it answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reporting.page.schemas import InLanguage


class YearQuery(InLanguage):
    """What the page of a year may be asked with."""


class CentreExportQuery(InLanguage):
    """`separator` stands between the cells of CSV; with `;` decimals have a comma."""

    separator = fields.String(load_default=",", validate=validate.OneOf([",", ";"]))


class YearEntry(Schema):
    """A year, and the campaign of each province that has one then, by the province's code."""

    year = fields.Integer(required=True)
    campaigns = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class YearsAnswer(Schema):
    """The newest year first. Of provinces that do not answer now stands here what they last told."""

    items = fields.List(fields.Nested(YearEntry), required=True)
    unreachable = fields.List(fields.String(), required=True)


class ProvinceAnswer(Schema):
    """One province in one year.

    `state`: `up_to_date`; `behind`, its reporting has not heard it since `silent_since`, or `troubles` say what is
    missing; `unreachable`, its reporting does not answer, and `figures` are those of `asked_at`; `unsound`, its figures
    contradict each other; `no_campaign`. The first two are `counted`. `said_at` is when the newest event in the figures
    was recorded, `positions` what they were built from.
    """

    province = fields.String(required=True)
    vi = fields.String(required=True)
    en = fields.String(required=True)
    state = fields.String(required=True)
    counted = fields.Boolean(required=True)
    campaign = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    rulebook = fields.String(required=True, allow_none=True)
    other_campaigns = fields.List(fields.String(), required=True)
    figures = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    positions = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    said_at = fields.String(required=True, allow_none=True)
    asked_at = fields.String(required=True, allow_none=True)
    silent_since = fields.String(required=True, allow_none=True)
    troubles = fields.List(fields.Dict(keys=fields.String()), required=True)
    pages = fields.String(required=True)


class YearAnswer(Schema):
    """A year in all provinces; `together` adds up those that are `counted`, and is null where none is."""

    year = fields.Integer(required=True)
    at = fields.String(required=True)
    counted = fields.List(fields.String(), required=True)
    left_out = fields.List(fields.String(), required=True)
    together = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    provinces = fields.List(fields.Nested(ProvinceAnswer), required=True)
