"""Nothing in the log can be altered unseen: walking the chain of hashes from the first event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from shared.eventstore.record import EMPTY, Blank, Head, Recorded, seal

_SEALED = tuple(field.name for field in fields(Recorded) if field.name != "hash")


class Tampering(StrEnum):
    """What has been done to an event.

    An event counts as inserted when the one after it would continue the chain in its place;
    otherwise an event that does not continue the chain counts as altered.
    """

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the log is not what was recorded. A missing event has no id or stream any more."""

    tampering: Tampering
    number: int
    id: str | None = None
    stream: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain holds (`head`), and why not further; `fault` is None if it holds to the end.

    Whoever can rewrite the whole log can also compute a new chain; so compare `head` with one that was
    printed or published earlier. `blanks` counts the events whose content was not given, and so not checked.
    """

    head: Head
    fault: Fault | None = None
    blanks: int = 0

    @property
    def intact(self) -> bool:
        return self.fault is None


def walk(events: Iterator[Recorded | Blank], published: int, head: Head = EMPTY) -> Verdict:
    """Follow the chain through `events`, which come in the order of their numbers.

    Across a blank it is followed by the hash that stands there: the event behind it is tied to that hash.

    `published` is the number of the last event known to others: up to there none may be missing. `head` is the end of
    what comes before them.
    """
    blanks = 0
    for event in events:
        if event.number > head.number + 1:
            return Verdict(head, Fault(Tampering.MISSING, head.number + 1), blanks)
        if isinstance(event, Blank):
            if event.number <= head.number:
                return Verdict(head, Fault(Tampering.INSERTED, event.number), blanks)
            blanks += 1
        elif not _continues(head, event):
            tampering = _tampering_of(head, event, following=next(events, None))
            return Verdict(head, Fault(tampering, event.number, event.id, event.stream), blanks)
        head = Head(event.number, event.hash)
    if published > head.number:
        return Verdict(head, Fault(Tampering.MISSING, head.number + 1), blanks)
    return Verdict(head, blanks=blanks)


def _continues(head: Head, event: Recorded) -> bool:
    sealed = {name: getattr(event, name) for name in _SEALED}
    return event.number == head.number + 1 and event.hash == seal(head.hash, sealed)


def _tampering_of(head: Head, event: Recorded, following: Recorded | Blank | None) -> Tampering:
    if event.number <= head.number:
        return Tampering.INSERTED
    if isinstance(following, Recorded) and _continues(head, replace(following, number=event.number)):
        return Tampering.INSERTED
    return Tampering.ALTERED
