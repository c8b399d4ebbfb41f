"""What the reviews service does when others speak."""

from __future__ import annotations

from services.reviews.readmodel.campaigns import rulebooks
from services.reviews.readmodel.dossiers import rated
from services.reviews.readmodel.store import register
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import register_policies

keep_the_register = register_policies(register)


@when("ratings", "RulebookPublished")
def when_rulebook_published_keep_it(event: Envelope, unit: Unit) -> None:
    unit.tables.put(rulebooks, rulebook=event.data["rulebook"], content=event.data["content"])


@when("ratings", "RatingAssigned")
def when_rating_assigned_let_the_dossier_go(event: Envelope, unit: Unit) -> None:
    unit.tables.put(rated, campaign=event.data["campaign"], subject=event.data["subject"])
