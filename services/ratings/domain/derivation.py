"""From evidence to the level that the rules propose. A proposal for people, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.ratings.domain.conditions import Condition
from services.ratings.domain.evidence import Evidence
from services.ratings.domain.rulebook import Rulebook
from services.ratings.domain.truth import Truth
from shared.subjects import Kind


@dataclass(frozen=True, slots=True)
class Proposal:
    """The derived level and every condition behind it, by the rulebook's codes.

    `failed` lists the unmet conditions of all levels, whichever results; `forced` what forces the worst level;
    `unknown` what the evidence does not answer; `ceilings` those whose limit is below the level found before them.
    """

    level: str
    forced: tuple[str, ...]
    failed: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    ceilings: tuple[str, ...]


def derive(rulebook: Rulebook, kind: Kind, evidence: Evidence) -> Proposal | None:
    """What the rules propose. None for a subject without degrees: there is nothing to derive from.

    What is unknown is listed. It fails no level, forces none and limits none.
    """
    if not evidence.degrees:
        return None
    standards, levels = rulebook.standards[kind], rulebook.levels
    asked = {level: _answers(conditions, evidence) for level, conditions in standards.levels.items()}
    forcing = _answers(standards.forcing, evidence)
    failed = {level: _having(False, answers) for level, answers in asked.items()}
    forced = _having(True, forcing)
    found = levels.worst if forced else _best_met(failed, levels.worst)
    ceilings = [ceiling for ceiling in rulebook.ceilings if kind in ceiling.kinds]
    lowering = {ceiling.code: ceiling.lowers(found, evidence, levels) for ceiling in ceilings}
    limits = [ceiling.limit(evidence) for ceiling in ceilings if ceiling.binding and lowering[ceiling.code]]
    return Proposal(
        level=levels.lowest([found, *(limit for limit in limits if limit is not None)]),
        forced=forced,
        failed=failed,
        unknown=tuple(code for answers in (*asked.values(), forcing, lowering) for code in _having(None, answers)),
        ceilings=_having(True, lowering),
    )


def _answers(conditions: Iterable[Condition], evidence: Evidence) -> dict[str, Truth]:
    """The answer of every condition that applies to the subject, by its code."""
    return {condition.code: condition.test.holds(evidence) for condition in conditions if condition.applies(evidence)}


def _having(truth: Truth, answers: Mapping[str, Truth]) -> tuple[str, ...]:
    return tuple(code for code, answer in answers.items() if answer is truth)


def _best_met(failed: Mapping[str, tuple[str, ...]], worst: str) -> str:
    """The best level without a failed condition."""
    return next((level for level, conditions in failed.items() if not conditions), worst)
