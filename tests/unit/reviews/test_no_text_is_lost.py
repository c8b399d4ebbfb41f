"""Several people write one review in any order, each from the version that he last saw: no text is ever lost."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.reviews.domain.reviews.events import (
    AnswerText,
    ReviewCompleted,
    ReviewDrafted,
    ReviewSubmitted,
    ReviewSupplemented,
    ReviewVersionSetAside,
)
from services.reviews.domain.reviews.review import HANDED_IN, Review, ReviewPaper, Status, Written
from shared.domain import Event, Refusal

NOW = datetime(2020, 12, 5, 8, tzinfo=UTC)
FORM = "01-HD KĐ.ĐG 2019"
CLIENTS = st.integers(0, 2)
WORDS = st.integers(0, 6)

TEXTUAL = (ReviewDrafted, ReviewSubmitted, ReviewSupplemented, ReviewCompleted, ReviewVersionSetAside)


class Writing(RuleBasedStateMachine):
    """Three clients and one review. A client knows the version that he was last told, or none."""

    def __init__(self) -> None:
        super().__init__()
        self.review = Review("BD-2020/col:T")
        self.log: list[Event] = []
        self.seen: dict[int, int | None] = dict.fromkeys(range(3))
        self.wrote: set[str] = set()

    @rule(client=CLIENTS)
    def read(self, client: int) -> None:
        self.seen[client] = self.review.current or None

    @rule(client=CLIENTS, words=WORDS)
    def save(self, client: int, words: int) -> None:
        written = Written(FORM, None, self.write(words), (AnswerText("GY1", 1, self.write(words + 100)),))
        built_on = self.seen[client]
        before = self.review.written
        if obstacle := self.review.obstacle(written, built_on):
            assert self.review.status is not Status.NONE
            self.record(self.review.set_aside(written, built_on, obstacle.code))
            assert self.review.written == before, "who comes second changes nothing"
            assert written in self.review.aside
        else:
            assert before in (None, written) or built_on == self.review.current
            self.record(self.review.draft(written))
            self.seen[client] = self.review.current

    @rule(client=CLIENTS)
    def submit(self, client: int) -> None:
        written = self.review.written
        if written is None or self.review.stale(self.seen[client]):
            return
        self.record(self.review.submit(ReviewPaper(FORM, None, (), written.content_sha256), NOW))
        self.seen[client] = self.review.current

    @rule()
    def send_back(self) -> None:
        self.attempt(self.review.send_back("QN", "f" * 64, NOW))

    @rule(client=CLIENTS, words=WORDS, completes=st.booleans())
    def add(self, client: int, words: int, completes: bool) -> None:
        if self.review.status not in HANDED_IN:
            return
        fingerprint = self.write(words)
        if stale := self.review.stale(self.seen[client]):
            self.record(self.review.set_aside(Written(FORM, None, fingerprint), self.seen[client], stale.code))
        elif completes and self.review.status is Status.SUBMITTED:
            self.record(self.review.complete(fingerprint, 2, NOW))
        else:
            self.record(self.review.supplement((), fingerprint, NOW))

    @invariant()
    def everything_that_was_written_is_in_the_log(self) -> None:
        kept = {fingerprint for event in self.log for fingerprint in fingerprints(event)}
        assert self.wrote <= kept

    @invariant()
    def the_log_alone_gives_the_same_review(self) -> None:
        again = Review("BD-2020/col:T").replay(self.log)
        assert (again.status, again.current, again.written, again.paper, again.aside) == (
            self.review.status,
            self.review.current,
            self.review.written,
            self.review.paper,
            self.review.aside,
        )

    @invariant()
    def what_is_set_aside_disturbs_nobody(self) -> None:
        effective = [number for number, event in enumerate(self.log, 1) if not isinstance(event, ReviewVersionSetAside)]
        assert self.review.current == (effective[-1] if effective else 0)

    def write(self, words: int) -> str:
        fingerprint = hashlib.sha256(str(words).encode()).hexdigest()
        self.wrote.add(fingerprint)
        return fingerprint

    def record(self, events: Any) -> None:
        self.log += self.review.decide(events)

    def attempt(self, events: Any) -> None:
        try:
            self.record(events)
        except Refusal:
            return


def fingerprints(event: Event) -> set[str | None]:
    if not isinstance(event, TEXTUAL):
        return set()
    answers = getattr(event, "answers", ())
    return {event.content_sha256, *(answer.content_sha256 for answer in answers)}


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
