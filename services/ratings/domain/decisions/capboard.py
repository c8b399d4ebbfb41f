"""The cap board: how each group stands, under the rulebook's base and under every other reading of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.ratings.domain.proposal.evidence import Tally
from services.ratings.domain.rules.caps import BASES, Cap
from services.ratings.domain.rules.scale import Scale


@dataclass(frozen=True, slots=True)
class Group:
    """A cap's group: how many have which level, and the documents that allow exceeding the cap."""

    cap: Cap
    name: str
    tally: Tally
    overrides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of the base counts, how many it allows, and whether the group keeps to that."""

    counted: int
    allowed: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One group on the board.

    `over_or_under` is excellent less allowed: above zero the group is over its cap. `one_more_needs` says how many
    more good ratings one more excellent one needs; None if no number is enough. `levels` counts every level,
    `readings` is by the name of the base.
    """

    cap: str
    group: str
    level: str
    percent: int
    base: str
    rounding: str
    minimum: int
    severity: str
    levels: Tally
    good: int
    excellent: int
    allowed: int
    over_or_under: int
    one_more_needs: int | None
    readings: Mapping[str, Reading]
    overrides: tuple[str, ...]


def line(group: Group, levels: Scale) -> Line:
    """How the group stands. On `levels`, the rulebook's scale, good is what comes next after the capped level."""
    cap, tally = group.cap, group.tally
    good = levels.codes[levels.codes.index(cap.level) + 1]
    return Line(
        cap=cap.code,
        group=group.name,
        level=cap.level,
        percent=cap.percent,
        base=cap.base_name,
        rounding=cap.rounding,
        minimum=cap.minimum,
        severity=cap.severity,
        levels={level: tally.get(level, 0) for level in levels.codes},
        good=tally.get(good, 0),
        excellent=cap.excellent(tally),
        allowed=cap.allowed(tally),
        over_or_under=cap.excellent(tally) - cap.allowed(tally),
        one_more_needs=cap.good_for_one_more(tally),
        readings={name: _reading(cap.with_base(name), tally) for name in BASES},
        overrides=tuple(sorted(group.overrides)),
    )


def over(groups: Iterable[Group]) -> list[Group]:
    """Those that hold more than their cap allows."""
    return [group for group in groups if group.cap.is_exceeded_by(group.tally)]


def _reading(cap: Cap, tally: Tally) -> Reading:
    return Reading(cap.good(tally), cap.allowed(tally), not cap.is_exceeded_by(tally))
