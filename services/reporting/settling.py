"""What migrations leave to the code of today: tables that follow from others are filled where they are new, and what
consumers may read is made from them.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from services.reporting.published import publish
from services.reporting.readmodel import campaigns, roster
from services.reporting.roster.rows import Rows
from shared.reader import reader_on
from shared.subjects import Kind


def settle(connection: Connection) -> None:
    _write_rosters(connection)
    publish(connection)


def _write_rosters(connection: Connection) -> None:
    """Write the roster of each campaign that was opened before there was one. The course of subjects begins then."""
    entries = roster.entries
    written = select(entries.c.subject).where(entries.c.campaign == campaigns.c.campaign)
    for campaign in connection.execute(select(campaigns).where(~written.exists())).all():
        rows = Rows(reader_on(connection), campaign)
        for kind in Kind:
            for slice_ in rows.of(kind):
                if listed := [entry for _, entry in slice_ if entry is not None]:
                    connection.execute(entries.insert(), listed)
