"""Notes: taken once, then reworded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from shared.contracts.base import MAYBE, Contract, a_code, a_text
from shared.domain import Aggregate, AlreadyExists, Event, Refusal, when


class Samples(Contract):
    service = "samples"


class NoteTaken(Samples):
    """A note was taken."""

    personal = True
    code = a_code()
    organization = a_code()
    person = a_code(**MAYBE)
    text = a_text()


class NoteReworded(Samples):
    """A note has another text."""

    code = a_code()
    text = a_text()


class NoteRefused(Samples):
    """Somebody tried what is not allowed, which is worth knowing."""

    code = a_code()
    tries = fields.Integer(required=True, strict=True)


@dataclass(frozen=True, slots=True)
class Taken(Event):
    code: str
    organization: str
    person: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reworded(Event):
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused(Event):
    code: str
    tries: int


Taken.__name__, Reworded.__name__, Refused.__name__ = "NoteTaken", "NoteReworded", "NoteRefused"


class TextForbidden(Refusal):
    code = "text_forbidden"
    rule = "132-QĐ/TW, điều 1"
    vi = "Không được ghi “{value}”."
    en = "“{value}” may not be written."
    way_out_vi = "Viết lại."
    way_out_en = "Write it in other words."


class TextsForbidden(Refusal):
    """Refuses many texts at once."""

    code = "texts_forbidden"
    vi = "Có {count} đoạn không được ghi."
    en = "{count} texts may not be written."

    def __init__(self, faults: list[TextForbidden]) -> None:
        self.faults = faults
        super().__init__(count=len(faults))


class Note(Aggregate):
    kind = "note"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.text: str | None = None
        self.tries = 0

    def take(self, **facts: Any) -> Iterator[Event]:
        if self.text == facts["text"]:
            return
        if self.text is not None:
            raise AlreadyExists(what=self.key)
        yield Taken(self.key, **facts)
        if facts["text"] == "forbidden":
            raise TextForbidden(field="/text", value=facts["text"])

    def reword(self, text: str) -> Iterator[Event]:
        yield Reworded(self.key, text)

    def refuse(self) -> Iterator[Event]:
        yield Refused(self.key, self.tries + 1)

    @when(Taken)
    @when(Reworded)
    def note_text(self, event: Taken | Reworded) -> None:
        self.text = event.text

    @when(Refused)
    def count_tries(self, event: Refused) -> None:
        self.tries = event.tries
