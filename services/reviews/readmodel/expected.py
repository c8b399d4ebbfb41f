"""Who owes what in a campaign: the table, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Column, Index, Row, Table, Text, select

from services.reviews.domain.expectations.listing import read_listing
from services.reviews.domain.expectations.owed import Expected, Owed
from services.reviews.readmodel.store import metadata, texts
from shared.register import Reader, among

expected = Table(
    "expected",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("unit", Text),
    Column("grassroots", Text),
    *(Column(owed.value, Boolean, nullable=False) for owed in Owed),
    Column("waived", Text, nullable=False),
    Index("expected_by_unit", "campaign", "unit", "subject"),
)
"""One column for each thing that may be owed. `waived` has what an officer has let go, with commas."""


def expected_among(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, Expected]:
    """What those of `subjects` owe of whom anything was ever asked."""
    query = select(expected).where(expected.c.campaign == campaign)
    return {row.subject: _read(row) for row in among(read, query, expected.c.subject, set(subjects))}


def subjects_ever_expected(read: Reader, campaign: str) -> list[str]:
    """Everybody of whom anything was ever asked in the campaign, also those who owe nothing any more."""
    return [row.subject for row in read(select(expected.c.subject).where(expected.c.campaign == campaign))]


def frozen_set(read: Reader, content_sha256: str) -> list[Expected]:
    """The set as it was frozen, out of the content that lies beside the log."""
    [row] = read(select(texts.c.text).where(texts.c.sha256 == content_sha256))
    return read_listing(row.text)


def _read(row: Row[Any]) -> Expected:
    return Expected(
        row.subject,
        row.organization,
        row.unit,
        row.grassroots,
        frozenset(owed for owed in Owed if getattr(row, owed.value)),
        frozenset(Owed(name) for name in row.waived.split(",") if name),
    )
