"""Secret ballots: tallies that agree with themselves, in one round or two, and which level they pass.

A ballot advises. The threshold of the rulebook is not certain, so what does not pass is said and never refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.ratings.domain.assessments.errors import (
    ChoiceNotInRound,
    FirstRoundMissing,
    LevelNotPassed,
    Remark,
    RoundUnknown,
    SecondRoundUnfounded,
    ThresholdUncertain,
)
from services.ratings.domain.assessments.said import check_stage
from services.ratings.domain.errors import BallotDoesNotAddUp
from services.ratings.domain.events import BallotTallied
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.domain.rules.threshold import BallotRules
from shared.domain import Aggregate, Event, when

AGAINST = "no"
"""A vote against the best level, which is all that a second round asks about."""


class Count(Protocol):
    """The figures of one round that decide what passes."""

    @property
    def eligible(self) -> int: ...

    @property
    def present(self) -> int: ...

    @property
    def valid(self) -> int: ...

    @property
    def votes(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Passing:
    """Whether a level passed: `votes` for it in the round that asked about it, of which it `needed` so many."""

    level: str
    round: int
    votes: int
    needed: int
    passed: bool


class Ballot(Aggregate):
    """The tallies of a subject's secret ballot at one stage, one for each round; a later count of a round stands."""

    kind = "ballot"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.rounds: dict[int, BallotTallied] = {}

    def tally(self, count: BallotTallied, rulebook: Rulebook) -> Iterator[Event]:
        """A count whose figures agree with each other and whose choices are those of its round."""
        check_stage(count.subject, count.stage, rulebook)
        self._check_round(count, rulebook)
        if disagreements := list(_disagreements(count)):
            raise BallotDoesNotAddUp(field="/votes", value="; ".join(disagreements), subject=count.subject)
        if count != self.rounds.get(count.round):
            yield count

    def _check_round(self, count: BallotTallied, rulebook: Rulebook) -> None:
        best, *others = rulebook.levels.codes
        choices = [best, AGAINST] if count.round == 2 else others if 2 in self.rounds else [best, *others]
        if strange := [choice for choice, votes in count.votes.items() if votes and choice not in choices]:
            raise ChoiceNotInRound(
                field="/votes", value=strange, subject=count.subject, round=count.round, choices=choices
            )
        if count.round == 2:
            if not rulebook.ballots.two_rounds:
                raise RoundUnknown(field="/round", value=count.round)
            if 1 not in self.rounds or self.rounds[1].votes.get(best):
                raise FirstRoundMissing(field="/round", value=count.subject)

    @when(BallotTallied)
    def _tallied(self, event: BallotTallied) -> None:
        self.rounds[event.round] = event


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


def passings(rounds: Mapping[int, Count], rulebook: Rulebook) -> list[Passing]:
    """For each level, best first, whether it passed. A second round, if there was one, asked about the best."""
    best, *others = rulebook.levels.codes
    asked = {best: 2 if 2 in rounds else 1, **dict.fromkeys(others, 1)}
    return [_passing(level, round_, rounds[round_], rulebook.ballots) for level, round_ in asked.items()]


def remarks(stage: str, passed: Mapping[str, Passing], decided: str | None) -> Iterator[Remark]:
    """What people should look at: a second round without ground, and a level that was decided and did not pass."""
    best, second, *_ = passed.values()
    if best.round == 2 and not second.passed:
        yield SecondRoundUnfounded(value=stage, level=second.level)
    if decided is not None and not passed[decided].passed:
        yield LevelNotPassed(value=stage, level=decided)


def doubt(rules: BallotRules) -> Iterator[Remark]:
    """A threshold whose text is not certain is said to be so."""
    if rules.certainty != "high":
        yield ThresholdUncertain(percent=rules.percent, base=rules.base)


def _passing(level: str, round_: int, count: Count, rules: BallotRules) -> Passing:
    votes, needed = count.votes.get(level, 0), rules.needed(getattr(count, rules.base))
    return Passing(level, round_, votes, needed, votes >= needed)
