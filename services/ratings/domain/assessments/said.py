"""What is said about a subject on the way to its rating. Each is an aggregate of its own."""

from __future__ import annotations

from collections.abc import Iterator

from services.ratings.domain.errors import StageUnknown
from services.ratings.domain.events import (
    CivilRatingRecorded,
    FindingRecorded,
    LevelProposed,
    OpinionGiven,
)
from services.ratings.domain.proposal.findings import check_value
from services.ratings.domain.rules.measures import check_measures
from services.ratings.domain.rules.rulebook import Rulebook
from shared.domain import Aggregate, Event, when
from shared.subjects import Kind


class _Saying(Aggregate):
    """Said again with the same content, nothing new has happened; said differently, the later stands."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.standing: Event | None = None

    def changes(self, event: Event, field: str) -> bool:
        """Whether the event differs in this field from what stands, if anything does."""
        return self.standing is None or getattr(self.standing, field) != getattr(event, field)

    def _say(self, event: Event) -> Iterator[Event]:
        if event != self.standing:
            yield event


class Opinion(_Saying):
    """One assessor's view of a subject at one stage."""

    kind = "opinion"

    def give(self, opinion: OpinionGiven, rulebook: Rulebook) -> Iterator[Event]:
        """With a degree, or points, for each criterion of the subject's frame, or for none."""
        kind = check_stage(opinion.subject, opinion.stage, rulebook)
        check_measures(opinion, rulebook.frames[kind])
        yield from self._say(opinion)

    @when(OpinionGiven)
    def _(self, event: OpinionGiven) -> None:
        self.standing = event


class Finding(_Saying):
    """One kind of finding about a subject, or about a person in every capacity."""

    kind = "finding"

    def record(self, finding: FindingRecorded, rulebook: Rulebook) -> Iterator[Event]:
        """Something that the rulebook knows, with a value of its sort."""
        check_value(finding.fact, finding.value, rulebook.facts)
        yield from self._say(finding)

    @when(FindingRecorded)
    def _(self, event: FindingRecorded) -> None:
        self.standing = event


class CivilRating(_Saying):
    """A person's civil-service rating, as the employer decided it."""

    kind = "civil-rating"

    def record(self, rating: CivilRatingRecorded) -> Iterator[Event]:
        yield from self._say(rating)

    @when(CivilRatingRecorded)
    def _(self, event: CivilRatingRecorded) -> None:
        self.standing = event


class LevelProposal(_Saying):
    """What the rules derive for a subject, as it was published last."""

    kind = "proposal"

    def propose(self, derived: LevelProposed) -> Iterator[Event]:
        yield from self._say(derived)

    @when(LevelProposed)
    def _(self, event: LevelProposed) -> None:
        self.standing = event


def check_stage(subject: str, stage: str, rulebook: Rulebook) -> Kind:
    """The subject's kind. Raises StageUnknown unless the rulebook has the stage for it."""
    kind = Kind(subject[:3])
    stages = rulebook.stages[kind]
    if stage not in stages:
        raise StageUnknown(field="/stage", value=stage, subject=subject, stages=", ".join(stages))
    return kind
