"""Prompts (gợi ý kiểm điểm): points that a competent body asks a subject to address. Letter 04-CV/TU, point 4."""

from __future__ import annotations

from collections.abc import Iterator

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.prompts.events import PromptIssued
from shared.domain import Aggregate, AlreadyExists, Event, when
from shared.subjects import is_reviewed


class Prompt(Aggregate):
    kind = "prompt"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.issued: PromptIssued | None = None

    def issue(self, wanted: PromptIssued) -> Iterator[Event]:
        """Ask the subject to address a named point in its review."""
        if self.issued == wanted:
            return
        if self.issued:
            raise AlreadyExists(what=f"prompt {wanted.code}", field="/code", value=wanted.code)
        if not is_reviewed(wanted.subject):
            raise NotReviewed(field="/subject", value=wanted.subject)
        yield wanted

    @when(PromptIssued)
    def _issued(self, event: PromptIssued) -> None:
        self.issued = event
