"""Sending a command twice has the effect of sending it once.

`Idempotency-Key` names a request, within one account and for ever. The answer is kept in the transaction that records
the events, so there is either both or neither; answers from 500 on are not kept. While a command runs, the same command
waits for the store's writer lock, and then finds the answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from shared.domain import iso
from shared.eventstore.schema import STORE
from shared.reader import matching
from shared.web.refusals import BadHeader, IdempotencyKeyReused
from shared.web.render import Reply
from shared.web.request import Request

if TYPE_CHECKING:
    from shared.eventstore import Unit

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
_KEPT = STORE.idempotency


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A request with its key, and the fingerprint by which a repetition is known."""

    key: str
    fingerprint: str

    def earlier_answer(self, unit: Unit) -> Reply | None:
        """The answer given before, if any. Raises IdempotencyKeyReused when that was to another request."""
        row = unit.tables.one(matching(_KEPT, "key", "actor"), key=self.key, actor=unit.context.actor)
        if row is None:
            return None
        if row.request_sha256 != self.fingerprint:
            raise IdempotencyKeyReused()
        headers = orjson.loads(row.headers) | {"Idempotency-Replayed": "true"}
        return Reply(row.status, headers, row.body.encode())

    def keep(self, unit: Unit, reply: Reply) -> None:
        """Keep the answer, unless the fault was ours."""
        if reply.status >= 500:
            return
        unit.tables.put(
            _KEPT,
            key=self.key,
            actor=unit.context.actor,
            request_sha256=self.fingerprint,
            status=reply.status,
            headers=orjson.dumps(reply.headers).decode(),
            body=reply.body.decode(),
            created_at=iso(unit.context.now),
        )


def repeatable(request: Request, body: bytes) -> Repeatable | None:
    """The request as one that may be repeated, if it carries a key. Raises BadHeader."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadHeader(header=HEADER, value=key[:LONGEST_KEY], example="9b2e6d0c-5f0b-4c55-8b1c-6f2d5a1f6a11")
    said = b"\n".join((request.method.encode(), request.path.encode(), body))
    return Repeatable(key, hashlib.sha256(said).hexdigest())
