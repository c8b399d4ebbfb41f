"""Everything that was ever written in a review, in effect or not: read from the log itself, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.domain.reviews.review import Review
from services.reviews.readmodel.prompts import prompts_of
from services.reviews.readmodel.store import texts
from shared.contracts import in_newest_version
from shared.eventstore import STORE
from shared.register import Reader, among

SERVICE = "reviews"
KINDS = {
    "ReviewDrafted": "draft",
    "ReviewSubmitted": "submission",
    "ReviewReturned": "return",
    "ReviewSupplemented": "supplement",
    "ReviewCompleted": "completion",
    "ReviewVersionSetAside": "set_aside",
    "PromptAnswered": "answer",
    "AnswerJudged": "judgement",
}
"""What became of a text, by the event that tells of it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text of a review: the version of the review's stream, what became of it, by whom and when it was recorded."""

    version: int
    kind: str
    author: str
    at: str
    data: Mapping[str, Any]

    @property
    def fingerprint(self) -> str | None:
        name = "remarks_sha256" if self.kind in ("return", "judgement") else "content_sha256"
        said: str | None = self.data[name]
        return said


def versions_of(read: Reader, campaign: str, subject: str) -> list[Version]:
    """The versions of a review in their order."""
    return list(_told(read, [Review.stream_of(f"{campaign}/{subject}")]))


def answers_of(read: Reader, campaign: str, subject: str) -> list[Version]:
    """Every answer that the subject ever gave to a prompt, and what was said of each, in their order."""
    codes = prompts_of(read, campaign, [subject])[subject]
    return list(_told(read, [Prompt.stream_of(f"{campaign}/{code}") for code in sorted(codes)]))


def in_effect(versions: Iterable[Version]) -> set[int]:
    """Which versions make up the review as it stands: the draft, or what was handed in and added to that."""
    standing: set[int] = set()
    for each in versions:
        if each.kind in ("draft", "submission"):
            standing = {each.version}
        elif each.kind in ("supplement", "completion"):
            standing.add(each.version)
    return standing


def texts_by(read: Reader, fingerprints: Iterable[str | None]) -> dict[str | None, str]:
    """The texts by their fingerprint."""
    wanted = {fingerprint for fingerprint in fingerprints if fingerprint}
    return {row.sha256: row.text for row in among(read, select(texts), texts.c.sha256, wanted)}


def _told(read: Reader, streams: list[str]) -> Iterator[Version]:
    it = STORE.events.c
    query = select(it.version, it.type, it.schema, it.body, it.actor, it.time).where(it.stream.in_(streams))
    for row in read(query.order_by(it.number)):
        if row.type in KINDS:
            data = in_newest_version(SERVICE, row.type, row.schema, orjson.loads(row.body))
            yield Version(row.version, KINDS[row.type], row.actor, row.time, data)
