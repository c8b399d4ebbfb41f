"""Prompts (gợi ý kiểm điểm): points that a competent body asks a subject to address. Letter 04-CV/TU, point 4.

Each point is answered in the review, and the body that had asked says whether the answer will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.prompts.errors import NotAnswered, RemarksNeeded, UnknownPoint
from services.reviews.domain.prompts.events import AnswerJudged, PromptAnswered, PromptIssued
from shared.domain import Aggregate, AlreadyExists, Event, Instant, NotFound, when
from shared.subjects import is_reviewed


class Judgement(StrEnum):
    ACCEPTED = "accepted"
    INSUFFICIENT = "insufficient"


class Prompt(Aggregate):
    kind = "prompt"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.code = key.partition("/")
        self.issued: PromptIssued | None = None
        self.answers: dict[int, str | None] = {}
        self.judged: dict[int, AnswerJudged] = {}

    @property
    def points(self) -> frozenset[int]:
        return frozenset(each.point for each in self.issued.points) if self.issued else frozenset()

    @property
    def to_answer(self) -> frozenset[int]:
        """The points without an answer, and those whose answer will not do."""
        insufficient = {point for point, said in self.judged.items() if said.judgement == Judgement.INSUFFICIENT}
        return self.points - self.answers.keys() | insufficient

    def is_for(self, subject: str) -> bool:
        return self.issued is not None and self.issued.subject == subject

    def issue(self, wanted: PromptIssued) -> Iterator[Event]:
        """Ask the subject to address named points in its review."""
        if self.issued == wanted:
            return
        if self.issued:
            raise AlreadyExists(what=f"prompt {wanted.code}", field="/code", value=wanted.code)
        if not is_reviewed(wanted.subject):
            raise NotReviewed(field="/subject", value=wanted.subject)
        yield wanted

    def answer(self, texts: Mapping[int, str | None], answered_at: Instant) -> Iterator[Event]:
        """Answer points by the fingerprint of their text. The same answer again is nothing new."""
        issued = self._require()
        for point, content_sha256 in texts.items():
            if point not in self.points:
                raise self.no_such_point(point)
            if point not in self.answers or self.answers[point] != content_sha256:
                yield PromptAnswered(self.campaign, issued.subject, self.code, point, content_sha256, answered_at)

    def judge(
        self, point: int, judgement: Judgement, judged_by: str, remarks_sha256: str | None, now: Instant
    ) -> Iterator[Event]:
        """Say whether the answer to a point will do. Said twice in the same words, it is said once."""
        issued = self._require()
        if point not in self.points:
            raise self.no_such_point(point)
        if point not in self.answers:
            raise NotAnswered(field="/point", value=point, prompt=self.code)
        if judgement is Judgement.INSUFFICIENT and remarks_sha256 is None:
            raise RemarksNeeded(field="/remarks")
        said = self.judged.get(point)
        if said and (said.judgement, said.remarks_sha256) == (judgement, remarks_sha256):
            return
        yield AnswerJudged(
            self.campaign, issued.subject, self.code, point, judgement.value, judged_by, now, remarks_sha256
        )

    def no_such_point(self, point: int) -> UnknownPoint:
        return UnknownPoint(field="/point", value=point, prompt=self.code, points=len(self.points))

    def _require(self) -> PromptIssued:
        if self.issued is None:
            raise NotFound(what=f"prompt {self.code}", field="/prompt", value=self.code)
        return self.issued

    @when(PromptIssued)
    def _issued(self, event: PromptIssued) -> None:
        self.issued = event

    @when(PromptAnswered)
    def _answered(self, event: PromptAnswered) -> None:
        """A new answer has not been judged yet."""
        self.answers[event.point] = event.content_sha256
        self.judged.pop(event.point, None)

    @when(AnswerJudged)
    def _judged(self, event: AnswerJudged) -> None:
        self.judged[event.point] = event
