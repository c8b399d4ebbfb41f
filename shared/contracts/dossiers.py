"""What the reviews service publishes about dossiers once they are forwarded, about plans, and about remedies.

Remarks, weaknesses and reports stay in the service; the event holds their fingerprint.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_fingerprint, a_subject, an_instant, one_of
from shared.contracts.reviews import Deadline, Reviews


class OfDossier(Reviews):
    personal = True

    subject = a_subject()
    # which forwarding of the dossier: 1, 2, 3 …
    forwarding = fields.Integer(required=True, strict=True, validate=validate.Range(1))


class DossierReceiptIssued(OfDossier):
    """What the sender has in hand for a forwarding: the fingerprint of its content, and by which deadline it counts.

    The first forwarding decides on time or late: `on_time` and `deadline` are those of `first_forwarded_at`, also after
    a return. `extended` says that the deadline was the unit's own.
    """

    content_sha256 = a_fingerprint()
    forwarded_at = an_instant()
    first_forwarded_at = an_instant()
    on_time = fields.Boolean(required=True, truthy={True}, falsy={False})
    deadline = fields.Nested(Deadline, required=True)
    extended = fields.Boolean(required=True, truthy={True}, falsy={False})


class DossierReceived(OfDossier):
    """The receiving board has the forwarded dossier in hand and looks at it."""

    received_by = a_code()
    received_at = an_instant()


class DossierAccepted(OfDossier):
    """The receiving board finds the dossier in order. Nothing of it changes any more."""

    accepted_by = a_code()
    accepted_at = an_instant()


class DossierReturned(OfDossier):
    """The receiving board sends the dossier back with remarks. Whether it was on time does not change by that."""

    returned_by = a_code()
    returned_at = an_instant()
    remarks_sha256 = a_fingerprint()


class DossierRecalled(OfDossier):
    """The sender takes the dossier back before it is accepted. Whether it was on time does not change by that."""

    recalled_by = a_code()
    recalled_at = an_instant()
    remarks_sha256 = a_fingerprint()


class NothingToReportConfirmed(Reviews):
    """No dossier is owed by the subject, or by anybody in the organization, and its unit has said so."""

    personal = True

    subject = a_subject()
    confirmed_by = a_code()
    confirmed_at = an_instant()


class LevelDates(Schema):
    """When one level of organizations, by its type, reviews and rates; both days count."""

    level = one_of(vocabulary.ORGANIZATION_TYPES)
    begins_on = a_date()
    ends_on = a_date()


class PlanAdopted(Reviews):
    """The organization has a plan for its own level and those below. A later document replaces it."""

    organization = a_code()
    document = a_code()
    adopted_on = a_date()
    levels = fields.List(fields.Nested(LevelDates), required=True)


class InterimSummaryRecorded(Reviews):
    """The organization has looked back half-way and drawn lessons; what they are stays in the service."""

    organization = a_code()
    document = a_code()
    held_on = a_date()
    text_sha256 = a_fingerprint()


class RemedyAssigned(Reviews):
    """A body is responsible for helping the subject with a named weakness, until the day `due_on`."""

    personal = True

    code = a_code()
    subject = a_subject()
    weakness_sha256 = a_fingerprint()
    responsible = a_code()
    due_on = a_date()
    document = a_code()


class RemedyReported(Reviews):
    """The responsible body, or one above it, says how far the remedy has come."""

    personal = True

    code = a_code()
    subject = a_subject()
    reported_by = a_code()
    reported_at = an_instant()
    outcome = one_of(vocabulary.REMEDY_OUTCOMES)
    report_sha256 = a_fingerprint()
