"""What the reviews service tells whoever watches it, beyond what every service tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.readmodel.campaigns import campaigns
from services.reviews.readmodel.store import gate
from shared.domain import Instant
from shared.web.measures import Measure


def _deadlines(connection: Connection, now: Instant) -> Iterator[tuple[tuple[str, ...], float]]:
    """By open campaign. A unit's extension does not count: most have none."""
    is_open = select(gate.states.c.campaign).where(gate.states.c.state == "open")
    for row in connection.execute(select(campaigns).where(campaigns.c.campaign.in_(is_open))):
        stated = row.facts["dossier_deadline"]
        end = Deadline(**{**stated, "date": date.fromisoformat(stated["date"])}).end
        yield (row.campaign,), (end - now).total_seconds()


MEASURES = (
    Measure(
        "kiemdiem_deadline_seconds",
        "Seconds until dossiers of an open campaign are late; below zero once they are",
        ("campaign",),
        _deadlines,
    ),
)
