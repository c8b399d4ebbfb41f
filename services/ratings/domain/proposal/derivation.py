"""From evidence to the level that the rules propose. A proposal for people, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.conditions import Condition
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.domain.rules.truth import Truth
from shared.subjects import Kind


@dataclass(frozen=True, slots=True)
class Proposal:
    """The derived level and every condition behind it, by the rulebook's codes.

    `failed` lists the unmet binding conditions of all levels, whichever results; `forced` what forces the worst level;
    `unknown` what the evidence does not answer; `ceilings` those whose limit is below the level found before them;
    `warned` the conditions that do not bind and would have failed a level or forced the worst one.
    """

    level: str
    forced: tuple[str, ...]
    failed: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    ceilings: tuple[str, ...]
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """How every rule came out for one subject.

    `asked` (by level), `forcing` and `lowering` hold the answers of what applies, by code. `found` is the level before
    ceilings, None while there is nothing to derive it from; ceilings are then held against the best level.
    """

    asked: Mapping[str, Mapping[str, Truth]]
    forcing: Mapping[str, Truth]
    lowering: Mapping[str, Truth]
    found: str | None
    proposal: Proposal | None


def derive(rulebook: Rulebook, kind: Kind, evidence: Evidence) -> Proposal | None:
    """What the rules propose. None for a subject without degrees, or without points for all of its frame.

    What is unknown is listed. It fails no level, forces none and limits none.
    """
    return weigh(rulebook, kind, evidence).proposal if rulebook.is_measured(kind, evidence) else None


def weigh(rulebook: Rulebook, kind: Kind, evidence: Evidence) -> Weighed:
    """Every rule held against the evidence, and what follows."""
    standards, levels = rulebook.standards[kind], rulebook.levels
    asked = {level: _answers(conditions, evidence) for level, conditions in standards.levels.items()}
    forcing = _answers(standards.forcing, evidence)
    warnings = standards.warnings
    failed = {level: _having(False, answers, warnings) for level, answers in asked.items()}
    forced = _having(True, forcing, warnings)
    found = None
    if rulebook.is_measured(kind, evidence):
        found = levels.worst if forced else _best_met(failed, levels.worst)
    ceilings = [ceiling for ceiling in rulebook.ceilings if kind in ceiling.kinds]
    lowering = {ceiling.code: ceiling.lowers(found or levels.codes[0], evidence, levels) for ceiling in ceilings}
    if found is None:
        return Weighed(asked, forcing, lowering, found, None)
    proposal = Proposal(
        level=levels.lowest([found, *_limits(ceilings, lowering, evidence)]),
        forced=forced,
        failed=failed,
        unknown=tuple(code for answers in (*asked.values(), forcing, lowering) for code in _having(None, answers)),
        ceilings=_having(True, lowering),
        warned=_warned(asked, forcing, warnings) if warnings else (),
    )
    return Weighed(asked, forcing, lowering, found, proposal)


def _answers(conditions: Iterable[Condition], evidence: Evidence) -> dict[str, Truth]:
    """The answer of every condition that applies to the subject, by its code."""
    return {condition.code: condition.test.holds(evidence) for condition in conditions if condition.applies(evidence)}


def _having(truth: Truth, answers: Mapping[str, Truth], but: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(code for code, answer in answers.items() if answer is truth and code not in but)


def _best_met(failed: Mapping[str, tuple[str, ...]], worst: str) -> str:
    """The best level without a failed condition."""
    return next((level for level, conditions in failed.items() if not conditions), worst)


def _limits(ceilings: list[Ceiling], lowering: Mapping[str, Truth], evidence: Evidence) -> list[Any]:
    """The levels that binding ceilings lower to."""
    return [ceiling.limit(evidence) for ceiling in ceilings if ceiling.binding and lowering[ceiling.code]]


def _warned(
    asked: Mapping[str, Mapping[str, Truth]], forcing: Mapping[str, Truth], warnings: frozenset[str]
) -> tuple[str, ...]:
    failing = (code for answers in asked.values() for code in _having(False, answers))
    return tuple(code for code in (*failing, *_having(True, forcing)) if code in warnings)
