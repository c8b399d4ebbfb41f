"""Who owes what in a campaign, by its rulebook. What is never owed is never missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.reviews.domain.dossiers.requirements import owes_dossier
from shared.authority import Decider, competent_body, deciders_of, lacks_a_body
from shared.exclusions import Exclusions
from shared.subjects import REVIEWED_KINDS, Subject


class Owed(StrEnum):
    REVIEW = "review"
    RATING = "rating"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Expected:
    """What one subject owes, and where it is counted; nothing owed is an empty set.

    `waived` is what the rulebook asks for and an officer has let go, for a reason.
    """

    subject: str
    organization: str
    unit: str | None
    grassroots: str | None
    owes: frozenset[Owed]
    waived: frozenset[Owed] = frozenset()

    @property
    def asked(self) -> frozenset[Owed]:
        """What the rulebook asks for."""
        return self.owes | self.waived

    def without(self, waived: frozenset[Owed]) -> Expected:
        """The same with this waived, as far as it is asked for."""
        return replace(self, owes=self.asked - waived, waived=self.asked & waived)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one campaign asks for: its day, its province, and what its rulebook says about exclusions and deciders."""

    province: str
    reference_date: date
    deciders: Mapping[str, Decider]
    exclusions: Exclusions

    @classmethod
    def of(cls, rulebook: Mapping[str, Any], province: str, reference_date: date) -> Terms:
        return cls(province, reference_date, deciders_of(rulebook), Exclusions.of(rulebook["exclusions"]))

    def expected(self, subject: Subject) -> Expected:
        owes = frozenset(self._owed(subject)) if subject.exists_on(self.reference_date) else frozenset()
        return Expected(subject.code, subject.organization, subject.unit, subject.grassroots, owes)

    def is_nobodys(self, subject: Subject) -> bool:
        """Whether the subject is to be rated, and nobody is competent to."""
        return (
            subject.exists_on(self.reference_date)
            and not self.exclusions.keep_from_rating(subject, self.reference_date)
            and lacks_a_body(subject, self.province, self.deciders)
        )

    def _owed(self, subject: Subject) -> list[Owed]:
        owed = []
        if subject.kind in REVIEWED_KINDS and not self.exclusions.free_from_review(subject, self.reference_date):
            owed.append(Owed.REVIEW)
        if self._is_decided_here(subject) and not self.exclusions.keep_from_rating(subject, self.reference_date):
            owed.append(Owed.RATING)
        if owes_dossier(subject, self.reference_date):
            owed.append(Owed.DOSSIER)
        return owed

    def _is_decided_here(self, subject: Subject) -> bool:
        """Whom the Central Committee decides, nobody in the province owes a rating."""
        return competent_body(subject, self.province, self.deciders) is not None
