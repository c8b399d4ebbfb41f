"""What the reviews service publishes: campaigns, prompts, reviews and dossiers.

No event carries anyone's self-criticism: texts stay in the service, the event holds their fingerprint.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import MAYBE, Contract, a_code, a_date, a_fingerprint, a_subject, a_text, an_instant, one_of


class Reviews(Contract):
    service = "reviews"
    campaign = a_code()


class Deadline(Schema):
    """A local date, whether the day itself still counts (`by`) or not (`before`), and the zone."""

    date = a_date()
    rule = one_of(vocabulary.DEADLINE_RULES)
    zone = a_code()


class CampaignOpened(Reviews):
    """The year's review begins. `reference_date` is the day from which six months are counted back."""

    title = a_text()
    rulebook = a_code()
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2200))
    document = a_code()
    opened_on = a_date()
    dossier_deadline = fields.Nested(Deadline, required=True)
    province = a_code()
    dossiers_to = a_text()
    reference_date = a_date()


class ReviewDrafted(Reviews):
    """A review has been written down and not yet submitted."""

    personal = True

    subject = a_subject()
    form = a_code()
    held_on = a_date(**MAYBE)
    content_sha256 = a_fingerprint(**MAYBE)


class AnswerText(Schema):
    """The answer to a point of a prompt; without a text of its own the review itself answers."""

    prompt = a_code()
    point = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    content_sha256 = a_fingerprint(**MAYBE)


class ReviewDraftedV2(Reviews):
    """A review has been written down and not yet submitted, with what it would say to prompts."""

    schema_version = 2
    personal = True

    subject = a_subject()
    form = a_code()
    held_on = a_date(**MAYBE)
    content_sha256 = a_fingerprint(**MAYBE)
    answers = fields.List(fields.Nested(AnswerText), required=True)

    @classmethod
    def upcast(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "answers": []}


class ReviewVersionSetAside(Reviews):
    """What somebody wrote is kept and has no effect: another version stands that it did not build on.

    `based_on` is the version of the review's stream that it built on, null for a review that was to be a new one.
    """

    personal = True

    subject = a_subject()
    form = a_code()
    held_on = a_date(**MAYBE)
    content_sha256 = a_fingerprint(**MAYBE)
    answers = fields.List(fields.Nested(AnswerText), required=True)
    based_on = fields.Integer(required=True, strict=True, validate=validate.Range(0), **MAYBE)
    reason = one_of(["review_exists", "version_conflict", "already_submitted"])


class FormCopied(Reviews):
    """The form was taken over from the campaign's rulebook; reviews of this kind that begin from now on have it."""

    kind = one_of(["col", "mem", "ldr"])
    form = a_code()
    content_sha256 = a_fingerprint()


class ReviewSubmitted(Reviews):
    """The subject has reviewed itself and answered these prompts."""

    personal = True

    subject = a_subject()
    form = a_code()
    held_on = a_date(**MAYBE)
    submitted_at = an_instant()
    answered_prompts = fields.List(a_code(), required=True)
    content_sha256 = a_fingerprint(**MAYBE)


class ReviewReturned(Reviews):
    """A submitted review goes back to the subject with remarks, which stay in the service."""

    personal = True

    subject = a_subject()
    returned_by = a_code()
    returned_at = an_instant()
    remarks_sha256 = a_fingerprint()


class ReviewSupplemented(Reviews):
    """What a returned or submitted review lacked has been added; more prompts may be answered."""

    personal = True

    subject = a_subject()
    supplemented_at = an_instant()
    answered_prompts = fields.List(a_code(), required=True)
    content_sha256 = a_fingerprint()


class ReviewCompleted(Reviews):
    """The submitted review of a collective was completed from those of so many of its individuals."""

    subject = a_subject()
    completed_at = an_instant()
    content_sha256 = a_fingerprint()
    individuals = fields.Integer(required=True, strict=True, validate=validate.Range(1))


class CommentGiven(Reviews):
    """A participant commented on the subject; the text stays in the service."""

    personal = True

    subject = a_subject()
    side = one_of(vocabulary.COMMENT_SIDES)
    given_by = a_code()
    given_at = an_instant()
    content_sha256 = a_fingerprint()


class DossierForwarded(Reviews):
    """The complete dossier of a rated subject went to the receiving board, on time or late."""

    personal = True

    subject = a_subject()
    forwarded_by = a_code()
    forwarded_at = an_instant()
    documents = fields.List(a_code(), required=True)
    on_time = fields.Boolean(required=True, truthy={True}, falsy={False})
    deadline = an_instant()


