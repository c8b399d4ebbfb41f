"""What can be asked about what is owed."""

from __future__ import annotations

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.errors import UnknownSubject
from services.reviews.domain.expectations.expectation import Expectation
from services.reviews.domain.expectations.owed import Owed
from services.reviews.expecting import expected_by_rule
from services.reviews.readmodel.expected import expected_among
from shared.eventstore import Unit


def decree(unit: Unit, campaign: str, subject: str, owes: frozenset[Owed], reason: str, document: str | None) -> None:
    """Expect of a subject only some of what the rulebook asks for, or all of it again."""
    unit.load(Campaign, campaign).require_open()
    read = unit.tables.rows
    by_rule = expected_by_rule(read, campaign, [subject]).get(subject)
    if by_rule is None:
        raise UnknownSubject(field="/subject", value=subject)
    standing = expected_among(read, campaign, [subject]).get(subject)
    expectation = unit.load(Expectation, f"{campaign}/{subject}")
    unit.record(expectation, expectation.decree(standing, by_rule, owes, reason, document))
