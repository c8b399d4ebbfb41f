"""A remedy: who helps a subject with a named weakness, until when, and what came of it. Letter 04-CV/TU, point 6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.reviews.domain.remedies.errors import DueBeforeToday, RemedyDone, RemedyUnknown
from services.reviews.domain.remedies.events import Outcome, RemedyAssigned, RemedyReported
from shared.domain import Aggregate, AlreadyExists, Event, Instant, when

NEEDS_HELP = "KHTNV"
"""Who did not complete the tasks is helped (letter 04-CV/TU, point 6)."""


class Remedy(Aggregate):
    kind = "remedy"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.assigned: RemedyAssigned | None = None
        self.outcome = Outcome.IN_PROGRESS

    def assign(self, wanted: RemedyAssigned, today: date) -> Iterator[Event]:
        """Make a body responsible. Said twice in the same words, it is said once."""
        if self.assigned == wanted:
            return
        if self.assigned:
            raise AlreadyExists(what=f"remedy {wanted.code}", field="/code", value=wanted.code)
        if wanted.due_on < today:
            raise DueBeforeToday(field="/due_on", value=wanted.due_on.isoformat())
        yield wanted

    def report(self, by: str, now: Instant, outcome: Outcome, report_sha256: str) -> Iterator[Event]:
        """Say how far it has come. What was not done in time may still be done; what is done is done."""
        assigned = self.require()
        if self.outcome is Outcome.DONE:
            raise RemedyDone(value=assigned.code)
        yield RemedyReported(assigned.campaign, assigned.code, assigned.subject, by, now, outcome, report_sha256)

    def require(self) -> RemedyAssigned:
        """What was assigned. Raises RemedyUnknown if nothing was."""
        if not self.assigned:
            raise RemedyUnknown(value=self.key.partition("/")[2])
        return self.assigned

    @when(RemedyAssigned)
    def _assigned(self, event: RemedyAssigned) -> None:
        self.assigned = event

    @when(RemedyReported)
    def _reported(self, event: RemedyReported) -> None:
        self.outcome = event.outcome
