"""A plan: how an organization carries the year's review out, on its own level and below. Letter 04-CV/TU, point 6."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from services.reviews.domain.plans.errors import DatesReversed, LevelNotBelow, LevelTwice, LowerLevelLater
from services.reviews.domain.plans.events import InterimSummaryRecorded, PlanAdopted
from shared.domain import Aggregate, AlreadyExists, Event, when

BELOW = {
    "DB_TINH": ("DB_TRUC_THUOC_TINH", "DB_CO_SO", "CB_CO_SO", "DB_BO_PHAN", "CB_TRUC_THUOC"),
    "DB_TRUC_THUOC_TINH": ("DB_CO_SO", "CB_CO_SO", "DB_BO_PHAN", "CB_TRUC_THUOC"),
    "DB_CO_SO": ("DB_BO_PHAN", "CB_TRUC_THUOC"),
    "DB_BO_PHAN": ("CB_TRUC_THUOC",),
    "CB_CO_SO": (),
    "CB_TRUC_THUOC": (),
}
"""The types of organizations that stand below one of a type."""


class Plan(Aggregate):
    """The plan of one organization in a campaign, and its interim summaries (sơ kết)."""

    kind = "plan"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.adopted: PlanAdopted | None = None
        self.summaries: dict[str, InterimSummaryRecorded] = {}

    def adopt(self, wanted: PlanAdopted, type_: str) -> Iterator[Event]:
        """Adopt the plan; another document replaces it. `type_` is the organization's own type."""
        if self.adopted == wanted:
            return
        if self.adopted and self.adopted.document == wanted.document:
            raise _taken(wanted.document)
        _require_sound(wanted, type_)
        yield wanted

    def summarize(self, wanted: InterimSummaryRecorded) -> Iterator[Event]:
        """Keep what the organization learned half-way. Said twice in the same words, it is said once."""
        said = self.summaries.get(wanted.document)
        if said == wanted:
            return
        if said:
            raise _taken(wanted.document)
        yield wanted

    @when(PlanAdopted)
    def _adopted(self, event: PlanAdopted) -> None:
        self.adopted = event

    @when(InterimSummaryRecorded)
    def _summarized(self, event: InterimSummaryRecorded) -> None:
        self.summaries[event.document] = event


def _taken(document: str) -> AlreadyExists:
    return AlreadyExists(what=f"document {document}", field="/document", value=document)


def _require_sound(plan: PlanAdopted, type_: str) -> None:
    """Each level once, none above the own one, in the order of days, and from below to above."""
    own_and_below = (type_, *BELOW[type_])
    seen: set[str] = set()
    for place, step in enumerate(plan.levels):
        pointer = f"/levels/{place}"
        if step.level in seen:
            raise LevelTwice(field=f"{pointer}/level", value=step.level)
        if step.level not in own_and_below:
            raise LevelNotBelow(field=f"{pointer}/level", value=step.level, organization=plan.organization)
        if step.ends_on < step.begins_on:
            raise DatesReversed(field=f"{pointer}/ends_on", value=step.level)
        seen.add(step.level)
    for above, (place, step) in product(plan.levels, enumerate(plan.levels)):
        if step.level in BELOW[above.level] and step.ends_on > above.ends_on:
            raise LowerLevelLater(field=f"/levels/{place}/ends_on", value=step.level, above=above.level)
