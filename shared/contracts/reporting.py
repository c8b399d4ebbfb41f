"""What the reporting service publishes."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.contracts.base import Contract, a_code, a_fingerprint


class Reporting(Contract):
    service = "reporting"


class ReportIssued(Reporting):
    """A consolidated report was frozen, built from exactly these positions of the sources' logs.

    `content_sha256` is the hash of its content as canonical JSON.
    """

    campaign = a_code()
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    content_sha256 = a_fingerprint()
    positions = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    heads = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
