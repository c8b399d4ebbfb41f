"""Why the rules propose what they propose: every rule, how it came out, what follows from it, and on which events.

The tree holds no sentences. `telling.py` says each step in Vietnamese or English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.ratings.domain.proposal.derivation import Proposal, Weighed, weigh
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.conditions import Condition, Events, Judgement
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.domain.rules.truth import Truth
from shared.subjects import Kind

Rule = Condition | Judgement | Ceiling


class Status(StrEnum):
    """Whether what a rule says holds. Of a forcing condition or ceiling MET means that it strikes."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    FOR_PEOPLE = "for_people"


class Effect(StrEnum):
    """What follows for the proposal."""

    NONE = "none"
    KEEPS_FROM_THE_LEVEL = "keeps_from_the_level"
    FORCES_THE_WORST = "forces_the_worst"
    LIMITS = "limits"
    WARNS = "warns"


_STATUS: Mapping[Truth, Status] = {True: Status.MET, False: Status.FAILED, None: Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of the rulebook, for one subject. `events` are the ids of those that the answer rests on."""

    rule: Rule
    status: Status
    effect: Effect
    events: Events


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole way to a proposal. `levels` has the steps of each level, best first; `found` is the level before
    ceilings. Both it and the proposal are None while there is nothing to derive a level from.
    """

    kind: Kind
    evidence: Evidence
    levels: Mapping[str, tuple[Step, ...]]
    forcing: tuple[Step, ...]
    ceilings: tuple[Step, ...]
    found: str | None
    proposal: Proposal | None

    def steps(self) -> Iterator[Step]:
        for steps in self.levels.values():
            yield from steps
        yield from self.forcing
        yield from self.ceilings


def explain(rulebook: Rulebook, kind: Kind, evidence: Evidence) -> Explanation:
    """Every rule for the kind, and how it came out. The proposal is exactly the one that `derive` gives."""
    weighed, standards = weigh(rulebook, kind, evidence), rulebook.standards[kind]
    ceilings = (ceiling for ceiling in rulebook.ceilings if kind in ceiling.kinds)
    return Explanation(
        kind=kind,
        evidence=evidence,
        levels={
            level: (
                *_conditions(conditions, weighed.asked[level], evidence, Status.FAILED, Effect.KEEPS_FROM_THE_LEVEL),
                *(Step(judged, Status.FOR_PEOPLE, Effect.NONE, ()) for judged in standards.judgements[level]),
            )
            for level, conditions in standards.levels.items()
        },
        forcing=_conditions(standards.forcing, weighed.forcing, evidence, Status.MET, Effect.FORCES_THE_WORST),
        ceilings=tuple(_ceiling(ceiling, weighed, evidence) for ceiling in ceilings),
        found=weighed.found,
        proposal=weighed.proposal,
    )


def _conditions(
    conditions: tuple[Condition, ...],
    answers: Mapping[str, Truth],
    evidence: Evidence,
    striking: Status,
    effect: Effect,
) -> tuple[Step, ...]:
    """The steps of these conditions. In the `striking` status a condition has the effect, or only warns."""
    steps = []
    for condition in conditions:
        if condition.code not in answers:
            steps.append(Step(condition, Status.NOT_APPLICABLE, Effect.NONE, ()))
            continue
        status = _STATUS[answers[condition.code]]
        strikes = (effect if condition.binding else Effect.WARNS) if status is striking else Effect.NONE
        steps.append(Step(condition, status, strikes, condition.test.events(evidence.origins)))
    return tuple(steps)


def _ceiling(ceiling: Ceiling, weighed: Weighed, evidence: Evidence) -> Step:
    """A ceiling that does not lower the level is not met; without its circumstance it does not apply."""
    if ceiling.circumstance.holds(evidence) is False:
        return Step(ceiling, Status.NOT_APPLICABLE, Effect.NONE, ())
    status = _STATUS[weighed.lowering[ceiling.code]]
    effect = Effect.NONE
    if status is Status.MET and weighed.found is not None:
        effect = Effect.LIMITS if ceiling.binding else Effect.WARNS
    return Step(ceiling, status, effect, ceiling.events(evidence.origins))
