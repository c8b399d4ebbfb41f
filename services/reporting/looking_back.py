"""What the reporting service brings along when it is asked for what was (shared.history)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from services.reporting.readmodel import campaigns, report_contents, reports
from shared.register import Reader

ZONE = "Asia/Ho_Chi_Minh"
"""Whose days count where no campaign is named."""


def carry_contents(live: Reader, snapshot: Connection) -> None:
    """Contents of the reports that were issued up to then: they stand beside the log, and never change."""
    named = {row.content_sha256 for row in snapshot.execute(select(reports.c.content_sha256))}
    there = {row.sha256 for row in snapshot.execute(select(report_contents.c.sha256))}
    for sha256 in sorted(named - there):
        for row in live(select(report_contents).where(report_contents.c.sha256 == sha256)):
            snapshot.execute(report_contents.insert().values(row._asdict()))


def zone_of(read: Reader, campaign: str | None) -> str:
    """The zone in which the days of a campaign begin and end."""
    rows = read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign)) if campaign else []
    return str(rows[0].facts["dossier_deadline"]["zone"]) if rows else ZONE
