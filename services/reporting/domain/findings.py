"""Which findings of competent bodies the figures need."""

from __future__ import annotations

YES, NO = "yes", "no"

PERSON_DISCIPLINED = "disciplined_in_year"
MEMBER_DISCIPLINED = "member_disciplined_at_least"
"""Of a collective: that one of its members was, with the form of discipline."""

_DISCIPLINE = {("mem", PERSON_DISCIPLINED), ("ldr", PERSON_DISCIPLINED), ("col", MEMBER_DISCIPLINED)}


def is_kept(subject: str, fact: str, value: str) -> bool:
    """Discipline of people, and what was found or denied about organizations: a rulebook may raise a cap for it."""
    kind = subject.partition(":")[0]
    return (kind, fact) in _DISCIPLINE or (kind == "org" and value in (YES, NO))
