"""How the frozen set and its changes fill the table of who owes what, and the counts of how much has come."""

from __future__ import annotations

from services.reviews.domain.expectations.owed import Expected, Owed
from services.reviews.readmodel.completeness import count_in, count_out, count_the_frozen_set
from services.reviews.readmodel.expected import expected, expected_among, frozen_set
from shared.eventstore import Unit
from shared.messaging import Envelope, when


@when("reviews", "ExpectedSetFrozen")
def list_who_owes_what(event: Envelope, unit: Unit) -> None:
    campaign = event.data["campaign"]
    for one in frozen_set(unit.tables.rows, event.data["content_sha256"]):
        _put(unit, campaign, one)
    count_the_frozen_set(unit, campaign)


@when("reviews", "ExpectationChanged")
def list_what_is_owed_now(event: Envelope, unit: Unit) -> None:
    data = event.data
    campaign, subject = data["campaign"], data["subject"]
    owes, waived = (frozenset(map(Owed, data[name])) for name in ("owes", "waived"))
    now = Expected(subject, data["organization"], data["unit"], data["grassroots"], owes, waived)
    if before := expected_among(unit.tables.rows, campaign, [subject]).get(subject):
        count_out(unit, campaign, before)
    count_in(unit, campaign, now)
    _put(unit, campaign, now)


def _put(unit: Unit, campaign: str, one: Expected) -> None:
    unit.tables.put(
        expected,
        campaign=campaign,
        subject=one.subject,
        organization=one.organization,
        unit=one.unit,
        grassroots=one.grassroots,
        review=Owed.REVIEW in one.owes,
        rating=Owed.RATING in one.owes,
        dossier=Owed.DOSSIER in one.owes,
        waived=",".join(sorted(one.waived)),
    )
