"""What the reviews service does when others speak."""

from __future__ import annotations

from services.reviews import expecting
from services.reviews.domain.expectations.owed import Owed
from services.reviews.readmodel.campaigns import rulebooks
from services.reviews.readmodel.completeness import receive
from services.reviews.readmodel.dossiers import rated
from services.reviews.readmodel.store import register
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import register_policies

SOURCES = ("organizations", "ratings")
"""The services that reviews listens to."""

keep_the_register = register_policies(register)


@when("ratings", "RulebookPublished")
def when_rulebook_published_keep_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(rulebooks, rulebook=event.data["rulebook"], content=event.data["content"])


@when("ratings", "RatingAssigned")
@when("ratings", "RatingRevised")
def when_rating_decided_let_the_dossier_go(event: Envelope, unit: Unit) -> None:
    """The level tells who needs help."""
    unit.tables.put(rated, **{name: event.data[name] for name in ("campaign", "subject", "level")})


@when("ratings", "RatingAssigned")
def when_rating_assigned_count_it(event: Envelope, unit: Unit) -> None:
    receive(event, unit, Owed.RATING)


@when("organizations", "OrganizationRegistered")
@when("organizations", "OrganizationMoved")
@when("organizations", "OrganizationReclassified")
@when("organizations", "OrganizationEnded")
@when("organizations", "CollectiveRegistered")
@when("organizations", "CollectiveMoved")
@when("organizations", "CollectiveManagementTransferred")
@when("organizations", "CollectiveEnded")
@when("organizations", "PersonRegistered")
@when("organizations", "MemberTransferred")
@when("organizations", "MemberStatusChanged")
@when("organizations", "MembershipEnded")
@when("organizations", "PostAssigned")
@when("organizations", "PostManagementTransferred")
@when("organizations", "PostEnded")
def when_a_fact_becomes_known_expect_what_is_owed_now(event: Envelope, unit: Unit) -> None:
    expecting.follow(event, unit)
