"""Findings of competent bodies: their names, their values, and whom they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from services.ratings.domain.errors import FactUnknown, FactValueWrong

YES, NO = "yes", "no"

DISCIPLINE = ("KHIEN_TRACH", "CANH_CAO", "CACH_CHUC", "KHAI_TRU")
"""The Party's forms of discipline, lightest first."""

PERSONAL_FACTS = frozenset({"concluded_degradation", "disciplined_in_year"})
"""Findings about a person in every capacity, as a member and in each post."""

_FINDINGS = PERSONAL_FACTS | {
    "concluded_internal_disunity",
    "concluded_member_degradation",
    "collective_disciplined_in_year",
    "committee_disciplined_in_year",
    "unit_corruption_handled",
    "force_majeure",
}
_FIGURES = frozenset(
    {
        "targets_done_pct",
        "key_targets_done_pct",
        "unit_targets_done_pct",
        "unit_targets_exceeded_pct",
        "unit_targets_on_time_pct",
        "units_at_least_HTNV_pct",
        "units_at_least_HTTNV_pct",
    }
)
_VALUES = {
    **dict.fromkeys(_FINDINGS, re.compile(f"{YES}|{NO}")),
    **dict.fromkeys(_FIGURES, re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)),
    "member_disciplined_at_least": re.compile("|".join(DISCIPLINE)),
}


def check_value(fact: str, value: str) -> None:
    """Raise FactUnknown or FactValueWrong unless this can be found. Figures are plain decimals, with a point."""
    if fact not in _VALUES:
        raise FactUnknown(field="/fact", value=fact)
    if not _VALUES[fact].fullmatch(value):
        raise FactValueWrong(field="/value", value=value, fact=fact)


def discipline_at_least(form: str) -> frozenset[str]:
    """`form` and every heavier one. Raises ValueError for what is no form of discipline."""
    return frozenset(DISCIPLINE[DISCIPLINE.index(form) :])


def holder(subject: str, person: str | None, fact: str) -> str:
    """Whom the finding is about: the person in every capacity, or the subject that it was filed under."""
    return f"person:{person}" if person is not None and fact in PERSONAL_FACTS else subject


class Findings:
    """The findings that stand. Filed in the order in which they were recorded, a later one replaces the earlier."""

    def __init__(self) -> None:
        self._standing: dict[str, dict[str, str]] = defaultdict(dict)

    def file(self, subject: str, person: str | None, fact: str, value: str) -> None:
        self._standing[holder(subject, person, fact)][fact] = value

    def about(self, subject: str, person: str | None) -> Mapping[str, str]:
        """Every finding that applies to the subject, by fact."""
        own = self._standing.get(subject, {})
        personal = self._standing.get(f"person:{person}", {}) if person is not None else {}
        return {**own, **personal} if personal else own
