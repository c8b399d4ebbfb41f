"""What one subject owes in one campaign, after the set was frozen."""

from __future__ import annotations

from collections.abc import Iterator

from services.reviews.domain.expectations.errors import NotAskedFor
from services.reviews.domain.expectations.events import ExpectationChanged
from services.reviews.domain.expectations.owed import Expected, Owed
from shared.domain import Aggregate, Event


class Expectation(Aggregate):
    """Its beginning is the frozen set, which lies beside the log; so what stands is given to each decision."""

    kind = "expectation"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.subject = key.partition("/")

    def follow(self, standing: Expected | None, by_rule: Expected, fact: str, cause: str) -> Iterator[Event]:
        """Expect what the rulebook asks for after a fact, except for what an officer has waived.

        `fact` is the name of the event, `cause` its id.
        """
        wanted = by_rule.without(standing.waived) if standing else by_rule
        yield from self._change(standing, wanted, fact, cause, None)

    def decree(
        self, standing: Expected | None, by_rule: Expected, owes: frozenset[Owed], reason: str, document: str | None
    ) -> Iterator[Event]:
        """Expect only some of what the rulebook asks for, or all of it again, for a reason that an officer gives."""
        if strange := owes - by_rule.asked:
            raise NotAskedFor(field="/owes", value=sorted(strange), subject=self.subject)
        wanted = by_rule.without(by_rule.asked - owes)
        yield from self._change(standing, wanted, reason, None, document)

    def _change(
        self, standing: Expected | None, wanted: Expected, reason: str, cause: str | None, document: str | None
    ) -> Iterator[Event]:
        if wanted == standing or not (standing or wanted.asked):
            return
        yield ExpectationChanged(
            self.campaign,
            self.subject,
            wanted.organization,
            wanted.unit,
            wanted.grassroots,
            wanted.owes,
            wanted.waived,
            reason,
            cause,
            document,
        )
