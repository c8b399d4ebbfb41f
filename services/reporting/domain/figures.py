"""All figures of a campaign, computed from plain rows in one pass for each kind of subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.reporting.domain.caps import Cap, CapTally
from services.reporting.domain.derived import DerivedTally
from services.reporting.domain.dossiers import DossierTally
from services.reporting.domain.identities import require
from services.reporting.domain.levels import is_better
from services.reporting.domain.members import NotRatedTally
from services.reporting.domain.ratings import RatingTally, member_ratios
from services.reporting.domain.reviews import ReviewTally, prompts
from services.reporting.domain.subjects import (
    GRASSROOTS,
    KINDS,
    UNITS,
    CollectiveRow,
    LeaderRow,
    MemberRow,
    OrganizationRow,
    is_over,
)
from shared.exclusions import Exclusions

SUBJECT_LISTS = (
    "derived_by_subject",
    "derived_differs",
    "head_above_collective",
    "refused_documents",
    "refused_dossiers",
)
"""The figures that name single subjects."""


class RefusedDocument(NamedTuple):
    """A decision document that was refused whole. A fault names a `subject` and a `reason`."""

    decided_by: str
    document: str
    faults: list[dict[str, Any]]


class RefusedDossier(NamedTuple):
    """A forwarding that was refused. `row` is the importer's; a fault names a `reason` and what is `missing`."""

    subject: str
    row: int | None
    faults: list[dict[str, Any]]


@dataclass(frozen=True)
class Material:
    """What the figures of one campaign are computed from. Each iterable is gone through once."""

    reference_date: str
    caps: tuple[Cap, ...]
    exclusions: Exclusions
    organizations: Iterable[OrganizationRow]
    collectives: Iterable[CollectiveRow]
    members: Iterable[MemberRow]
    leaders: Iterable[LeaderRow]
    prompts_answered: Iterable[bool]
    accepted_documents: int
    refused_documents: Iterable[RefusedDocument]
    refused_dossiers: Iterable[RefusedDossier]
    found: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Which findings hold about a deciding body: one of them may raise a cap."""


def figures(material: Material) -> dict[str, Any]:
    """The figures as JSON-ready data. Raises FiguresDisagree if they contradict each other."""
    count = _Counting(material)
    for organization in material.organizations:
        count.organization(organization)
    for collective in material.collectives:
        count.collective(collective)
    for member in material.members:
        count.member(member)
    for leader in material.leaders:
        count.leader(leader)
    return {
        "accepted_documents": material.accepted_documents,
        "refused_documents": _refused_documents(material.refused_documents),
        "refused_dossiers": _refused_dossiers(material.refused_dossiers),
        "prompts": prompts(material.prompts_answered),
        **count.figures(),
    }


def without_subjects(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The aggregates alone: no list that names a single subject."""
    return {name: value for name, value in figures.items() if name not in SUBJECT_LISTS}


class _Counting:
    """One pass over the subjects: each is counted by every tally that asks about its kind."""

    def __init__(self, material: Material) -> None:
        self._reference_date = material.reference_date
        self._caps = [CapTally(cap, material.found) for cap in sorted(material.caps, key=_id)]
        self._caps_of = {kind: [tally for tally in self._caps if kind in tally.cap.groups_of] for kind in KINDS}
        self._ratings = RatingTally()
        self._not_rated = NotRatedTally(material.exclusions, material.reference_date)
        self._dossiers = DossierTally()
        self._reviews = ReviewTally(material.exclusions, material.reference_date)
        self._bodies: set[str] = set()
        self._heads_above: list[str] = []
        self._derived = DerivedTally()

    def organization(self, row: OrganizationRow) -> None:
        self._bodies.add(row.code)
        if is_over(row.ended_on, self._reference_date):
            return
        if row.type in UNITS:
            self._ratings.know(row.unit)
            self._dossiers.know(row.unit)
        if row.type in GRASSROOTS:
            for cap in self._caps_of["mem"]:
                cap.know(row.code)
        self._ratings.add("org", row.unit, row.level)
        self._derived.add(f"org:{row.code}", row.level, row.derived)
        for cap in self._caps_of["org"]:
            cap.add("org", row)

    def collective(self, row: CollectiveRow) -> None:
        if is_over(row.ended_on, self._reference_date):
            return
        self._ratings.add("col", row.unit, row.level)
        self._derived.add(f"col:{row.code}", row.level, row.derived)
        self._reviews.add_collective(row)
        self._dossiers.add(row.unit, row.management_level, row.dossier_on_time)
        for cap in self._caps_of["col"]:
            cap.add("col", row)

    def member(self, row: MemberRow) -> None:
        self._ratings.add("mem", row.unit, row.level)
        self._derived.add(f"mem:{row.code}", row.level, row.derived)
        self._not_rated.add(row)
        self._reviews.add_member(row)
        for cap in self._caps_of["mem"]:
            cap.add("mem", row)

    def leader(self, row: LeaderRow) -> None:
        if is_over(row.held_to, self._reference_date):
            return
        self._ratings.add("ldr", row.unit, row.level)
        self._derived.add(f"ldr:{row.code}", row.level, row.derived)
        self._dossiers.add(row.unit, row.management_level, row.dossier_on_time)
        for cap in self._caps_of["ldr"]:
            cap.add("ldr", row)
        if row.head and is_better(row.level, than=row.collective_level):
            self._heads_above.append(f"ldr:{row.code}")

    def figures(self) -> dict[str, Any]:
        ratings, by_unit = self._ratings.whole(), self._ratings.by_unit()
        not_rated = ratings["mem"]["not_rated"]
        reasons = sum(self._not_rated.reasons.values())
        require(not_rated == reasons, f"members not rated: {not_rated}, reasons {reasons}")
        return {
            "ratings": ratings,
            "by_unit": by_unit,
            "member_ratios": member_ratios(ratings["mem"], {unit: kinds["mem"] for unit, kinds in by_unit.items()}),
            "members_not_rated": self._not_rated.reasons,
            "caps": {
                group: figures for cap in self._caps_of["mem"] for group, figures in cap.groups(self._bodies).items()
            },
            "over_cap": [group for cap in self._caps for group in cap.over(self._bodies)],
            "dossiers": self._dossiers.figures(),
            "reviews": self._reviews.figures(),
            "head_above_collective": sorted(self._heads_above),
            "derived": self._derived.counts,
            "derived_differs": sorted(self._derived.differing),
        }


def _id(cap: Cap) -> str:
    return cap.id


def _refused_documents(documents: Iterable[RefusedDocument]) -> dict[str, list[dict[str, Any]]]:
    """Each refused document by `BODY NUMBER`, with its faults by subject, then reason."""
    return {
        f"{document.decided_by} {document.document}": sorted(
            document.faults, key=lambda fault: (fault["subject"], fault["reason"])
        )
        for document in sorted(documents)
    }


def _refused_dossiers(dossiers: Iterable[RefusedDossier]) -> list[dict[str, Any]]:
    """One entry for each reason, in row order; what no importer sent has no row and comes last."""
    return [
        {"row": dossier.row, "subject": dossier.subject, **fault}
        for dossier in sorted(dossiers, key=lambda dossier: (dossier.row is None, dossier.row or 0))
        for fault in sorted(dossier.faults, key=lambda fault: fault["reason"])
    ]
