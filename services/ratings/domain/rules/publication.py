"""Publishing a rulebook: whole, once, and for good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.ratings.domain.errors import RulebookChanged
from services.ratings.domain.events import RulebookPublished
from services.ratings.domain.rules.rulebook import Rulebook, fingerprint
from shared.domain import Aggregate, Event, when


class Publication(Aggregate):
    """A rulebook under its code. Other rules need another code."""

    kind = "rulebook"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.content_sha256: str | None = None

    def publish(self, content: dict[str, Any]) -> Iterator[Event]:
        """Content that the engine understands. The same again is nothing new; other content is refused."""
        content_sha256 = fingerprint(content)
        if self.content_sha256 is None:
            Rulebook.read(content)
            yield RulebookPublished(self.key, content_sha256, content)
        elif self.content_sha256 != content_sha256:
            raise RulebookChanged(field="/content", value=self.key)

    @when(RulebookPublished)
    def _(self, event: RulebookPublished) -> None:
        self.content_sha256 = event.content_sha256
