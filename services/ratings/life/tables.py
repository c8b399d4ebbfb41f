"""The tables about what becomes of ratings: decisions in turn, questions, appeals, publications; and of ballots."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, Table, Text

from shared.texts import text_table


@dataclass(frozen=True, slots=True)
class LifeTables:
    """`version` is that of the event in the rating's stream. Dates and instants are ISO text.

    - `decided`: every decision about a subject, the first and those that revised it; the last one stands.
    - `questions`: what put ratings in question and has not been answered by a revision or a confirmation.
    - `confirmations`: with what a body let a questioned rating stand.
    - `appeals`: lodged and decided; `texts` holds their grounds.
    - `publications`: in which scope the ratings of a document were made known.
    - `ballots`: the tally that stands of each round.
    """

    decided: Table
    questions: Table
    confirmations: Table
    appeals: Table
    publications: Table
    ballots: Table
    texts: Table


def life_tables(metadata: MetaData) -> LifeTables:
    """Add the tables to the service's `metadata`."""
    return LifeTables(
        decided=Table(
            "rating_decisions",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("version", Integer, primary_key=True),
            Column("level", Text, nullable=False),
            Column("previous_level", Text),
            Column("document", Text, nullable=False),
            Column("decided_by", Text, nullable=False),
            Column("decided_at", Text, nullable=False),
            Column("proposed", Text),
            Column("reason", Text),
            Column("cap_override", Text),
            Column("cause", Text),
        ),
        questions=Table(
            "rating_questions",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("event", Text, primary_key=True),
            Column("cause", Text, nullable=False),
            Column("questioned_at", Text, nullable=False),
        ),
        confirmations=Table(
            "rating_confirmations",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("version", Integer, primary_key=True),
            Column("document", Text, nullable=False),
            Column("decided_by", Text, nullable=False),
            Column("decided_at", Text, nullable=False),
            Column("reason", Text, nullable=False),
        ),
        appeals=Table(
            "appeals",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("version", Integer, primary_key=True),
            Column("against", Text, nullable=False),
            Column("lodged_by", Text),
            Column("lodged_at", Text, nullable=False),
            Column("grounds_sha256", Text, nullable=False),
            Column("open", Boolean, nullable=False),
            Column("outcome", Text),
            Column("document", Text),
            Column("decided_by", Text, nullable=False),
            Column("decided_at", Text),
            Column("reason", Text),
        ),
        publications=Table(
            "publications",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("decided_by", Text, primary_key=True),
            Column("document", Text, primary_key=True),
            Column("scope", Text, primary_key=True),
            Column("published_on", Text, nullable=False),
            Column("published_by", Text, nullable=False),
        ),
        ballots=Table(
            "ballots",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("subject", Text, primary_key=True),
            Column("stage", Text, primary_key=True),
            Column("round", Integer, primary_key=True),
            Column("held_on", Text),
            Column("eligible", Integer, nullable=False),
            Column("present", Integer, nullable=False),
            Column("issued", Integer, nullable=False),
            Column("returned", Integer, nullable=False),
            Column("valid", Integer, nullable=False),
            Column("votes", JSON, nullable=False),
        ),
        texts=text_table(metadata),
    )
