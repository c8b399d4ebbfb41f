"""What is said about a subject on the way to its rating, and the rating itself. Each is an aggregate of its own."""

from __future__ import annotations

from collections.abc import Iterator

from services.ratings.domain.decision import Document
from services.ratings.domain.errors import BallotDoesNotAddUp, DegreesIncomplete, StageUnknown
from services.ratings.domain.events import (
    BallotTallied,
    CivilRatingRecorded,
    FindingRecorded,
    OpinionGiven,
    RatingAssigned,
)
from services.ratings.domain.findings import check_value
from services.ratings.domain.picture import Row
from services.ratings.domain.rulebook import Rulebook
from shared.domain import Aggregate, Event, when
from shared.subjects import Kind


class _Saying(Aggregate):
    """Said again with the same content, nothing new has happened; said differently, the later stands."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.standing: Event | None = None

    def _say(self, event: Event) -> Iterator[Event]:
        if event != self.standing:
            yield event


class Opinion(_Saying):
    """One assessor's view of a subject at one stage."""

    kind = "opinion"

    def give(self, opinion: OpinionGiven, rulebook: Rulebook) -> Iterator[Event]:
        """With a degree for each criterion of the subject's frame, or for none."""
        kind = check_stage(opinion.subject, opinion.stage, rulebook)
        if opinion.degrees and (differing := opinion.degrees.keys() ^ rulebook.criteria(kind)):
            raise DegreesIncomplete(field="/degrees", value=", ".join(sorted(differing)), subject=opinion.subject)
        yield from self._say(opinion)

    @when(OpinionGiven)
    def _(self, event: OpinionGiven) -> None:
        self.standing = event


class Ballot(_Saying):
    """The tally of a subject's secret ballot at one stage."""

    kind = "ballot"

    def tally(self, count: BallotTallied, rulebook: Rulebook) -> Iterator[Event]:
        """A count whose figures agree with each other."""
        check_stage(count.subject, count.stage, rulebook)
        if disagreements := list(_disagreements(count)):
            raise BallotDoesNotAddUp(field="/votes", value="; ".join(disagreements), subject=count.subject)
        yield from self._say(count)

    @when(BallotTallied)
    def _(self, event: BallotTallied) -> None:
        self.standing = event


class Finding(_Saying):
    """One kind of finding about a subject, or about a person in every capacity."""

    kind = "finding"

    def record(self, finding: FindingRecorded) -> Iterator[Event]:
        check_value(finding.fact, finding.value)
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


class Rating(Aggregate):
    """A subject's quality level in one campaign, as the competent body decided it."""

    kind = "rating"

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


def check_stage(subject: str, stage: str, rulebook: Rulebook) -> Kind:
    """The subject's kind. Raises StageUnknown unless the rulebook has the stage for it."""
    kind = Kind(subject[:3])
    stages = rulebook.stages[kind]
    if stage not in stages:
        raise StageUnknown(field="/stage", value=stage, subject=subject, stages=", ".join(stages))
    return kind


def _disagreements(count: BallotTallied) -> Iterator[str]:
    """The identities that the figures break. Invalid papers are those returned and not valid."""
    if count.present > count.eligible:
        yield f"present {count.present} > eligible {count.eligible}"
    if count.returned > count.issued:
        yield f"returned {count.returned} > issued {count.issued}"
    if count.valid > count.returned:
        yield f"valid {count.valid} > returned {count.returned}"
    if (votes := sum(count.votes.values())) != count.valid:
        yield f"votes {votes} ≠ valid {count.valid}"
