"""Which documents a dossier must hold and why, and who owes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shared.exclusions import Exclusions
from shared.subjects import Kind, Subject

OWING_KINDS = {Kind.COLLECTIVE: "collective", Kind.LEADER: "individual"}
"""Who owes a dossier, and under which heading of the rulebook its documents are listed."""

OWING_LEVEL = "TINH"
"""Dossiers are owed by subjects that the province's Standing Committee manages (letter 04-CV/TU, point 7)."""


class Why(StrEnum):
    """Why a document of the rulebook's list must, or need not, lie in one dossier."""

    ALWAYS = "always"
    CONDITION_HOLDS = "condition_holds"
    CONDITION_FAILS = "condition_fails"
    INSIDE_ANOTHER = "inside_another"
    BY_NUMBER = "by_number"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One entry of the rulebook's list, as it applies to one dossier.

    `entry` is the entry's JSON pointer in the rulebook, `condition` what `required_if` names, `inside` the document
    that holds this one; `forms` are the numbers of the forms it is written on.
    """

    document: str
    why: Why
    entry: str
    condition: str | None
    inside: str | None
    forms: tuple[str, ...]
    source: str | None
    certainty: str | None

    @property
    def needed(self) -> bool:
        return self.why in (Why.ALWAYS, Why.CONDITION_HOLDS)


@dataclass(frozen=True, slots=True)
class OwingSubject:
    """A subject that owes a dossier: what it must hold, and whether it must still be rated first."""

    requirements: tuple[Requirement, ...]
    awaits_rating: bool

    @property
    def required_documents(self) -> frozenset[str]:
        return frozenset(requirement.document for requirement in self.requirements if requirement.needed)


def owes_dossier(subject: Subject, reference_date: date) -> bool:
    return subject.kind in OWING_KINDS and subject.management_level == OWING_LEVEL and subject.exists_on(reference_date)


def owing_subject(
    subject: Subject, rulebook: Mapping[str, Any], reference_date: date, *, prompted: bool, rated: bool
) -> OwingSubject:
    """What the subject's dossier must hold. Who is excluded from rating owes one all the same, unrated."""
    documents = requirements(
        rulebook, subject.kind, prompted=prompted, has_civil_category=subject.civil_category is not None
    )
    excluded = Exclusions.of(rulebook["exclusions"]).keep_from_rating(subject, reference_date)
    return OwingSubject(documents, awaits_rating=not rated and not excluded)


def requirements(
    rulebook: Mapping[str, Any], kind: Kind, *, prompted: bool, has_civil_category: bool
) -> tuple[Requirement, ...]:
    """The rulebook's list of documents for a subject of `kind`, in its order."""
    holds = {"prompted": prompted, "is_cbccvc": has_civil_category, "is_working_member": has_civil_category}
    heading = OWING_KINDS[kind]
    return tuple(
        _requirement(entry, f"/dossiers/{heading}/{place}", holds)
        for place, entry in enumerate(rulebook["dossiers"][heading])
    )


def _requirement(entry: Mapping[str, Any], pointer: str, holds: Mapping[str, bool]) -> Requirement:
    forms = entry.get("form", ())
    return Requirement(
        document=entry["doc"],
        why=_why(entry, holds),
        entry=pointer,
        condition=entry.get("required_if"),
        inside=entry.get("inside"),
        forms=(forms,) if isinstance(forms, str) else tuple(forms),
        source=entry.get("src"),
        certainty=entry.get("conf"),
    )


def _why(entry: Mapping[str, Any], holds: Mapping[str, bool]) -> Why:
    """A document listed `inside` another, or judged later by number (`min_count`), is not asked for by itself."""
    if "inside" in entry:
        return Why.INSIDE_ANOTHER
    if "min_count" in entry:
        return Why.BY_NUMBER
    if entry.get("required"):
        return Why.ALWAYS
    if "required_if" in entry:
        return Why.CONDITION_HOLDS if holds.get(entry["required_if"], False) else Why.CONDITION_FAILS
    return Why.OPTIONAL
