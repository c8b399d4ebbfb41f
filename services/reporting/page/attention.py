"""What in the figures asks for attention, and on which page more of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from services.reporting.domain.members import UNDECIDED
from services.reporting.domain.subjects import KINDS

Figures = Mapping[str, Any]


class Item(NamedTuple):
    """So many of something, the key of that figure, and the page with what to ask it for."""

    name: str
    figure: str
    count: int
    page: str
    query: Mapping[str, str]


def attention(figures: Figures) -> list[Item]:
    """What there is of it, the gravest first."""
    return [item for item in _items(figures) if item.count]


def _items(figures: Figures) -> Iterator[Item]:
    reviews, dossiers = figures["reviews"]["not_reviewed"], figures["dossiers"]
    for kind in KINDS:
        yield Item(
            f"over_cap_{kind}",
            f"over_cap_of/{kind}",
            figures["over_cap_of"][kind],
            "caps",
            {"kind": kind, "only": "over"},
        )
    yield Item("refused", "refused_documents", figures["refused_documents"], "refusals", {})
    yield Item("help", "not_completed", sum(figures["ratings"][kind]["KHTNV"] for kind in KINDS), "help", {})
    yield Item("missing", "dossiers/missing", dossiers["missing"], "dossiers", {})
    yield Item("late", "dossiers/late", dossiers["late"], "dossiers", {})
    yield Item("prompts", "prompts/unanswered", figures["prompts"]["unanswered"], "prompts", {"state": "unanswered"})
    for kind, row in (("col", "collectives"), ("mem", "members")):
        yield Item(
            f"reviews_{kind}",
            f"reviews/not_reviewed/{row}",
            reviews[row],
            "subjects",
            {"kind": kind, "state": "not_reviewed"},
        )
    yield Item(
        "undecided",
        f"members_not_rated/{UNDECIDED}",
        figures["members_not_rated"][UNDECIDED],
        "subjects",
        {"kind": "mem", "state": "undecided"},
    )
    yield Item("heads", "heads_above", figures["heads_above"], "subjects", {"kind": "ldr", "state": "above_collective"})
    for kind in KINDS:
        differing, query = figures["derived_differs"][kind], {"kind": kind, "state": "differs"}
        yield Item(f"differs_{kind}", f"derived_differs/{kind}", differing, "subjects", query)
