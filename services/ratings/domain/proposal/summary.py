"""An explanation in a few sentences: what is proposed, why no better level is, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.ratings.domain.proposal.explanation import Effect, Explanation, Status, Step
from services.ratings.domain.proposal.phrases import PHRASES
from services.ratings.domain.proposal.telling import Teller, in_a_sentence
from services.ratings.domain.proposal.wording import Language
from services.ratings.domain.rules.rulebook import Rulebook


def summary(explanation: Explanation, rulebook: Rulebook, language: Language) -> list[str]:
    """The sentences that a reader needs first, in their order."""
    return list(_Summary(explanation, rulebook, language).sentences())


class _Summary:
    def __init__(self, explanation: Explanation, rulebook: Rulebook, language: Language) -> None:
        self._it = explanation
        self._rulebook = rulebook
        self._level = rulebook.wording[language].level
        self._phrases = PHRASES[language]
        self._teller = Teller(rulebook, explanation.kind, language)

    def sentences(self) -> Iterator[str]:
        if self._it.found is None:
            in_points = bool(self._rulebook.most_points(self._it.kind))
            yield self._phrases["nothing_points" if in_points else "nothing_degrees"]
        else:
            yield from self._way_to(self._it.found)
        yield from self._open()

    def _way_to(self, found: str) -> Iterator[str]:
        forced = list(_with(Effect.FORCES_THE_WORST, self._it.forcing))
        for step in forced:
            yield self._say("forced", level=self._level(found), **self._told(step))
        if not forced:
            yield from self._levels_down_to(found)
        for step in _with(Effect.LIMITS, self._it.ceilings):
            yield self._say("limited", level=self._level(found), **self._told(step))
        for step in _with(Effect.WARNS, self._it.steps()):
            yield self._say("warned", **self._told(step))

    def _levels_down_to(self, found: str) -> Iterator[str]:
        for level, steps in self._it.levels.items():
            if level == found:
                yield self._say("reached", level=self._level(level))
                return
            failing = _with(Effect.KEEPS_FROM_THE_LEVEL, steps)
            reasons = "; ".join(
                self._say("reason", number=number, **self._told(step)) for number, step in enumerate(failing, start=1)
            )
            yield self._say("not_reached", level=self._level(level), reasons=reasons)
        yield self._say("worst", level=self._level(found))

    def _open(self) -> Iterator[str]:
        for phrase, status in (("unknown", Status.UNKNOWN), ("for_people", Status.FOR_PEOPLE)):
            if count := sum(step.status is status for step in self._it.steps()):
                yield self._say(phrase, count=count)

    def _told(self, step: Step) -> dict[str, str]:
        evidence = self._it.evidence
        asked = in_a_sentence(self._teller.asked(step.rule, evidence))
        return {"asked": asked, "found": self._teller.found(step, evidence)}

    def _say(self, phrase: str, **values: object) -> str:
        return self._phrases[phrase].format(**values)


def _with(effect: Effect, steps: Iterable[Step]) -> Iterator[Step]:
    return (step for step in steps if step.effect is effect)
