"""A rulebook as the engine reads it. The engine knows no year: every number and code comes from here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.ratings.domain.authority import DECIDERS, Decider
from services.ratings.domain.caps import Cap
from services.ratings.domain.conditions import Test
from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.evidence import Evidence
from services.ratings.domain.scale import Scale
from services.ratings.domain.standards import Criterion, Standards, StandardsReader, circumstance
from services.ratings.domain.truth import Truth
from shared.subjects import Kind

KINDS = {
    "party_org": Kind.ORGANIZATION,
    "leading_collective": Kind.COLLECTIVE,
    "member": Kind.MEMBER,
    "leader": Kind.LEADER,
}
"""The rulebook's names of the kinds of subject."""

_LIMITS = {
    "level_of_led_collective_or_unit": lambda evidence: evidence.collective_level,
    "nd90_level": lambda evidence: evidence.civil_level,
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit on the derived level in a circumstance. One that does not bind is only reported."""

    code: str
    kinds: frozenset[Kind]
    circumstance: Test
    fixed: str | None
    taken_from: str | None
    binding: bool

    @classmethod
    def read(cls, entry: Mapping[str, Any], levels: Scale) -> Ceiling:
        fixed, taken_from = entry.get("max_level"), entry.get("max_level_from")
        if (fixed in levels.codes) == (taken_from in _LIMITS):
            raise RulebookUnreadable(value=entry["id"])
        return cls(
            code=entry["id"],
            kinds=frozenset(KINDS[name] for name in entry["applies_to"]),
            circumstance=circumstance(entry["when"]),
            fixed=fixed,
            taken_from=taken_from,
            binding=entry.get("severity", "block") == "block",
        )

    def limit(self, evidence: Evidence) -> str | None:
        """The highest level allowed, or None while that is not known."""
        return self.fixed if self.taken_from is None else _LIMITS[self.taken_from](evidence)

    def lowers(self, level: str, evidence: Evidence, levels: Scale) -> Truth:
        """Whether the limit is below `level`; unknown while the circumstance, or then the limit, is."""
        holds = self.circumstance.holds(evidence)
        if not holds:
            return holds
        limit = self.limit(evidence)
        return None if limit is None else levels.is_below(limit, level)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a campaign.

    `frames`, `stages` (first to last) and `standards` by kind of subject; `deciders` by type of organization.
    """

    code: str
    levels: Scale
    degrees: Scale
    frames: Mapping[Kind, tuple[Criterion, ...]]
    stages: Mapping[Kind, tuple[str, ...]]
    standards: Mapping[Kind, Standards]
    ceilings: tuple[Ceiling, ...]
    caps: tuple[Cap, ...]
    deciders: Mapping[str, Decider]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Rulebook:
        """The typed form of a rulebook document. Raises RulebookUnreadable where the engine does not understand it."""
        try:
            return _read(content)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise RulebookUnreadable(value=f"{type(error).__name__}: {error}") from error

    def criteria(self, kind: Kind) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.frames[kind])


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one canonical JSON form, in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(content: Mapping[str, Any]) -> Rulebook:
    levels, degrees = Scale.read(content["quality_levels"]), Scale.read(content["degrees"])
    frames = {kind: _frame(content["criterion_groups"], name) for name, kind in KINDS.items()}
    return Rulebook(
        code=content["pack"]["id"],
        levels=levels,
        degrees=degrees,
        frames=frames,
        stages={kind: _stages(content["stages"], name) for name, kind in KINDS.items()},
        standards={
            kind: _standards(content["derivation"], name, StandardsReader(levels, degrees, frames[kind]))
            for name, kind in KINDS.items()
        },
        ceilings=tuple(Ceiling.read(entry, levels) for entry in content["ceilings"]),
        caps=tuple(Cap.read(entry, KINDS) for entry in content["caps"]),
        deciders={
            entry["code"]: DECIDERS[entry["decider"]]
            for entry in content["subject_types"]["collectives"]
            if entry["kind"] == "party_org"
        },
    )


def _frame(groups: list[Mapping[str, Any]], name: str) -> tuple[Criterion, ...]:
    """The criteria of every form that is used for the kind; leaders are measured by two."""
    return tuple(
        Criterion(criterion["code"], bool(criterion["result"]))
        for form in groups
        if name in form["applies_to"]
        for group in form["groups"]
        for criterion in group["criteria"]
    )


def _stages(stages: Mapping[str, Any], name: str) -> tuple[str, ...]:
    section = stages[name]
    if "inherits" in section:
        return _stages(stages, section["inherits"])
    return tuple(stage["code"] for stage in sorted(section, key=lambda stage: int(stage["step"])))


def _standards(sections: Mapping[str, Any], name: str, reader: StandardsReader) -> Standards:
    section = sections[name]
    own = reader.standards(section)
    return _standards(sections, section["inherits"], reader).extended_by(own) if "inherits" in section else own
