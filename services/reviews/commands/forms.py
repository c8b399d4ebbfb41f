"""The forms of a campaign, taken over from its rulebook when reviews begin in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.reviews.errors import FormNeeded, WrongFormEdition
from services.reviews.domain.reviews.forms import Form, fits, forms_for, sheet_of
from services.reviews.domain.reviews.review import Review
from services.reviews.readmodel.campaigns import rulebook_content
from services.reviews.readmodel.store import texts
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.subjects import Kind
from shared.texts import keep_text


class Forms:
    """Chooses and copies forms for as many reviews as one request has."""

    def __init__(self, unit: Unit, campaign: str) -> None:
        self._unit = unit
        self._campaign = campaign
        self._copied: set[tuple[Kind, str]] = set()

    @cached_property
    def _content(self) -> Mapping[str, Any]:
        opened = self._unit.load(Campaign, self._campaign).require()
        content = rulebook_content(self._unit.tables.rows, opened.rulebook)
        assert content is not None, "a campaign opens under a known rulebook only"
        return content

    def choose(self, review: Review, stated: str | None) -> tuple[str, list[Refusal]]:
        """The form that a review is written in, and what is to be said about it all the same.

        Raises FormNeeded, and WrongFormEdition unless an importer records a paper that was written so.
        """
        kind = Kind(review.subject.partition(":")[0])
        right = forms_for(self._content, kind)
        if stated is None:
            return self._usual(review, right), []
        if fits(stated, right, review.form):
            return stated, []
        said = [review.form] if review.form else right
        wrong = WrongFormEdition(field="/form", value=stated, subject=review.subject, forms=said)
        if not self._unit.context.may_state_instants:
            raise wrong
        return stated, [wrong]

    def copy(self, subject: str, form: str) -> None:
        """Take the form over as it is now, for the reviews that begin in it."""
        kind = Kind(subject.partition(":")[0])
        if (kind, form) in self._copied:
            return
        self._copied.add((kind, form))
        if sheet := sheet_of(self._content, kind, form):
            copy = self._unit.load(Form, Form.key_of(self._campaign, kind, form))
            self._unit.record(copy, copy.copy(keep_text(self._unit, texts, sheet)))

    def _usual(self, review: Review, right: list[str]) -> str:
        if review.form:
            return review.form
        if len(right) != 1:
            raise FormNeeded(field="/form", subject=review.subject, forms=right)
        return right[0]
