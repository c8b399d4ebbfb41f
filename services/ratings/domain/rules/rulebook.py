"""A rulebook as the engine reads it. The engine knows no year: every number and code comes from here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.findings import Fact
from services.ratings.domain.proposal.wording import LANGUAGES, Language, Wording, read_wording
from services.ratings.domain.rules.caps import Cap
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.scale import Scale
from services.ratings.domain.rules.standards import Criterion, Standards, StandardsReader
from services.ratings.domain.rules.threshold import BallotRules
from shared.authority import Decider, deciders_of
from shared.citations import Citations
from shared.exclusions import Exclusions
from shared.subjects import KINDS, Kind, Subject


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a campaign.

    `frames`, `stages` (first to last) and `standards` by kind of subject; `proposing` are those stages that a level
    may be derived from; `deciders` by type of organization and by management level; `facts` what may be found.
    """

    code: str
    levels: Scale
    degrees: Scale
    frames: Mapping[Kind, tuple[Criterion, ...]]
    stages: Mapping[Kind, tuple[str, ...]]
    proposing: Mapping[Kind, tuple[str, ...]]
    standards: Mapping[Kind, Standards]
    ceilings: tuple[Ceiling, ...]
    caps: tuple[Cap, ...]
    exclusions: Exclusions
    deciders: Mapping[str, Decider]
    ballots: BallotRules
    facts: Mapping[str, Fact]
    citations: Citations
    wording: Mapping[Language, Wording]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Rulebook:
        """The typed form of a rulebook document. Raises RulebookUnreadable where the engine does not understand it."""
        try:
            return _read(content)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
            raise RulebookUnreadable(value=f"{type(error).__name__}: {error}") from error

    @property
    def personal_facts(self) -> frozenset[str]:
        """The findings that hold for a person in every capacity."""
        return frozenset(fact.code for fact in self.facts.values() if fact.personal)

    def criteria(self, kind: Kind) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.frames[kind])

    def most_points(self, kind: Kind) -> Mapping[str, Decimal]:
        """How many points each criterion can bring; nothing where the kind is measured in degrees."""
        return {criterion.code: criterion.most for criterion in self.frames[kind] if criterion.most is not None}

    def is_measured(self, kind: Kind, evidence: Evidence) -> bool:
        """Whether there is anything to derive a level from: degrees, or points for the whole frame."""
        most = self.most_points(kind)
        return most.keys() <= evidence.points.keys() if most else bool(evidence.degrees)

    def excludes(self, subject: Subject, reference_date: date) -> bool:
        """Whether the subject is left out of the rating."""
        return self.exclusions.keep_from_rating(subject, reference_date)


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one canonical JSON form, in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_frame(groups: Iterable[Mapping[str, Any]], name: str) -> tuple[Criterion, ...]:
    """The criteria of every form that is used for the kind; leaders may be measured by two."""
    return tuple(
        Criterion(
            criterion["code"],
            bool(criterion["result"]),
            group["code"],
            Decimal(criterion["max_points"]) if form["measured_in"] == "points" else None,
        )
        for form in groups
        if name in form["applies_to"]
        for group in form["groups"]
        for criterion in group["criteria"]
    )


def _read(content: Mapping[str, Any]) -> Rulebook:
    levels, degrees = Scale.read(content["quality_levels"]), Scale.read(content.get("degrees", ()))
    frames = {kind: read_frame(content["criterion_groups"], name) for name, kind in KINDS.items()}
    stages = {kind: _stages(content["stages"], name) for name, kind in KINDS.items()}
    return Rulebook(
        code=content["pack"]["id"],
        levels=levels,
        degrees=degrees,
        frames=frames,
        stages={kind: _codes(entries) for kind, entries in stages.items()},
        proposing={
            kind: _codes(entry for entry in entries if entry.get("proposes", True)) for kind, entries in stages.items()
        },
        standards={
            kind: _standards(content["derivation"], name, StandardsReader(levels, degrees, frames[kind]))
            for name, kind in KINDS.items()
        },
        ceilings=tuple(Ceiling.read(entry, levels, KINDS) for entry in content["ceilings"]),
        caps=tuple(Cap.read(entry, KINDS) for entry in content["caps"]),
        exclusions=Exclusions.of(content["exclusions"]),
        deciders=deciders_of(content),
        ballots=BallotRules.read(content["ballots"]),
        facts={entry["code"]: Fact.read(entry) for entry in content["facts"]},
        citations=Citations.of(content),
        wording={language: read_wording(content, language) for language in LANGUAGES},
    )


def _stages(stages: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The stages of a kind, its own or those that it inherits, first to last."""
    section = stages[name]
    if "inherits" in section:
        return _stages(stages, section["inherits"])
    return sorted(section, key=lambda stage: int(stage["step"]))


def _codes(stages: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(stage["code"] for stage in stages)


def _standards(sections: Mapping[str, Any], name: str, reader: StandardsReader) -> Standards:
    section = sections[name]
    own = reader.standards(section)
    return _standards(sections, section["inherits"], reader).extended_by(own) if "inherits" in section else own
