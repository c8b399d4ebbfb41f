"""What the participants say about a subject, from several sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.reviews.domain.errors import NotReviewed
from services.reviews.domain.reviews.events import CommentGiven
from shared.domain import Aggregate, Event, when
from shared.subjects import is_reviewed


class Comments(Aggregate):
    """The comments on one subject in a campaign; apart from its review, whose writer they do not disturb."""

    kind = "comments"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.given: list[CommentGiven] = []

    def give(self, wanted: CommentGiven) -> Iterator[Event]:
        """Add a comment. Said twice in the same words by the same side, it is said once."""
        if not is_reviewed(wanted.subject):
            raise NotReviewed(field="/subject", value=wanted.subject)
        if not any(replace(said, given_at=wanted.given_at) == wanted for said in self.given):
            yield wanted

    @when(CommentGiven)
    def _given(self, event: CommentGiven) -> None:
        self.given.append(event)