class DossierFault(Schema):
    reason = one_of(["unknown_subject", "unknown_unit", "dossier_incomplete", "not_rated"])
    missing = fields.List(a_code(), required=True)


class DossierRefused(Reviews):
    """A forwarding was refused and left nothing behind but this. `row` is the importer's row, if it was an import."""

    personal = True

    subject = a_subject()
    forwarded_by = fields.String(required=True, allow_none=True)
    forwarded_at = an_instant()
    faults = fields.List(fields.Nested(DossierFault), required=True, validate=validate.Length(min=1))
    row = fields.Integer(required=True, strict=True, **MAYBE)


class CampaignDrafted(Reviews):
    """A campaign is being prepared; said again, it replaces what was drafted. Nothing can be handed in yet."""

    title = a_text()
    rulebook = a_code()
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2200))
    document = a_code()
    opened_on = a_date()
    dossier_deadline = fields.Nested(Deadline, required=True)
    province = a_code()
    dossiers_to = a_text()
    reference_date = a_date()


class CampaignClosed(Reviews):
    """Nothing of the campaign changes any more.

    From now on its tree, people and posts are those known at `organizations_position` of that service's log, as of the
    campaign's reference date, whatever is recorded later.
    """

    organizations_position = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    document = a_text(**MAYBE)


class CampaignReopened(Reviews):
    """The closed campaign goes on, for a reason; its tree is no longer held at a position."""

    reason = a_text()
    document = a_text(**MAYBE)


class CampaignLocked(Reviews):
    """From `since` until `until` (null: until it is lifted) new submissions, corrections or both are refused.

    In the whole campaign, or in one `unit`. Said again for the same place and the same acts, it replaces the earlier.
    """

    unit = a_code(**MAYBE)
    stops = one_of(vocabulary.LOCKS)
    since = an_instant()
    until = an_instant(**MAYBE)
    reason = a_text()
    locked_by = a_code(**MAYBE)
    document = a_text(**MAYBE)


class CampaignUnlocked(Reviews):
    """The lock of that place and those acts is lifted."""

    unit = a_code(**MAYBE)
    stops = one_of(vocabulary.LOCKS)
    reason = a_text()
    unlocked_by = a_code(**MAYBE)
    document = a_text(**MAYBE)


class DeadlineExtended(Reviews):
    """The unit's dossiers are on time up to, and without, `ends_at`; until then no lock of new submissions stops it."""

    unit = a_code()
    until = fields.Nested(Deadline, required=True)
    ends_at = an_instant()
    reason = a_text()
    extended_by = a_code(**MAYBE)
    document = a_text(**MAYBE)


class AttachmentAdded(Reviews):
    """A file was put beside the subject's review as evidence. File and name stay in the service; `size` is in bytes."""

    personal = True

    subject = a_subject()
    attachment_sha256 = a_fingerprint()
    name_sha256 = a_fingerprint()
    media_type = a_code()
    size = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    classification = one_of(vocabulary.CLASSIFICATIONS)
    added_at = an_instant()


class AttachmentWithdrawn(Reviews):
    """A file beside the subject's review counts no longer. File and reason stay in the service.

    The reason is null where the review was never handed in.
    """

    personal = True

    subject = a_subject()
    attachment_sha256 = a_fingerprint()
    reason_sha256 = a_fingerprint(**MAYBE)
    withdrawn_at = an_instant()


class ExpectedSetFrozen(Reviews):
    """Who owes what, at the opening: so many subjects, reviews, ratings and dossiers.

    The set itself stays in the service under its fingerprint; every later change is an ExpectationChanged.
    """

    organizations_position = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    subjects = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    reviews = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    ratings = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    dossiers = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    content_sha256 = a_fingerprint()


class ExpectationChanged(Reviews):
    """The subject now owes this, and is counted there; `waived` is what an officer has let go.

    `cause` is the id of the fact that changed it and `reason` that fact's name; without a cause an officer says why.
    """

    personal = True

    subject = a_subject()
    organization = a_code()
    unit = a_code(**MAYBE)
    grassroots = a_code(**MAYBE)
    owes = fields.List(one_of(vocabulary.OWED), required=True)
    waived = fields.List(one_of(vocabulary.OWED), required=True)
    reason = a_text()
    cause = a_code(**MAYBE)
    document = a_text(**MAYBE)
