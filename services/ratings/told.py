"""Explanations as data, with every sentence in both languages: for programs, and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from services.ratings.domain.proposal.explanation import Explanation, Step
from services.ratings.domain.proposal.summary import summary
from services.ratings.domain.proposal.telling import Teller
from services.ratings.domain.proposal.wording import LANGUAGES
from services.ratings.domain.rules.rulebook import Rulebook


def told(explanation: Explanation, rulebook: Rulebook) -> dict[str, Any]:
    """The whole tree: the summary, what was measured, and every step with its sentences, source and events."""
    telling = _Telling(explanation, rulebook)
    proposal = explanation.proposal
    return {
        "level": proposal and proposal.level,
        "found": explanation.found,
        "summary": {language: summary(explanation, rulebook, language) for language in LANGUAGES},
        "measures": telling.measures(),
        "levels": [
            {
                "level": level,
                "name": telling.level(level),
                "reached": None if proposal is None else not proposal.failed[level],
                "steps": list(telling.steps(steps)),
            }
            for level, steps in explanation.levels.items()
        ],
        "forcing": list(telling.steps(explanation.forcing)),
        "ceilings": list(telling.steps(explanation.ceilings)),
    }


class _Telling:
    def __init__(self, explanation: Explanation, rulebook: Rulebook) -> None:
        self._evidence = explanation.evidence
        self._frame = rulebook.frames[explanation.kind]
        self._words = rulebook.wording
        self._tellers = {language: Teller(rulebook, explanation.kind, language) for language in LANGUAGES}

    def level(self, code: str) -> dict[str, str]:
        return {language: words.level(code) for language, words in self._words.items()}

    def steps(self, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
        for step in steps:
            rule, evidence = step.rule, self._evidence
            yield {
                "code": rule.code,
                "status": step.status,
                "effect": step.effect,
                "asked": {language: teller.asked(rule, evidence) for language, teller in self._tellers.items()},
                "found": {language: teller.found(step, evidence) for language, teller in self._tellers.items()},
                "sources": [
                    {"code": code, **{language: words.sources[code] for language, words in self._words.items()}}
                    for code in rule.source.codes
                ],
                "certainty": {
                    "code": rule.source.certainty,
                    **{language: teller.certainty(rule) for language, teller in self._tellers.items()},
                },
                "events": step.events,
            }

    def measures(self) -> dict[str, Any]:
        """The degrees or points that the proposal rests on, criterion by criterion."""
        evidence = self._evidence
        stage = evidence.stage
        return {
            "stage": stage and {"code": stage, **{it: words.stages[stage] for it, words in self._words.items()}},
            "event": evidence.origins.opinion,
            "criteria": [
                {
                    "code": criterion.code,
                    "name": {language: words.criterion(criterion.code) for language, words in self._words.items()},
                    "result": criterion.result,
                    **self._measure(criterion.code),
                    "most": None if criterion.most is None else str(criterion.most),
                }
                for criterion in self._frame
            ],
        }

    def _measure(self, criterion: str) -> dict[str, Any]:
        degree, points = self._evidence.degrees.get(criterion), self._evidence.points.get(criterion)
        if degree is None:
            return {"degree": None, "points": None if points is None else str(points)}
        said = {
            language: {"name": words.degrees[degree], "meaning": words.meaning(criterion, self._evidence.type, degree)}
            for language, words in self._words.items()
        }
        return {"degree": {"code": degree, **said}, "points": None}
