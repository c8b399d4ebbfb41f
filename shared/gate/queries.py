"""The gate of a campaign, out of the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from shared.admission import Gate, Lock, State, Stops
from shared.gate.tables import WHOLE_CAMPAIGN, GateTables
from shared.reader import Reader, matching


def gate_of(tables: GateTables, read: Reader, campaign: str) -> Gate:
    """What admission to the campaign depends on; one that nobody has drafted has the state NONE."""
    state, locks, extended = (
        read(matching(table, "campaign"), campaign=campaign)
        for table in (tables.states, tables.locks, tables.extensions)
    )
    return Gate(
        campaign,
        State(state[0].state) if state else State.NONE,
        tuple(map(_lock, locks)),
        {row.unit: datetime.fromisoformat(row.ends_at) for row in extended},
    )


def _lock(row: Row[Any]) -> Lock:
    return Lock(
        unit=None if row.unit == WHOLE_CAMPAIGN else row.unit,
        stops=Stops(row.stops),
        since=datetime.fromisoformat(row.since),
        until=row.until and datetime.fromisoformat(row.until),
        reason=row.reason,
        locked_by=row.locked_by,
        document=row.document,
    )
