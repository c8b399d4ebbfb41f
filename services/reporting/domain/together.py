"""Figures of several provinces together: counts are added, and every share is counted anew from the sums.

What is added are overviews, as `services.reporting.domain.overview` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting.domain.identities import require
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.ratings import Count, RatingTally, member_ratios
from services.reporting.domain.shares import shares
from services.reporting.domain.subjects import KINDS

Overview = Mapping[str, Any]

SUMS = (
    "members_not_rated",
    "reviews",
    "dossiers",
    "dossier_states",
    "derived",
    "derived_differs",
    "prompts",
    "accepted_documents",
    "refused_documents",
    "heads_above",
    "over_cap",
    "over_cap_of",
)
"""The parts of an overview that are counts and nothing else, beside the ratings."""


def together(overviews: Mapping[str, Overview]) -> dict[str, Any]:
    """The overviews of the provinces, at least one, by code, as one. Raises FiguresDisagree if one contradicts itself.

    `by_province` holds the ratings of each, `shares` those of the levels among the rated, together exactly 100.00.
    """
    tally = RatingTally()
    for province, overview in overviews.items():
        check(province, overview)
        _add_ratings(tally, province, overview["ratings"])
    whole = tally.whole()
    return {
        "ratings": whole,
        "by_province": tally.by_unit(),
        "shares": level_shares(whole),
        "member_ratios": member_ratios(whole["mem"], {})["province"],
        **{name: _sum_of([overview[name] for overview in overviews.values()]) for name in SUMS},
    }


def level_shares(ratings: Mapping[str, Count]) -> dict[str, dict[str, str | None]]:
    """By kind, each level's share of those rated."""
    return {kind: shares({level: count[level] for level in LEVELS}) for kind, count in ratings.items()}


def check(province: str, overview: Overview) -> None:
    """Hold the figures of a province to what must be true of any. Raises FiguresDisagree."""
    for kind, count in overview["ratings"].items():
        parts = sum(number for part, number in count.items() if part != "total")
        require(count["total"] == parts, f"{province}/{kind}: total {count['total']}, parts {parts}")
    not_rated, reasons = overview["ratings"]["mem"]["not_rated"], sum(overview["members_not_rated"].values())
    require(not_rated == reasons, f"{province}: members not rated {not_rated}, reasons {reasons}")
    dossiers = overview["dossiers"]
    parts = dossiers["on_time"] + dossiers["late"] + dossiers["missing"]
    require(dossiers["expected"] == parts, f"{province}: dossiers expected {dossiers['expected']}, parts {parts}")
    states = sum(overview["dossier_states"].values())
    require(dossiers["expected"] == states, f"{province}: dossiers expected {dossiers['expected']}, by state {states}")


def _add_ratings(tally: RatingTally, province: str, ratings: Mapping[str, Count]) -> None:
    tally.know(province)
    for kind in KINDS:
        for level in (*LEVELS, None):
            tally.add(kind, province, level, ratings[kind][level or "not_rated"])


def _sum_of(parts: list[Any]) -> Any:
    """Numbers added, and mappings name by name: a name that one of them lacks counts nothing there."""
    if not any(isinstance(part, Mapping) for part in parts):
        return sum(parts)
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: _sum_of([part[name] for part in parts if name in part]) for name in names}
