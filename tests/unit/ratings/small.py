"""A few subjects of one grassroots organization, for tests that look at one rule at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document, examine
from services.ratings.domain.decisions.picture import Picture, Row
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind, Subject
from tests.rulebooks import as_written

CAMPAIGN = Campaign("BD-2020", "vn-party-annual-review/2020", "TU", date(2020, 12, 31))
PLACE: Mapping[str, Any] = {"organization": "C1", "unit": "QN", "grassroots": "QN-01"}
MEMBER = Subject("mem:A", Kind.MEMBER, person="A", member_status="active", **PLACE)
COLLECTIVE = Subject("col:T", Kind.COLLECTIVE, type="TT_CAP_UY", management_level="COSO", collective="T", **PLACE)
LEADER = Subject(
    "ldr:P", Kind.LEADER, person="A", member_status="active", management_level="COSO", collective="T", **PLACE
)
CELL = Subject("org:C1", Kind.ORGANIZATION, type="CB_TRUC_THUOC", parent="QN-01", **PLACE)


@cache
def rulebook() -> Rulebook:
    return Rulebook.read(as_written())


def picture(subjects: Iterable[Subject] = (MEMBER, COLLECTIVE, LEADER, CELL), **known: Any) -> Picture:
    """Everybody has reviewed, nothing else is known, except as stated."""
    by_code = {subject.code: subject for subject in subjects}
    return replace(Picture(CAMPAIGN, rulebook(), subjects=by_code, reviewed=frozenset(by_code)), **known)


def document(*rows: Row, decided_by: str = "QN-01", number: str = "01-QĐ/ĐU", act: Act = Act.DECISION) -> Document:
    return Document(CAMPAIGN.code, number, decided_by, datetime(2021, 1, 5, tzinfo=UTC), rows, act)


def reasons(
    on: Picture, *rows: Row, decided_by: str = "QN-01", act: Act = Act.DECISION, number_taken: bool = False
) -> list[tuple[str, str]]:
    """Subject and reason of every fault."""
    verdict = examine(document(*rows, decided_by=decided_by, act=act), on, number_taken)
    return [(fault.subject, fault.refusal.code) for fault in verdict.faults]


def degrees(kind: Kind, degree: str, **others: str) -> dict[str, str]:
    """`degree` for every criterion of the kind's frame, except as stated: MEM_I_1="TB"."""
    named = {criterion.replace("_", "-"): other for criterion, other in others.items()}
    return {**dict.fromkeys(rulebook().criteria(kind), degree), **named}
