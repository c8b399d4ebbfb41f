"""The bodies that the ratings service takes: the columns of the campaign folder, as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_level, a_subject, a_text, an_instant, one_of

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}


def a_count(**options: Any) -> fields.Integer:
    """How many, in a tally."""
    return fields.Integer(strict=True, validate=validate.Range(0), **{"required": True, **options})


class RulebookBody(Schema):
    content = fields.Dict(keys=fields.String(), required=True)


class OpinionBody(Schema):
    """One assessor's level and degrees: a degree for every criterion of the subject's frame, or none."""

    subject = a_subject()
    stage = a_code()
    level = a_level(**OPTIONAL)
    degrees = fields.Dict(keys=a_code(), values=one_of(vocabulary.DEGREES), load_default=dict)
    given_on = a_date(**OPTIONAL)


class BallotBody(Schema):
    """The count of a secret ballot. A level that is not named got no vote."""

    subject = a_subject()
    stage = a_code()
    held_on = a_date(**OPTIONAL)
    eligible = a_count()
    present = a_count()
    issued = a_count()
    returned = a_count()
    valid = a_count()
    votes = fields.Dict(keys=one_of(vocabulary.LEVELS), values=a_count(), required=True)


class FindingBody(Schema):
    """`value` is yes or no, a form of discipline, or a decimal number as text."""

    subject = a_subject()
    fact = a_code()
    value = a_code()
    document = a_text(**OPTIONAL)


class CivilRatingBody(Schema):
    person = a_code()
    level = a_level()
    decided_on = a_date(**OPTIONAL)
    document = a_text(**OPTIONAL)


class RowBody(Schema):
    subject = a_subject()
    level = a_level()
    reason = a_text(**OPTIONAL)
    cap_override = a_code(**OPTIONAL)


class DecisionBody(Schema):
    """One whole document. `decided_at` may be stated by an importer only."""

    document = a_code()
    decided_by = a_code()
    decided_at = an_instant(**OPTIONAL)
    rows = fields.List(fields.Nested(RowBody), required=True, validate=validate.Length(min=1))
