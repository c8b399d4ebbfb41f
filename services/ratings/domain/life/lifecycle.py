"""A rating's life: assigned once; then questioned, confirmed or revised, appealed against. Nothing is ever erased."""

from __future__ import annotations

from collections.abc import Iterator

from services.ratings.domain.decisions.acts import Cause
from services.ratings.domain.decisions.decision import Document
from services.ratings.domain.decisions.picture import Row
from services.ratings.domain.events import (
    AppealDecided,
    AppealLodged,
    RatingAssigned,
    RatingConfirmed,
    RatingQuestioned,
    RatingRevised,
)
from services.ratings.domain.life.errors import AppealOpen, NoOpenAppeal, NotDecided, NotQuestioned
from shared.domain import Aggregate, Event, Instant, when


class Rating(Aggregate):
    """A subject's quality level in one campaign, as the competent body decided it last.

    Only a body changes the level. What happens later puts it in question, and no more.
    """

    kind = "rating"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.decided: RatingAssigned | RatingRevised | None = None
        self.questions: list[Cause] = []
        self.appealed = False

    @property
    def level(self) -> str | None:
        return None if self.decided is None else self.decided.level

    def assign(self, row: Row, document: Document, proposed: str | None) -> Iterator[Event]:
        """The level of an accepted document's row, beside the level that the rules derived."""
        yield RatingAssigned(
            campaign=document.campaign,
            subject=row.subject,
            level=row.level,
            document=document.number,
            decided_by=document.decided_by,
            decided_at=document.decided_at,
            proposed=proposed,
            reason=row.reason,
            cap_override=row.cap_override,
        )

    def revise(self, row: Row, document: Document, proposed: str | None) -> Iterator[Event]:
        """The level of an accepted revision's row takes the place of the one that stands."""
        yield RatingRevised(
            campaign=document.campaign,
            subject=row.subject,
            level=row.level,
            previous_level=self.require(row.subject).level,
            document=document.number,
            decided_by=document.decided_by,
            decided_at=document.decided_at,
            proposed=proposed,
            reason=row.reason or "",
            cap_override=row.cap_override,
            cause=Cause.APPEAL if document.on_appeal else self._cause(),
        )

    def question(self, doubt: RatingQuestioned) -> Iterator[Event]:
        """Something that the level may depend on became known, or changed, after it was decided."""
        self.require(doubt.subject)
        yield doubt

    def confirm(self, confirmation: RatingConfirmed) -> Iterator[Event]:
        """The competent body looked at what put the level in question, and lets it stand."""
        self.require(confirmation.subject)
        if not self.questions:
            raise NotQuestioned(value=confirmation.subject)
        yield confirmation

    def lodge(self, subject: str, lodged_by: str | None, lodged_at: Instant, grounds_sha256: str) -> Iterator[Event]:
        """An appeal against the decision that stands; one at a time. `lodged_by` None is the subject itself."""
        against = self.require(subject)
        if self.appealed:
            raise AppealOpen(value=subject)
        yield AppealLodged(
            against.campaign, subject, against.document, against.decided_by, lodged_by, lodged_at, grounds_sha256
        )

    def decide_appeal(self, decided: AppealDecided) -> Iterator[Event]:
        self.require_appeal(decided.subject)
        yield decided

    def require(self, subject: str) -> RatingAssigned | RatingRevised:
        """The decision that stands. Raises NotDecided."""
        if self.decided is None:
            raise NotDecided(value=subject)
        return self.decided

    def require_appeal(self, subject: str) -> None:
        """Raise NoOpenAppeal unless an appeal waits for its decision."""
        if not self.appealed:
            raise NoOpenAppeal(value=subject)

    def _cause(self) -> Cause:
        """What put the rating in question last; without that, somebody found it wrong."""
        return self.questions[-1] if self.questions else Cause.CORRECTION

    @when(RatingAssigned)
    def _assigned(self, event: RatingAssigned) -> None:
        self.decided = event

    @when(RatingRevised)
    def _revised(self, event: RatingRevised) -> None:
        self.decided, self.questions = event, []

    @when(RatingQuestioned)
    def _questioned(self, event: RatingQuestioned) -> None:
        self.questions.append(event.cause)

    @when(RatingConfirmed)
    def _confirmed(self, event: RatingConfirmed) -> None:
        self.questions = []

    @when(AppealLodged)
    def _lodged(self, event: AppealLodged) -> None:
        self.appealed = True

    @when(AppealDecided)
    def _answered(self, event: AppealDecided) -> None:
        self.appealed = False
