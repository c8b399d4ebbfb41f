"""Queries about attachments, and their withdrawal."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.reviews.schemas.common import OPTIONAL
from shared.contracts import vocabulary
from shared.contracts.base import a_text, one_of


class AttachmentQuery(Schema):
    """`name` is the file's own name, without a folder."""

    name = fields.String(
        required=True,
        validate=[validate.Length(1, 200), validate.Regexp(r"^[^/\\\x00-\x1f\x7f]*$", error="Not a file's name.")],
    )
    classification = one_of(vocabulary.CLASSIFICATIONS)


class WithdrawalBody(Schema):
    """The reason may be left out while the review has never been handed in."""

    reason = a_text(**OPTIONAL)
