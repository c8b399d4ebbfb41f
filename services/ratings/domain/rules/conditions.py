"""The conditions that rulebooks are made of. Each answers true, false or unknown for the evidence.

Each also names the events that its answer rests on. Thresholds, codes and which condition stands for which level come
from the rulebook alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from services.ratings.domain.proposal.evidence import Evidence, Origins
from services.ratings.domain.rules.truth import Truth, all_of, any_of

Events = tuple[str, ...]
"""Ids of events."""


class Test(Protocol):
    """Something about a subject that holds, does not hold, or is not known."""

    def holds(self, evidence: Evidence) -> Truth: ...

    def events(self, origins: Origins) -> Events: ...


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: the rulebook's source codes, and how certain its text is (high, medium, low)."""

    codes: tuple[str, ...] = ()
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A numbered test of the rulebook, perhaps only for some subjects. One that does not bind is only reported."""

    code: str
    test: Test
    applies_if: Test | None = None
    binding: bool = True
    source: Source = Source()
    said: Mapping[str, str] = field(default_factory=dict)
    """What it asks for in words, by language, where the rulebook gives words of its own."""

    def applies(self, evidence: Evidence) -> bool:
        return self.applies_if is None or self.applies_if.holds(evidence) is True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a level asks for that nothing recorded can answer. It is shown to people and never computed."""

    code: str
    vi: str
    en: str
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class DegreesAmong:
    """Every one of these criteria has one of the sufficient degrees."""

    criteria: tuple[str, ...]
    sufficient: frozenset[str]

    def holds(self, evidence: Evidence) -> Truth:
        return all_of(self._is_sufficient(evidence.degrees.get(criterion)) for criterion in self.criteria)

    def _is_sufficient(self, degree: str | None) -> Truth:
        return None if degree is None else degree in self.sufficient

    def events(self, origins: Origins) -> Events:
        return _event(origins.opinion)


@dataclass(frozen=True, slots=True)
class AnyDegreeIs:
    """One of these criteria, or more, has exactly this degree."""

    criteria: tuple[str, ...]
    degree: str

    def holds(self, evidence: Evidence) -> Truth:
        return any_of(self._is_it(evidence.degrees.get(criterion)) for criterion in self.criteria)

    def _is_it(self, degree: str | None) -> Truth:
        return None if degree is None else degree == self.degree

    def events(self, origins: Origins) -> Events:
        return _event(origins.opinion)


@dataclass(frozen=True, slots=True)
class PointsAtLeast:
    """The points of these criteria add up to this number or more. Not known while one has no points."""

    criteria: tuple[str, ...]
    number: Decimal

    def holds(self, evidence: Evidence) -> Truth:
        total = evidence.total(self.criteria)
        return None if total is None else total >= self.number

    def events(self, origins: Origins) -> Events:
        return _event(origins.opinion)


@dataclass(frozen=True, slots=True)
class ShareBelow:
    """Of the rated ones below, the share with one of these levels is at least, or is above, a percentage."""

    levels: frozenset[str]
    percent: Decimal
    strictly: bool

    def holds(self, evidence: Evidence) -> Truth:
        rated = sum(evidence.below.values())
        if not rated:
            return None
        having = 100 * sum(evidence.below.get(level, 0) for level in self.levels)
        return having > self.percent * rated if self.strictly else having >= self.percent * rated

    def events(self, origins: Origins) -> Events:
        return origins.below


@dataclass(frozen=True, slots=True)
class CivilRatingAmong:
    """The civil-service rating is one of these levels."""

    levels: frozenset[str]

    def holds(self, evidence: Evidence) -> Truth:
        return None if evidence.civil_level is None else evidence.civil_level in self.levels

    def events(self, origins: Origins) -> Events:
        return _event(origins.civil)


@dataclass(frozen=True, slots=True)
class HasCivilCategory:
    """The person is a cadre, civil servant or public employee."""

    def holds(self, evidence: Evidence) -> Truth:
        return evidence.civil_category is not None

    def events(self, origins: Origins) -> Events:
        return ()


@dataclass(frozen=True, slots=True)
class IsHead:
    """The post is that of the head."""

    def holds(self, evidence: Evidence) -> Truth:
        return evidence.head

    def events(self, origins: Origins) -> Events:
        return ()


@dataclass(frozen=True, slots=True)
class SickLeaveAtLeast:
    """Sick leave in the year added up to this many months or more."""

    months: int

    def holds(self, evidence: Evidence) -> Truth:
        taken = evidence.sick_leave_months
        return None if taken is None else taken >= self.months

    def events(self, origins: Origins) -> Events:
        return ()


@dataclass(frozen=True, slots=True)
class FindingAmong:
    """A competent body's finding has one of these values."""

    fact: str
    values: frozenset[str]

    def holds(self, evidence: Evidence) -> Truth:
        value = evidence.facts.get(self.fact)
        return None if value is None else value in self.values

    def events(self, origins: Origins) -> Events:
        return _event(origins.findings.get(self.fact))


@dataclass(frozen=True, slots=True)
class FigureAtLeast:
    """A reported figure is this number or more."""

    fact: str
    number: Decimal

    def holds(self, evidence: Evidence) -> Truth:
        figure = evidence.number(self.fact)
        return None if figure is None else figure >= self.number

    def events(self, origins: Origins) -> Events:
        return _event(origins.findings.get(self.fact))


@dataclass(frozen=True, slots=True)
class FigureBelow:
    """A reported figure is less than this number."""

    fact: str
    number: Decimal

    def holds(self, evidence: Evidence) -> Truth:
        figure = evidence.number(self.fact)
        return None if figure is None else figure < self.number

    def events(self, origins: Origins) -> Events:
        return _event(origins.findings.get(self.fact))


@dataclass(frozen=True, slots=True)
class FigureAbove:
    """A reported figure is more than this number."""

    fact: str
    number: Decimal

    def holds(self, evidence: Evidence) -> Truth:
        figure = evidence.number(self.fact)
        return None if figure is None else figure > self.number

    def events(self, origins: Origins) -> Events:
        return _event(origins.findings.get(self.fact))


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; one that does not hold decides, whatever is unknown."""

    parts: tuple[Test, ...]

    def holds(self, evidence: Evidence) -> Truth:
        return all_of(part.holds(evidence) for part in self.parts)

    def events(self, origins: Origins) -> Events:
        return tuple(event for part in self.parts for event in part.events(origins))


@dataclass(frozen=True, slots=True)
class Unless:
    """The test holds, unless the excuse is established. An excuse that nobody found excuses nothing."""

    test: Test
    excuse: Test

    def holds(self, evidence: Evidence) -> Truth:
        return False if self.excuse.holds(evidence) is True else self.test.holds(evidence)

    def events(self, origins: Origins) -> Events:
        return self.test.events(origins) + self.excuse.events(origins)


@dataclass(frozen=True, slots=True)
class Unknowable:
    """Nothing that is recorded can answer this; people must."""

    def holds(self, evidence: Evidence) -> Truth:
        return None

    def events(self, origins: Origins) -> Events:
        return ()


def _event(event: str | None) -> Events:
    return () if event is None else (event,)
