"""One stored event, and the chain of hashes that ties it to everything before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple, cast

import orjson


class Head(NamedTuple):
    """The end of a service's log: the number and the hash of its last event."""

    number: int
    hash: str


EMPTY = Head(0, "0" * 64)
"""The head of a log without events."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One stored event, as the feed, the relay and the projections see it.

    `number` is the event's publication number in its service: 1, 2, 3 … without a gap, in commit order.
    `version` counts within the stream. `body` is the canonical JSON text of the data.
    `time` is the instant of recording, in UTC with microseconds. `hash` covers the hash of the event
    before it and every other field.
    """

    number: int
    id: str
    stream: str
    version: int
    type: str
    schema: int
    body: str
    time: str
    actor: str
    organization: str | None
    correlation: str | None
    causation: str | None
    traceparent: str | None
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """The body, parsed."""
        return cast(dict[str, Any], orjson.loads(self.body))


@dataclass(frozen=True, slots=True)
class Blank:
    """The place of an event that a reader of the log was not given: its hash must be believed."""

    number: int
    hash: str


def seal(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of an event: SHA-256 over the hash before it and its fields without `hash`, in hexadecimal."""
    return sha256(previous.encode() + b"\n" + orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()
