"""Which documents a dossier must hold, and who owes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.exclusions import Exclusions
from shared.subjects import Kind, Subject

OWING_KINDS = {Kind.COLLECTIVE: "collective", Kind.LEADER: "individual"}
"""Who owes a dossier, and under which heading of the rulebook its documents are listed."""

OWING_LEVEL = "TINH"
"""Dossiers are owed by subjects that the province's Standing Committee manages (letter 04-CV/TU, point 7)."""


@dataclass(frozen=True, slots=True)
class OwingSubject:
    """A subject that owes a dossier: what it must hold, and whether it must still be rated first."""

    required_documents: frozenset[str]
    awaits_rating: bool


def owes_dossier(subject: Subject, reference_date: date) -> bool:
    return subject.kind in OWING_KINDS and subject.management_level == OWING_LEVEL and subject.exists_on(reference_date)


def owing_subject(
    subject: Subject, rulebook: Mapping[str, Any], reference_date: date, *, prompted: bool, rated: bool
) -> OwingSubject:
    """What the subject's dossier must hold. Who is excluded from rating owes one all the same, unrated."""
    documents = required_documents(
        rulebook, subject.kind, prompted=prompted, has_civil_category=subject.civil_category is not None
    )
    excluded = Exclusions.of(rulebook["exclusions"]).keep_from_rating(subject, reference_date)
    return OwingSubject(documents, awaits_rating=not rated and not excluded)


def required_documents(
    rulebook: Mapping[str, Any], kind: Kind, *, prompted: bool, has_civil_category: bool
) -> frozenset[str]:
    """The documents that must lie in the dossier of a subject of `kind`.

    A document listed `inside` another, or judged later by number (`min_count`), is not asked for here.
    """
    holds = {"prompted": prompted, "is_cbccvc": has_civil_category, "is_working_member": has_civil_category}
    return frozenset(
        entry["doc"]
        for entry in rulebook["dossiers"][OWING_KINDS[kind]]
        if "inside" not in entry
        and "min_count" not in entry
        and (entry.get("required") or holds.get(entry.get("required_if"), False))
    )
