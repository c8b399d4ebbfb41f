"""What the ratings service publishes: rulebooks, what assessors said, what bodies decided."""

from __future__ import annotations

from typing import ClassVar

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
    points,
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
    """One assessor's view at one stage: a level, and a degree or points for each criterion or for none.

    Points are decimal text.
    """

    personal = True

    subject = a_subject()
    stage = a_code()
    level = a_level(**MAYBE)
    degrees = fields.Dict(keys=a_code(), values=one_of(vocabulary.DEGREES), required=True)
    given_on = a_date(**MAYBE)
    points = fields.Dict(keys=a_code(), values=points(), required=True)


class BallotTallied(OfCampaign):
    """The count of one round of a secret ballot, never who voted how. Round 2 is yes or no to the best level."""

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
        keys=one_of([*vocabulary.LEVELS, vocabulary.AGAINST]),
        values=fields.Integer(strict=True, validate=validate.Range(0)),
        required=True,
    )
    round = fields.Integer(required=True, strict=True, validate=validate.OneOf([1, 2]))


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


class LevelProposed(OfCampaign):
    """What the rules derive for the subject: a proposal for people. `level` is null for a subject without degrees.

    `failed` lists the unmet conditions of every level, `forced` what forces the worst level, `unknown` what the
    evidence does not answer, `ceilings` those whose limit is below the level found before them; each by its code in
    the rulebook, sorted.
    """

    personal = True

    class Meta(Contract.Meta):
        # As an attribute it would look like marshmallow's own option of that name.
        include: ClassVar = {"unknown": fields.List(a_code(), required=True)}

    subject = a_subject()
    level = a_level(**MAYBE)
    failed = fields.Dict(keys=a_level(), values=fields.List(a_code()), required=True)
    forced = fields.List(a_code(), required=True)
    ceilings = fields.List(a_code(), required=True)


class DecisionIssued(OfCampaign):
    """A competent body's decision document was accepted whole, with this many ratings, first ones or revised ones."""

    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    act = one_of(vocabulary.DOCUMENT_ACTS)
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
    act = one_of(vocabulary.DOCUMENT_ACTS)
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


class RatingRevised(OfCampaign):
    """A new decision of the competent body replaced the subject's level; the decision before stays in the log."""

    personal = True

    subject = a_subject()
    level = a_level()
    previous_level = a_level()
    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    proposed = a_level(**MAYBE)
    reason = a_text()
    cap_override = a_code(**MAYBE)
    cause = one_of(vocabulary.REVISION_CAUSES)


class RatingQuestioned(OfCampaign):
    """A rating is to be reviewed again: `event` is the id, in this log, of what became known after it.

    The level stands until the competent body revises or confirms it.
    """

    personal = True

    subject = a_subject()
    cause = one_of(["civil_rating_changed", "finding"])
    event = a_code()


class RatingConfirmed(OfCampaign):
    """The competent body looked at what had put the rating in question, and let it stand."""

    personal = True

    subject = a_subject()
    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    reason = a_text()


class AppealLodged(OfCampaign):
    """The subject itself (`lodged_by` is null) or its unit appealed against a decision; the grounds stay here."""

    personal = True

    subject = a_subject()
    document = a_code()
    decided_by = a_code()
    lodged_by = a_code(**MAYBE)
    lodged_at = an_instant()
    grounds_sha256 = a_fingerprint()


class AppealDecided(OfCampaign):
    """The competent body answered an appeal. If it revised the level, the same document is told of by RatingRevised."""

    personal = True

    subject = a_subject()
    outcome = one_of(vocabulary.APPEAL_OUTCOMES)
    document = a_code()
    decided_by = a_code()
    decided_at = an_instant()
    reason = a_text()


class RatingPublished(OfCampaign):
    """The ratings of one decision document were made known in a scope. One that is revised later must be again."""

    document = a_code()
    decided_by = a_code()
    scope = one_of(vocabulary.PUBLICATION_SCOPES)
    published_on = a_date()
    published_by = a_code()
