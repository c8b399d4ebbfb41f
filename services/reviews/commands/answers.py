"""What a review says to the prompts that its subject received."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.reviews.domain.prompts.errors import UnknownPrompt
from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.domain.reviews.events import AnswerText
from services.reviews.readmodel.store import texts
from shared.domain import Instant
from shared.eventstore import Unit
from shared.texts import keep_text


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one point, as it was written."""

    prompt: str
    point: int
    text: str


class Answers:
    """The answers that one subject gives at one time: `claimed` prompts whole, by the review itself, others by point.

    Raises UnknownPrompt and UnknownPoint.
    """

    def __init__(self, unit: Unit, campaign: str, subject: str, claimed: Sequence[str], given: Iterable[Given]) -> None:
        self._unit = unit
        self._campaign = campaign
        self._subject = subject
        self._claimed = tuple(claimed)
        said = [AnswerText(each.prompt, self._point(each), keep_text(unit, texts, each.text)) for each in given]
        alone = {(each.prompt, each.point) for each in said}
        whole = [
            AnswerText(code, point, None)
            for code in claimed
            for point in sorted(self._prompt(code, "/answered_prompts").to_answer)
            if (code, point) not in alone
        ]
        self.texts = tuple(whole + said)

    @classmethod
    def of_draft(cls, unit: Unit, campaign: str, subject: str, drafted: Sequence[AnswerText]) -> Answers:
        """What a draft says, to be said now."""
        answers = cls(unit, campaign, subject, (), ())
        answers.texts = tuple(drafted)
        return answers

    @property
    def answered(self) -> tuple[str, ...]:
        """The prompts of which no point is left once this has been said."""
        points: dict[str, set[int]] = defaultdict(set)
        for each in self.texts:
            points[each.prompt].add(each.point)
        full = [code for code, said in points.items() if not self._prompt(code).to_answer - said]
        return tuple(dict.fromkeys((*self._claimed, *full)))

    def are_known(self, content_sha256: str | None) -> bool:
        """Whether each of them has been given before, in the same words."""
        return all(
            self._prompt(each.prompt).answers.get(each.point, "") == (each.content_sha256 or content_sha256)
            for each in self.texts
        )

    def record(self, content_sha256: str | None, at: Instant) -> None:
        """Let them count. `content_sha256` is the review's own text."""
        by_prompt: dict[str, dict[int, str | None]] = defaultdict(dict)
        for each in self.texts:
            by_prompt[each.prompt][each.point] = each.content_sha256 or content_sha256
        for code, said in by_prompt.items():
            prompt = self._prompt(code)
            self._unit.record(prompt, prompt.answer(said, at))

    def _point(self, given: Given) -> int:
        prompt = self._prompt(given.prompt)
        if given.point not in prompt.points:
            raise prompt.no_such_point(given.point)
        return given.point

    def _prompt(self, code: str, field: str = "/answers") -> Prompt:
        prompt = self._unit.load(Prompt, f"{self._campaign}/{code}")
        if not prompt.is_for(self._subject):
            raise UnknownPrompt(field=field, value=code, subject=self._subject)
        return prompt
