"""What the ratings service publishes: rulebooks, what assessors said, what bodies decided."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import (
    MAYBE,
    Contract,
    a_code,
    a_date,
    a_fingerprint,
    a_level,
    a_subject,
    a_text,
    an_instant,
    one_of,
)


class Ratings(Contract):
    service = "ratings"


class OfCampaign(Ratings):
    campaign = a_code()


class RulebookPublished(Ratings):
    """A version of the rules, whole and for good, with the hash of its content."""

    rulebook = a_code()
    content_sha256 = a_fingerprint()
    content = fields.Dict(keys=fields.String(), required=True)


class OpinionGiven(OfCampaign):
    """One assessor's view at one stage: a level, and a degree for each criterion or for none."""

    personal = True

    subject = a_subject()
    stage = a_code()
    level = a_level(**MAYBE)
    degrees = fields.Dict(keys=a_code(), values=one_of(vocabulary.DEGREES), required=True)
    given_on = a_date(**MAYBE)


class BallotTallied(OfCampaign):
    """The count of a secret ballot. Never who voted how."""

    personal = True

    subject = a_subject()
    stage = a_code()
    held_on = a_date(**MAYBE)
    eligible = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    present = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    issued = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    returned = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    valid = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    votes = fields.Dict(
        keys=one_of(vocabulary.LEVELS), values=fields.Integer(strict=True, validate=validate.Range(0)), required=True
    )


class CivilRatingRecorded(OfCampaign):
    """The civil-service rating of a cadre, civil servant or public employee (Decree 90/2020)."""

    personal = True

    person = a_code()
    level = a_level()
    decided_on = a_date(**MAYBE)
    document = a_text(**MAYBE)


class FindingRecorded(OfCampaign):
    """What a competent body found about the subject. Numbers are decimal text."""

    personal = True

    subject = a_subject()
    fact = a_code()
    value = a_code()
    document = a_text(**MAYBE)


class DecisionIssued(OfCampaign):
    """A competent body's decision document was accepted whole, with this many ratings."""

    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    ratings = fields.Integer(required=True, strict=True, validate=validate.Range(1))


class Fault(Schema):
    subject = a_code()
    reason = a_code()


class DecisionRefused(OfCampaign):
    """A decision document was refused whole: every failing row with its reasons. Nothing else happened."""

    personal = True

    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    faults = fields.List(fields.Nested(Fault), required=True, validate=validate.Length(min=1))


class RatingAssigned(OfCampaign):
    """The competent body decided the subject's quality level. `proposed` is what the rules derived, if anything."""

    personal = True

    subject = a_subject()
    level = a_level()
    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    proposed = a_level(**MAYBE)
    reason = a_text(**MAYBE)
    cap_override = a_code(**MAYBE)
