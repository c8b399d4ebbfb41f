"""The standards of one kind of subject, and how a rulebook writes them down.

Every form of `test`, `when` and `applies_if` that the engine understands is listed here. Anything else makes
the rulebook unreadable when it is published, so no condition is ever passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.ratings.domain.conditions import (
    AllOf,
    CivilRatingAmong,
    Condition,
    DegreesAmong,
    FigureAtLeast,
    FigureBelow,
    FindingAmong,
    HasCivilCategory,
    IsHead,
    ShareBelow,
    SickLeaveAtLeast,
    Test,
    Unknowable,
    Unless,
)
from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.findings import YES, discipline_at_least
from services.ratings.domain.scale import Scale

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the criteria frame; the degree of a `result` criterion is decisive for the higher levels."""

    code: str
    result: bool


@dataclass(frozen=True, slots=True)
class Standards:
    """What each level asks for, best level first, and what forces the worst level."""

    levels: Mapping[str, tuple[Condition, ...]]
    forcing: tuple[Condition, ...]

    def extended_by(self, other: Standards) -> Standards:
        """These conditions, and the other's after them."""
        return Standards(
            {level: conditions + other.levels[level] for level, conditions in self.levels.items()},
            self.forcing + other.forcing,
        )


@dataclass(frozen=True, slots=True)
class StandardsReader:
    """Reads the conditions for subjects that are rated by one criteria frame."""

    levels: Scale
    degrees: Scale
    frame: tuple[Criterion, ...]

    def standards(self, document: Entry) -> Standards:
        """The section of one kind. `…_extra` lists add to what the kind inherits."""
        worst = self.levels.worst
        return Standards(
            {
                level: tuple(self._conditions(_listed(document.get(level), "all")))
                for level in self.levels.codes
                if level != worst
            },
            tuple(self._forcing(entry) for entry in _listed(document.get(f"forced_{worst}"), "any")),
        )

    def _conditions(self, entries: Iterable[Entry]) -> Iterable[Condition]:
        """Conditions marked as judgement are shown to people and never computed."""
        for entry in entries:
            if not entry.get("judgement", False):
                yield Condition(entry["id"], self._test(entry["test"]), applicability(entry))

    def _forcing(self, entry: Entry) -> Condition:
        test = self._when(entry["when"])
        if "except" in entry:
            test = Unless(test, self._when(entry["except"]))
        return Condition(entry["id"], test, applicability(entry))

    def _test(self, test: dict[str, Any]) -> Test:
        match test:
            case {"criteria": chosen, "min_degree": degree}:
                return DegreesAmong(self._criteria(chosen), self.degrees.at_least(degree))
            case {"children_share": {"min_pct": None}} | {"peer_orgs_level_at_least": _}:
                return Unknowable()
            case {"children_share": {"level_at_least": level, "min_pct": percent}}:
                return ShareBelow(self.levels.at_least(level), Decimal(percent), strictly=False)
            case {"nd90_level_at_least": level}:
                return CivilRatingAmong(self.levels.at_least(level))
            case {"unit_targets": figures}:
                return AllOf(tuple(_unit_target(name, number) for name, number in figures.items()))
            case {"units_share": {"level_at_least": level, "min_pct": percent}}:
                return FigureAtLeast(f"units_at_least_{level}_pct", Decimal(percent))
        raise RulebookUnreadable(value=str(test))

    def _criteria(self, chosen: Entry) -> tuple[str, ...]:
        result = chosen.get("result")
        return tuple(criterion.code for criterion in self.frame if result is None or criterion.result is result)

    def _when(self, when: Any) -> Test:
        if isinstance(when, str):
            return FindingAmong(when, frozenset({YES}))
        match when:
            case {"all_of": parts}:
                return AllOf(tuple(self._when(part) for part in parts))
            case {"nd90_level_is": level}:
                return CivilRatingAmong(frozenset({level}))
            case {"member_disciplined_at_least": form}:
                return FindingAmong("member_disciplined_at_least", discipline_at_least(form))
        (name, number), *others = when.items()
        level = name.removeprefix("children_").removesuffix("_pct_gt")
        if not others and level in self.levels.codes:
            return ShareBelow(frozenset({level}), Decimal(number), strictly=True)
        if not others and name.endswith("_pct_lt"):
            return FigureBelow(name.removesuffix("_lt"), Decimal(number))
        raise RulebookUnreadable(value=str(when))


def applicability(entry: Entry) -> Test | None:
    """For whom the condition is meant; None for everyone."""
    match entry.get("applies_if"):
        case None:
            return None
        case "is_cbccvc":
            return HasCivilCategory()
    raise RulebookUnreadable(value=str(entry["applies_if"]))


def circumstance(when: Any) -> Test:
    """The circumstance in which a ceiling holds."""
    match when:
        case "is_head_of_unit":
            return IsHead()
        case "is_cbccvc":
            return HasCivilCategory()
        case {"sick_leave_months_ge": months}:
            return SickLeaveAtLeast(int(months))
    raise RulebookUnreadable(value=str(when))


_UNIT_TARGETS = {
    "done_pct": "unit_targets_done_pct",
    "done_min_pct": "unit_targets_done_pct",
    "exceeded_min_pct": "unit_targets_exceeded_pct",
    "on_time_min_pct": "unit_targets_on_time_pct",
}
"""The reported figure behind each name; `done_pct: 100` means at least 100."""


def _unit_target(name: str, number: Any) -> Test:
    if name not in _UNIT_TARGETS:
        raise RulebookUnreadable(value=name)
    return FigureAtLeast(_UNIT_TARGETS[name], Decimal(number))


def _listed(section: Entry | None, name: str) -> list[Entry]:
    """The conditions of a section: its own, or the extra ones beside what is inherited."""
    if section is None:
        return []
    return [*section.get(name, ()), *section.get(f"{name}_extra", ())]
