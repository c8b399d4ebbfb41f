"""The tables of the roster."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    MetaData,
    Table,
    Text,
    and_,
    literal_column,
    not_,
)

from services.reporting.domain.subjects import NONE

SORT_KEY = Text().with_variant(Text(collation="C"), "postgresql")
"""A key of ASCII characters that is compared byte by byte (services.reporting.domain.vietnamese)."""


@dataclass(frozen=True, slots=True)
class RosterTables:
    """`entries`: the roster. `happenings`: what was heard about each subject, as its page tells it.

    `recorded_at`, `actor` and `acted_for`, the actor's organization, are those of the event; null where it was heard
    before they were kept.
    """

    entries: Table
    happenings: Table


def roster_tables(metadata: MetaData) -> RosterTables:
    """Add the tables to the service's `metadata`."""
    return RosterTables(
        entries=_entries(metadata),
        happenings=Table(
            "roster_happenings",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("event", Text, primary_key=True),
            Column("campaign", Text),
            Column("service", Text, nullable=False),
            Column("number", BigInteger, nullable=False),
            Column("type", Text, nullable=False),
            Column("at", Text, nullable=False),
            Column("recorded_at", Text),
            Column("actor", Text),
            Column("acted_for", Text),
            Column("facts", JSON, nullable=False),
            Index("roster_happenings_by_number", "service", "number"),
        ),
    )


def _entries(metadata: MetaData) -> Table:
    """`type` is that of an organization or collective, and the group of a leader's post. `left_out` is the reason for
    which the rulebook keeps the subject from being rated. `derived` is as in `proposals`; `dossier` is null where none
    is owed, else missing, on_time or late, and `dossier_state` where it is.
    """
    table = Table(
        "roster",
        metadata,
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("organization", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("grassroots", Text),
        Column("type", Text),
        Column("management_level", Text),
        Column("collective", Text),
        Column("head", Boolean, nullable=False),
        Column("person", Text),
        Column("by_name", SORT_KEY, nullable=False),
        Column("by_family", SORT_KEY, nullable=False),
        Column("searched", Text, nullable=False),
        Column("left_out", Text),
        Column("must_review", Boolean, nullable=False),
        Column("reviewed", Boolean, nullable=False),
        Column("level", Text),
        Column("decided_by", Text),
        Column("cap_override", Text),
        Column("derived", Text),
        Column("dossier", Text),
        Column("dossier_state", Text),
    )
    of, order = ("campaign", "kind"), ("by_name", "subject")
    _index(table, "by_name", *of, *order, "searched")
    _index(table, "by_family", *of, "by_family", "subject")
    _index(table, "of_unit", *of, "unit", *order)
    _index(table, "at_level", *of, "level", *order)
    _index(table, "not_reviewed", *of, *order, where=has_not_reviewed(table))
    _index(table, "differing", *of, *order, where=differs(table))
    counted = ("level", "derived", "left_out", "must_review", "reviewed", "dossier", "dossier_state")
    _index(table, "counted", *of, "unit", "grassroots", *counted)
    return table


def has_not_reviewed(entries: Table) -> ColumnElement[bool]:
    """Whether an entry's subject has to review and has not. The words of an index: a query has to use the same."""
    return and_(entries.c.must_review, not_(entries.c.reviewed))


def differs(entries: Table) -> ColumnElement[bool]:
    """Whether an entry's assigned level is another than the rules derive. The words of an index, as above."""
    columns = entries.c
    none = literal_column(f"'{NONE}'")  # an index that is asked with a parameter does not know its own words
    return and_(columns.level.is_not(None), columns.derived != none, columns.derived != columns.level)


def _index(table: Table, name: str, *columns: str, where: ColumnElement[bool] | None = None) -> None:
    Index(f"roster_{name}", *(table.c[column] for column in columns), sqlite_where=where, postgresql_where=where)
