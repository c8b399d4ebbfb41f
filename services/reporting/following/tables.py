"""The tables of what is followed up. All texts, what was asked, which weakness, stay in the reviews service."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, Table, Text


@dataclass(frozen=True, slots=True)
class FollowingTables:
    """`plans`: the plan of an organization that was adopted last. `summaries`: its interim summaries.

    `points`: what each prompt asks, whether the last answer still waits for a word, and that word.
    `remedies`: with the outcome that was reported last, null before the first report.
    `nothing_owed`: who has confirmed that there is no dossier to send.
    """

    plans: Table
    summaries: Table
    points: Table
    remedies: Table
    nothing_owed: Table


def following_tables(metadata: MetaData) -> FollowingTables:
    """Add the tables to the service's `metadata`."""
    return FollowingTables(
        plans=Table(
            "plans",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("organization", Text, primary_key=True),
            Column("document", Text, nullable=False),
            Column("adopted_on", Text, nullable=False),
            Column("levels", JSON, nullable=False),
        ),
        summaries=Table(
            "interim_summaries",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("organization", Text, primary_key=True),
            Column("document", Text, primary_key=True),
            Column("held_on", Text, nullable=False),
        ),
        points=Table(
            "prompt_points",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("code", Text, primary_key=True),
            Column("point", Integer, primary_key=True),
            Column("answered", Boolean, nullable=False),
            Column("judgement", Text),
        ),
        remedies=Table(
            "remedies",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("code", Text, primary_key=True),
            Column("subject", Text, nullable=False),
            Column("responsible", Text, nullable=False),
            Column("due_on", Text, nullable=False),
            Column("document", Text, nullable=False),
            Column("outcome", Text),
            Column("reported_by", Text),
            Column("reported_at", Text),
            Index("remedies_by_subject", "campaign", "subject"),
        ),
        nothing_owed=Table(
            "nothing_owed",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("confirmed_by", Text, nullable=False),
            Column("confirmed_at", Text, nullable=False),
        ),
    )
