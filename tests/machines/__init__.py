"""State machines over HTTP: calls of any kind, by anyone, in any order, and a small truth to hold them against."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.sample.bench import START, HeldClock


@dataclass(frozen=True)
class Caller:
    """An account: of an officer of an organization, or of a person."""

    role: str
    organization: str | None = None
    person: str | None = None

    def account(self) -> dict[str, Any]:
        return {"role": self.role, "organization": self.organization, "person": self.person}


class Kept(Protocol):
    """A bench that can go back to its beginning."""

    engine: Engine
    clock: HeldClock


class Beginning:
    """The state of a SQLite database, to go back to before each sequence of calls."""

    def __init__(self, bench: Kept) -> None:
        self._bench = bench
        self._memory = sqlite3.connect(":memory:", check_same_thread=False)
        self._copy(to_memory=True)

    def again(self) -> None:
        self._copy(to_memory=False)
        self._bench.clock.at = START

    def _copy(self, *, to_memory: bool) -> None:
        pooled = self._bench.engine.raw_connection()
        database: Any = pooled.driver_connection
        try:
            database.execute("PRAGMA query_only = OFF")
            database.execute("PRAGMA synchronous = OFF")
            if to_memory:
                database.backup(self._memory)
            else:
                self._memory.backup(database)
        finally:
            pooled.close()


def body(data: Any) -> tuple[str, bytes]:
    """JSON as a careless client writes it: also with halves of surrogate pairs, as escapes."""
    return "application/json", json.dumps(data).encode()


def told(answer: TestResponse) -> str:
    """What a failing step shows of an answer."""
    return f"{answer.request.method} {answer.request.path}: {answer.status_code} {answer.text[:600]}"
