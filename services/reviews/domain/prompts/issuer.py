"""Who may prompt: the body that manages the subject, or one above that body (132-QĐ/TW; letter 04-CV/TU, point 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.reviews.domain.prompts.errors import NobodyCompetent, NotCompetent
from shared.authority import Decider, competent_body, lacks_a_body
from shared.subjects import Subject

IsAbove = Callable[[str, str], bool]
"""(upper, lower) -> whether the organization `upper` is `lower` itself or stands above it in the tree."""


def not_competent(
    subject: Subject, issued_by: str, province: str, deciders: Mapping[str, Decider], is_above: IsAbove
) -> NotCompetent | None:
    """The refusal of a prompt by a body that is not competent; None if it is. Whom the Centre manages nobody does."""
    competent = competent_body(subject, province, deciders)
    if competent is not None and is_above(issued_by, competent):
        return None
    if lacks_a_body(subject, province, deciders):
        return NobodyCompetent(field="/issued_by", value=issued_by, subject=subject.code)
    return NotCompetent(field="/issued_by", value=issued_by, subject=subject.code, competent=competent or "TW")
