"""Forms of fields that several bodies share."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}
LONGEST_TEXT = 100_000
"""Characters of a review, a prompt or remarks."""


def a_long_text(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=LONGEST_TEXT), **{"required": True, **options})


def a_reason() -> fields.String:
    """Why something is done; not only blanks."""
    says_something = validate.Regexp(r"\s*\S")
    return fields.String(required=True, validate=validate.And(validate.Length(max=LONGEST_TEXT), says_something))
