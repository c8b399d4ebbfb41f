"""The figures at one glance, from subjects that were gathered in groups before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from services.reporting.domain.derived import DerivedTally
from services.reporting.domain.dossiers import CAME_TO, NOT_FORWARDED, STATES
from services.reporting.domain.identities import require
from services.reporting.domain.members import UNDECIDED
from services.reporting.domain.ratings import RatingTally, member_ratios
from services.reporting.domain.reviews import COLLECTIVES, MEMBERS
from services.reporting.domain.subjects import KINDS, NONE

_REVIEWED = {"col": COLLECTIVES, "mem": MEMBERS}
"""The kinds that table 6F counts, with what it calls them."""


class Group(NamedTuple):
    """So many subjects of one kind of whom the roster says the same."""

    kind: str
    level: str | None
    derived: str | None
    left_out: str | None
    must_review: bool
    reviewed: bool
    dossier: str | None
    dossier_state: str | None
    subjects: int


def overview(groups: Collection[Group], reasons: Iterable[str]) -> dict[str, Any]:
    """The figures that name no unit, as `services.reporting.domain.figures` has them; differing levels by kind.

    `reasons` are those for which the rulebook leaves members out. Raises FiguresDisagree.
    """
    tally = RatingTally()
    for group in groups:
        tally.add(group.kind, "", group.level, group.subjects)
    ratings, reasons_of = tally.whole(), _not_rated(groups, reasons)
    not_rated, reasoned = ratings["mem"]["not_rated"], sum(reasons_of.values())
    require(not_rated == reasoned, f"members not rated: {not_rated}, reasons {reasoned}")
    return {
        "ratings": ratings,
        "member_ratios": member_ratios(ratings["mem"], {})["province"],
        "members_not_rated": reasons_of,
        "reviews": _reviews(groups),
        "dossiers": _dossiers(groups),
        "dossier_states": _dossier_states(groups),
        "derived": _derived(groups),
        "derived_differs": _differing(groups),
    }


def _not_rated(groups: Iterable[Group], reasons: Iterable[str]) -> dict[str, int]:
    counted = dict.fromkeys((*reasons, UNDECIDED), 0)
    for group in groups:
        if group.kind == "mem" and group.level is None:
            counted[group.left_out or UNDECIDED] += group.subjects
    return counted


def _reviews(groups: Iterable[Group]) -> dict[str, dict[str, int]]:
    must, reviewed = dict.fromkeys(_REVIEWED.values(), 0), dict.fromkeys(_REVIEWED.values(), 0)
    for group in groups:
        if group.must_review and group.kind in _REVIEWED:
            must[_REVIEWED[group.kind]] += group.subjects
            reviewed[_REVIEWED[group.kind]] += group.subjects * group.reviewed
    missing = {row: must[row] - reviewed[row] for row in must}
    return {"must_review": must, "reviewed": reviewed, "not_reviewed": missing}


def _dossiers(groups: Iterable[Group]) -> dict[str, int]:
    count = dict.fromkeys(("expected", "late", "missing", "on_time"), 0)
    for group in groups:
        if group.dossier is not None:
            count["expected"] += group.subjects
            count[group.dossier] += group.subjects
    return count


def _dossier_states(groups: Collection[Group]) -> dict[str, int]:
    """Where the dossiers that are owed are: the missing ones are those never forwarded. Raises FiguresDisagree."""
    counts, owed = dict.fromkeys(STATES, 0), _dossiers(groups)
    for group in groups:
        if group.dossier_state is not None:
            counts[group.dossier_state] += group.subjects
    missing, forwarded = counts[NOT_FORWARDED], sum(counts[state] for state in CAME_TO.values())
    require(missing == owed["missing"], f"dossiers missing: {owed['missing']}, not forwarded {missing}")
    require(missing + forwarded == owed["expected"], f"dossiers expected: {owed['expected']}, by state {counts}")
    return counts


def _derived(groups: Iterable[Group]) -> dict[str, dict[str, int]]:
    counts = DerivedTally().counts
    for group in groups:
        if group.derived is not None:
            counts[group.kind][group.derived] += group.subjects
    return counts


def _differing(groups: Iterable[Group]) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for group in groups:
        counts[group.kind] += group.subjects * _differs(group)
    return counts


def _differs(group: Group) -> bool:
    return None not in (group.level, group.derived) and group.derived not in (NONE, group.level)
