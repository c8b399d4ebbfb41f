"""The queries that the reporting service takes, and the forms in which it answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reporting.page import LANGUAGES
from shared.web import PageQuery

RELATIVE = r"/(?![/\\])[^\\\x00-\x20\x7f]*"
"""A path on this host: neither a scheme nor another host can hide in it."""


class CampaignsQuery(PageQuery):
    """A page of campaigns."""


class PageLanguage(Schema):
    lang = fields.String(load_default="vi", validate=validate.OneOf(LANGUAGES))


class SignInQuery(PageLanguage):
    token = fields.String(load_default=None)
    next = fields.String(
        load_default="/reporting/campaigns",
        validate=validate.Regexp(f"^{RELATIVE}$", error="Only a path on this host."),
    )


class ReportIssuedAnswer(Schema):
    version = fields.Integer(required=True)


class ReportAnswer(Schema):
    """An issued report: its figures, their hash, and the events that they were built from."""

    campaign = fields.String(required=True)
    version = fields.Integer(required=True)
    content_sha256 = fields.String(required=True)
    positions = fields.Dict(required=True, keys=fields.String(), values=fields.Integer())
    heads = fields.Dict(required=True, keys=fields.String(), values=fields.String())
    issued_at = fields.String(required=True)
    figures = fields.Dict(required=True, keys=fields.String())
