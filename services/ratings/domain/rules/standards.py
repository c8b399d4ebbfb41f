"""The standards of one kind of subject, and how a rulebook writes them down.

Every form of `test`, `when` and `applies_if` that the engine understands is listed here. Anything else makes
the rulebook unreadable when it is published, so no condition is ever passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.proposal.findings import NO, YES, discipline_at_least
from services.ratings.domain.rules.conditions import (
    AllOf,
    AnyDegreeIs,
    CivilRatingAmong,
    Condition,
    DegreesAmong,
    FigureAbove,
    FigureAtLeast,
    FigureBelow,
    FindingAmong,
    HasCivilCategory,
    IsHead,
    Judgement,
    PointsAtLeast,
    ShareBelow,
    SickLeaveAtLeast,
    Source,
    Test,
    Unknowable,
    Unless,
)
from services.ratings.domain.rules.scale import Scale

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the criteria frame; the degree of a `result` criterion is decisive for the higher levels.

    `most` is how many points it can bring, where the frame is measured in points and not in degrees.
    """

    code: str
    result: bool
    group: str
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standards:
    """What each level asks for, best level first, and what forces the worst level.

    `judgements` are what people alone can judge, by level; `warnings` the conditions that do not bind, by code.
    """

    levels: Mapping[str, tuple[Condition, ...]]
    judgements: Mapping[str, tuple[Judgement, ...]]
    forcing: tuple[Condition, ...]
    warnings: frozenset[str] = frozenset()

    def extended_by(self, other: Standards) -> Standards:
        """These conditions, and the other's after them."""
        return Standards(
            {level: conditions + other.levels[level] for level, conditions in self.levels.items()},
            {level: judgements + other.judgements[level] for level, judgements in self.judgements.items()},
            self.forcing + other.forcing,
            self.warnings | other.warnings,
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
        asked = {level: _listed(document.get(level), "all") for level in self.levels.codes if level != worst}
        forcing = _listed(document.get(f"forced_{worst}"), "any")
        computed = {level: _where(entries, judged=False) for level, entries in asked.items()}
        return Standards(
            {level: tuple(map(self.condition, entries)) for level, entries in computed.items()},
            {level: tuple(map(judgement, _where(entries, judged=True))) for level, entries in asked.items()},
            tuple(map(self.condition, forcing)),
            frozenset(
                entry["id"]
                for entries in (*computed.values(), forcing)
                for entry in entries
                if entry.get("severity") == "warn"
            ),
        )

    def condition(self, entry: Entry) -> Condition:
        """A condition under a level (`test`), or one that forces the worst level (`when`, perhaps with `except`)."""
        test = self._test(entry["test"]) if "test" in entry else self._when(entry["when"])
        if "except" in entry:
            test = Unless(test, self._when(entry["except"]))
        binding = entry.get("severity", "block") == "block"
        said = {language: entry[language] for language in ("vi", "en") if language in entry}
        return Condition(entry["id"], test, applicability(entry), binding, source_of(entry), said)

    def _test(self, test: dict[str, Any]) -> Test:
        match test:
            case {"criteria": chosen, "min_degree": degree}:
                return DegreesAmong(self._criteria(chosen), self.degrees.at_least(degree))
            case {"criteria": chosen, "any_degree": degree} if degree in self.degrees.codes:
                return AnyDegreeIs(self._criteria(chosen), degree)
            case {"criteria": chosen, "min_points": number}:
                return PointsAtLeast(self._criteria(chosen, in_points=True), Decimal(number))
            case {"children_share": {"min_pct": None}} | {"peer_orgs_level_at_least": _}:
                return Unknowable()
            case {"children_share": {"level_at_least": level, "min_pct": percent}}:
                return ShareBelow(self.levels.at_least(level), Decimal(percent), strictly=False)
            case {"nd90_level_at_least": level}:
                return CivilRatingAmong(self.levels.at_least(level))
            case {"unit_targets": figures}:
                return AllOf(tuple(_unit_target(name, number) for name, number in figures.items()))
            case {"units_share": {"level_at_least": level, "min_pct": percent}} if level in self.levels.codes:
                return FigureAtLeast(units_share_fact(level), Decimal(percent))
            case {"all_of": parts}:
                return AllOf(tuple(self._test(part) for part in parts))
        return _of_facts(test)

    def _criteria(self, chosen: Entry, in_points: bool = False) -> tuple[str, ...]:
        result, group = chosen.get("result"), chosen.get("group")
        criteria = [
            criterion
            for criterion in self.frame
            if result in (None, criterion.result) and group in (None, criterion.group)
        ]
        if not criteria or any((criterion.most is not None) is not in_points for criterion in criteria):
            raise RulebookUnreadable(value=str(dict(chosen)))
        return tuple(criterion.code for criterion in criteria)

    def _when(self, when: Any) -> Test:
        if isinstance(when, str):
            return FindingAmong(when, frozenset({YES}))
        match when:
            case {"all_of": parts}:
                return AllOf(tuple(self._when(part) for part in parts))
            case {"nd90_level_is": level} if level in self.levels.codes:
                return CivilRatingAmong(frozenset({level}))
            case {"member_disciplined_at_least": form}:
                return FindingAmong("member_disciplined_at_least", discipline_at_least(form))
            case {"criteria": _}:
                return self._test(when)
        (name, number), *others = when.items()
        level = name.removeprefix("children_").removesuffix("_pct_gt")
        if not others and level in self.levels.codes:
            return ShareBelow(frozenset({level}), Decimal(number), strictly=True)
        if not others and name.endswith("_pct_lt"):
            return FigureBelow(name.removesuffix("_lt"), Decimal(number))
        return _of_facts(when)


def _of_facts(test: Entry) -> Test:
    """A test of what a competent body found or reported."""
    match test:
        case {"figure": fact, "at_least": number}:
            return FigureAtLeast(fact, Decimal(number))
        case {"figure": fact, "above": number}:
            return FigureAbove(fact, Decimal(number))
        case {"figure": fact, "below": number}:
            return FigureBelow(fact, Decimal(number))
        case {"finding": fact}:
            return FindingAmong(fact, frozenset({YES}))
        case {"no_finding": fact}:
            return FindingAmong(fact, frozenset({NO}))
    raise RulebookUnreadable(value=str(test))


def judgement(entry: Entry) -> Judgement:
    return Judgement(entry["id"], entry["vi"], entry.get("en", entry["vi"]), source_of(entry))


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


def source_of(entry: Entry) -> Source:
    codes = entry.get("src", ())
    return Source((codes,) if isinstance(codes, str) else tuple(codes), entry.get("conf"))


def units_share_fact(level: str) -> str:
    """The reported figure: how many percent of a leader's units have the level or a better one."""
    return f"units_at_least_{level}_pct"


UNIT_TARGETS = {
    "done_pct": "unit_targets_done_pct",
    "done_min_pct": "unit_targets_done_pct",
    "exceeded_min_pct": "unit_targets_exceeded_pct",
    "on_time_min_pct": "unit_targets_on_time_pct",
}
"""The reported figure behind each name; `done_pct: 100` means at least 100."""


def _unit_target(name: str, number: Any) -> Test:
    if name not in UNIT_TARGETS:
        raise RulebookUnreadable(value=name)
    return FigureAtLeast(UNIT_TARGETS[name], Decimal(number))


def _listed(section: Entry | None, name: str) -> list[Entry]:
    """The conditions of a section: its own, or the extra ones beside what is inherited."""
    if section is None:
        return []
    return [*section.get(name, ()), *section.get(f"{name}_extra", ())]


def _where(entries: Iterable[Entry], *, judged: bool) -> list[Entry]:
    return [entry for entry in entries if entry.get("judgement", False) is judged]
