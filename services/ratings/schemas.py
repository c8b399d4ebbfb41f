"""The bodies that the ratings service takes: the columns of the campaign folder, as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_level, a_subject, a_text, an_instant, one_of, points
from shared.web import PageQuery

LONGEST_GROUNDS = 100_000
"""Characters of the grounds of an appeal."""

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}


def a_count(**options: Any) -> fields.Integer:
    """How many, in a tally."""
    return fields.Integer(strict=True, validate=validate.Range(0), **{"required": True, **options})


def a_reason() -> fields.String:
    """Why a body decided so; not only blanks."""
    return fields.String(required=True, validate=validate.And(validate.Length(max=2000), validate.Regexp(r"\s*\S")))


class Points(fields.String):
    """Points as the log keeps them, decimal text; a whole number may be sent as such."""

    def __init__(self) -> None:
        super().__init__(validate=points().validate)

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return super()._deserialize(str(value) if whole else value, *args, **more)


class ExplanationQuery(Schema):
    """The page's language; without it the one that the reader's browser likes best."""

    lang = fields.String(load_default=None, validate=validate.OneOf(("vi", "en")))


class RulebookBody(Schema):
    content = fields.Dict(keys=fields.String(), required=True)


class OpinionBody(Schema):
    """One assessor's level, and degrees or points: for every criterion of the subject's frame, or none.

    Points are whole numbers, or decimals as text.
    """

    subject = a_subject()
    stage = a_code()
    level = a_level(**OPTIONAL)
    degrees = fields.Dict(keys=a_code(), values=one_of(vocabulary.DEGREES), load_default=dict)
    points = fields.Dict(keys=a_code(), values=Points(), load_default=dict)
    given_on = a_date(**OPTIONAL)


class BallotBody(Schema):
    """The count of one round of a secret ballot. A level that is not named got no vote.

    The second round asks only about the best level, and counts the votes against it as `no`.
    """

    subject = a_subject()
    stage = a_code()
    held_on = a_date(**OPTIONAL)
    eligible = a_count()
    present = a_count()
    issued = a_count()
    returned = a_count()
    valid = a_count()
    votes = fields.Dict(keys=one_of([*vocabulary.LEVELS, vocabulary.AGAINST]), values=a_count(), required=True)
    round = fields.Integer(strict=True, validate=validate.OneOf([1, 2]), load_default=1)


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


class ProposalsBody(Schema):
    """Where to begin: after this subject, or at the first one."""

    after = a_subject(**OPTIONAL)


class ProposalsAnswer(Schema):
    """Subjects that were derived, proposals that were new or changed, and after whom to go on (null: done)."""

    subjects = fields.Integer(required=True)
    proposed = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)
    position = fields.Integer(required=True)


class CapsQuery(PageQuery):
    """A page of groups, of every cap or of one."""

    cap = fields.String(load_default=None)


class WhatIfQuery(PageQuery):
    """Another rulebook, another base of the caps, or both."""

    rulebook = fields.String(load_default=None)
    cap_base = fields.String(load_default=None)


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


class ConfirmationBody(Schema):
    """With what a body lets a questioned rating stand. `decided_at` may be stated by an importer only."""

    document = a_code()
    decided_by = a_code()
    decided_at = an_instant(**OPTIONAL)
    reason = a_reason()


class AppealBody(Schema):
    """`lodged_by` names the unit that appeals for the subject; without it the caller does."""

    grounds = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_GROUNDS))
    lodged_by = a_code(**OPTIONAL)
    lodged_at = an_instant(**OPTIONAL)


class AppealDecisionBody(Schema):
    """A `revised` outcome names the new level, an `upheld` one does not."""

    outcome = one_of(vocabulary.APPEAL_OUTCOMES)
    document = a_code()
    decided_by = a_code()
    decided_at = an_instant(**OPTIONAL)
    reason = a_reason()
    level = a_level(**OPTIONAL)
    cap_override = a_code(**OPTIONAL)

    @validates_schema
    def level_and_outcome_agree(self, data: dict[str, Any], **_: Any) -> None:
        if (data["outcome"] == "revised") is not (data["level"] is not None):
            raise ValidationError("A revised outcome needs a level, an upheld one has none.", "level")


class PublicationBody(Schema):
    document = a_code()
    decided_by = a_code()
    scope = one_of(vocabulary.PUBLICATION_SCOPES)
    published_on = a_date()
    published_by = a_code()


class RatingsQuery(PageQuery):
    questioned = fields.Boolean(load_default=None, truthy={"true"}, falsy={"false"})
