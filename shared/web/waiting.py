"""Positions: up to which event a service has spoken, and waiting until one has been heard.

`Position: reviews:1234` says where an answer stands; `Wait-For: organizations:88, reviews:1234`
asks to be answered only from there on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from shared.eventstore.schema import STORE
from shared.messaging.envelope import source_beside
from shared.web.parts import Parts
from shared.web.refusals import BadHeader, NotHeardYet

RETRY_AFTER_SECONDS = 2

_checkpoints = STORE.checkpoints.c
_POSITION = re.compile(r"([a-z][a-z0-9_-]*):([0-9]{1,18})")


def parse_positions(text: str) -> dict[str, int]:
    """The positions in a header, by service; of two for one service the higher. Raises BadHeader."""
    positions: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _POSITION.fullmatch(part)
        if match is None:
            raise BadHeader(header="Wait-For", value=part, example="organizations:88, reviews:1234")
        service, number = match[1], int(match[2])
        positions[service] = max(number, positions.get(service, 0))
    return positions


def format_positions(positions: Mapping[str, int]) -> str:
    return ", ".join(f"{service}:{number}" for service, number in positions.items())


def heard_of(parts: Parts) -> dict[str, int]:
    """What the service has heard at least, by service."""
    return {source: parts.subscription.heard(source) for source in parts.subscription.sources}


def positions_on(connection: Connection, parts: Parts, heard: Mapping[str, int]) -> dict[str, int]:
    """What the state that `connection` sees was built from, by service: own and heard.

    `heard` is what had been heard before that state was opened. Events that change nothing move the checkpoints in
    the tables later than those in memory: what lies between the two is of that kind, so the higher is true.
    """
    rows = connection.execute(select(_checkpoints.source, _checkpoints.number))
    stored = {row.source: row.number for row in rows}
    head = connection.scalar(select(func.max(STORE.events.c.number))) or 0
    return {parts.service: head} | {
        service: max(number, stored.get(source_beside(parts.source, service), 0)) for service, number in heard.items()
    }


def wait_for(positions: Mapping[str, int], parts: Parts) -> None:
    """Return once all `positions` have been heard. Raises NotHeardYet when that takes longer than `wait_seconds`.

    A service that is not listened to has no say in the answer, so its position is not waited for: a client may
    carry all the positions it knows to every service.
    """
    sources = parts.subscription.sources
    ends = time.monotonic() + parts.wait_seconds
    for service, number in positions.items():
        if service == parts.service:
            if not parts.store.reaches(number):
                raise _not_heard_yet(service, parts.store.head().number, number)
        elif service in sources and not parts.subscription.wait(service, number, max(0.0, ends - time.monotonic())):
            raise _not_heard_yet(service, parts.subscription.heard(service), number)


def _not_heard_yet(source: str, heard: int, needed: int) -> NotHeardYet:
    return NotHeardYet(source=source, heard=heard, needed=needed, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
