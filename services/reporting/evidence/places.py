"""From the place of a figure among the figures, or in an issued report, to the key of its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.reporting.domain.caps import Cap
from services.reporting.evidence.figures import figure_of
from shared.domain import NotFound


class Opening(NamedTuple):
    """The key of a figure, and the unit that it is narrowed to."""

    key: str
    unit: str | None


def opening_at(place: Sequence[str], caps: Mapping[str, Cap]) -> Opening | None:
    """What the figure at `place` opens, as `("by_unit", "QN", "mem", "HTXSNV")`; None if nothing is kept behind it."""
    opening = _opening(place, caps)
    try:
        figure_of(opening.key, caps)
    except NotFound:
        return None
    return opening


def _opening(place: Sequence[str], caps: Mapping[str, Cap]) -> Opening:
    match place:
        case ["by_unit", unit, *rest]:
            return Opening("/".join(("ratings", *rest)), unit)
        case ["member_ratios", "province", name]:
            return Opening(f"member_ratios/{name}", None)
        case ["dossiers" | "member_ratios" as head, "by_unit", unit, name]:
            return Opening(f"{head}/{name}", unit)
        case ["caps", *group] if of_members := [cap.id for cap in caps.values() if "mem" in cap.groups_of]:
            return Opening("/".join(("caps", max(of_members), *group)), None)
    return Opening("/".join(place), None)
