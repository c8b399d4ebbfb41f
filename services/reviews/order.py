"""Who should have reviewed before whom: the domain's question, asked of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from services.reviews.domain.reviews.order import out_of_order, whom_to_wait_for
from services.reviews.domain.reviews.review import HANDED_IN, Review
from services.reviews.readmodel.store import register
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.register import among
from shared.subjects import Kind, Subject


class Order:
    """Asks for as many subjects as one request has, with one query for their heads."""

    def __init__(self, unit: Unit, campaign: str, subjects: Iterable[Subject]) -> None:
        self._unit = unit
        self._campaign = campaign
        self._before = waiting_for(unit, campaign, subjects)
        keys = {f"{campaign}/{code}" for codes in self._before.values() for code in codes}
        unit.prefetch(Review, sorted(keys))

    def warnings(self, subject: Subject) -> list[Refusal]:
        """What to say when this subject hands in its review now."""
        before = self._before.get(subject.code, ())
        return list(out_of_order(subject, [code for code in before if not self._has_reviewed(code)]))

    def _has_reviewed(self, code: str) -> bool:
        return self._unit.load(Review, f"{self._campaign}/{code}").status in HANDED_IN


def waiting_for(unit: Unit, campaign: str, subjects: Iterable[Subject]) -> Mapping[str, list[str]]:
    """Whom each of the leaders among `subjects` should wait for."""
    leaders = [subject for subject in subjects if subject.kind is Kind.LEADER]
    posts = register.of(campaign).posts.c
    heads: dict[str, set[str]] = defaultdict(set)
    query = select(posts.code, posts.collective).where(posts.head.is_(True), posts.held_to.is_(None))
    collectives = {subject.collective for subject in leaders if subject.collective}
    for row in among(unit.tables.rows, query, posts.collective, collectives):
        heads[row.collective].add(f"{Kind.LEADER}:{row.code}")
    return {leader.code: whom_to_wait_for(leader, heads) for leader in leaders}
