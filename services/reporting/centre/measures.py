"""What the centre tells whoever watches it, asked of the provinces each time."""

from __future__ import annotations

from prometheus_client import Gauge, generate_latest

from services.reporting.centre.board import Board

REACHABLE = Gauge("kiemdiem_centre_reachable", "Whether the reporting of a province answers the centre", ("province",))
SILENT = Gauge(
    "kiemdiem_centre_silent_seconds",
    "For how many seconds the reporting of a province has heard nothing of it",
    ("province",),
)


def exposition(board: Board) -> bytes:
    """All metrics of the process, those of the provinces as of now."""
    SILENT.clear()
    for code, contact in board.contacts().items():
        REACHABLE.labels(code).set(contact is not None)
        if contact is not None:
            SILENT.labels(code).set(contact.silent_seconds)
    return generate_latest()
