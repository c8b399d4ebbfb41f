"""The same facts under another rulebook: whose derived level would change, and by which conditions. Nothing happens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.ratings.domain.proposal.derivation import Proposal, derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind


class Mismatch(StrEnum):
    """Why a subject's facts say nothing under another rulebook."""

    LEVELS = "levels"
    """The rulebooks have other quality levels."""
    MEASURE = "measure"
    """One measures in degrees, the other in points, or on another scale."""
    CRITERIA = "criteria"
    """The criteria that were measured are not those that the other rulebook asks for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A subject whose derived level would be another one.

    `conditions` are what stands between the two levels: those that keep the subject from the better one, under the
    rulebook `under`. `unknown` is what the facts do not answer under the other rulebook; it fails no level.
    """

    subject: str
    before: str
    after: str
    conditions: tuple[str, ...]
    under: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A subject whose facts do not fit the other rulebook. `criteria` are those that only one side has."""

    subject: str
    reason: Mismatch
    criteria: tuple[str, ...] = ()


def compared(
    subject: str, evidence: Evidence, proposal: Proposal, now: Rulebook, other: Rulebook
) -> Change | NotComparable | None:
    """What the other rulebook makes of a subject for whom `proposal` is derived now. None if the level stays."""
    kind = Kind(subject[:3])
    if mismatch := _mismatch(subject, kind, evidence, now, other):
        return mismatch
    then = derive(other, kind, evidence)
    if then is None or then.level == proposal.level:
        return None
    worse_then = now.levels.is_below(then.level, proposal.level)
    book, worse, better = (other, then, proposal) if worse_then else (now, proposal, then)
    return Change(
        subject,
        before=proposal.level,
        after=then.level,
        conditions=kept_from(better.level, worse, book),
        under=book.code,
        unknown=then.unknown,
    )


def kept_from(better: str, proposal: Proposal, rulebook: Rulebook) -> tuple[str, ...]:
    """The conditions without which the proposal's level would not be below `better`."""
    if proposal.forced:
        return proposal.forced
    levels = rulebook.levels.codes
    between = levels[levels.index(better) : levels.index(proposal.level)]
    failed = [code for level in between for code in proposal.failed.get(level, ())]
    binding = [ceiling.code for ceiling in rulebook.ceilings if ceiling.binding and ceiling.code in proposal.ceilings]
    return (*failed, *binding)


def _mismatch(subject: str, kind: Kind, evidence: Evidence, now: Rulebook, other: Rulebook) -> NotComparable | None:
    if now.levels != other.levels:
        return NotComparable(subject, Mismatch.LEVELS)
    measured = evidence.points or evidence.degrees
    if differing := measured.keys() ^ other.criteria(kind):
        return NotComparable(subject, Mismatch.CRITERIA, tuple(sorted(differing)))
    if _is_measured_otherwise(kind, evidence, other):
        return NotComparable(subject, Mismatch.MEASURE)
    return None


def _is_measured_otherwise(kind: Kind, evidence: Evidence, other: Rulebook) -> bool:
    most = other.most_points(kind)
    if bool(most) != bool(evidence.points):
        return True
    if most:
        return any(points > most[criterion] for criterion, points in evidence.points.items())
    return not set(evidence.degrees.values()) <= set(other.degrees.codes)
