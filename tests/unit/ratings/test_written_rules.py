"""Accepted are exactly the documents that the written rules allow, and the others for exactly the written reasons."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document, examine
from tests.naive.deciding import Decided, decide
from tests.naive.folder import Folder
from tests.unit.ratings.drawn import drawn
from tests.unit.ratings.province import Province

REASONS = {
    "unknown_subject",
    "duplicate",
    "authority",
    "not_reviewed",
    "excluded",
    "lower_first",
    "collective_first",
    "civil_rating_missing",
    "prompt_unanswered",
    "reason_required",
    "cap_exceeded",
    "not_decided",
    "document_taken",
}


def naively(folder: Folder, decided: Decided, document: Document) -> set[tuple[int, str, str]]:
    rows = [
        {"subject": row.subject, "level": row.level, "reason": row.reason or "", "cap_override": row.cap_override or ""}
        for row in document.rows
    ]
    revising = document.act is Act.REVISION
    return set(decide(folder, decided, document.decided_by, document.number, rows, revising))


def really(province: Province, document: Document) -> set[tuple[int, str, str]]:
    verdict = examine(document, province.picture, number_taken=document.key in province.issued)
    province.take(document)
    return {(int(str(it.refusal.field).rpartition("/")[2]), it.subject, it.refusal.code) for it in verdict.faults}


@settings(max_examples=2000)
@given(st.integers(0, 2**32))
def test_a_drawn_province_is_decided_as_the_written_rules_say(number: int) -> None:
    world = drawn(number)
    province, folder, decided = Province("province-2020", world.sheets), world.folder, Decided()
    for document in world.documents:
        assert really(province, document) == naively(folder, decided, document)
        assert province.levels == decided.levels


def test_the_drawn_provinces_know_every_reason_and_acceptance() -> None:
    """So that the comparison above is about something."""
    seen: Counter[str] = Counter()
    for number in range(150):
        world = drawn(number)
        folder, decided = world.folder, Decided()
        for document in world.documents:
            faults = naively(folder, decided, document)
            seen.update({reason for _, _, reason in faults} or {f"accepted {document.act}"})
    assert seen.keys() == REASONS | {"accepted decision", "accepted revision"}
    assert min(seen.values()) >= 10, seen
