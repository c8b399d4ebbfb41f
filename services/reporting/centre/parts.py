"""What the centre runs on: no store, no broker, only the provinces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.reporting.centre.board import Board
from shared.domain import Clock
from shared.web import Verifier

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing


@dataclass(slots=True)
class CentreParts:
    """The parts that the web layer finds in the container's configuration; of all its resources none needs a store."""

    service: str
    board: Board
    verifier: Verifier
    clock: Clock
    new_id: Callable[[], str]
    workers: int
    most_requests: int
    tracing: Tracing | None = None
    mount: None = None
    history: None = None
    listener: Any = None
