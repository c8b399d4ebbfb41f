"""Texts of people, kept beside the log. Events carry the fingerprint: a change shows, and no text is spread."""

from __future__ import annotations

import hashlib

from sqlalchemy import Column, MetaData, Table, Text

from shared.eventstore import KEPT, Unit


def text_table(metadata: MetaData) -> Table:
    """Add the table of texts, by their fingerprint, to a service's `metadata`."""
    return Table(
        "texts",
        metadata,
        Column("sha256", Text, primary_key=True),
        Column("text", Text, nullable=False),
        info=KEPT,
    )


def keep_text(unit: Unit, texts: Table, text: str) -> str:
    """Keep `text` beside the log and give its fingerprint."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    unit.tables.put(texts, sha256=sha256, text=text)
    return sha256
