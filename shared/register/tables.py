"""The tables in which a service remembers who exists, as the organizations service told it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text


@dataclass(frozen=True, slots=True)
class Register:
    """The register's tables inside one service's own metadata. Dates are ISO text, so that they compare as text."""

    organizations: Table
    collectives: Table
    people: Table
    posts: Table


def register_tables(metadata: MetaData) -> Register:
    """Add the register's tables to `metadata`.

    `path` spells the way down the tree, "/TU/QN/QN-01/"; `unit` is the nearest organization directly
    under the province at or above, else the province; `grassroots` the nearest grassroots organization.
    """
    return Register(
        organizations=Table(
            "register_organizations",
            metadata,
            Column("code", Text, primary_key=True),
            Column("type", Text, nullable=False),
            Column("parent", Text, index=True),
            Column("path", Text, nullable=False, index=True),
            Column("unit", Text, nullable=False, index=True),
            Column("grassroots", Text),
            Column("founded_on", Text),
            Column("ended_on", Text),
        ),
        collectives=Table(
            "register_collectives",
            metadata,
            Column("code", Text, primary_key=True),
            Column("type", Text, nullable=False),
            Column("organization", Text, nullable=False, index=True),
            Column("management_level", Text, nullable=False),
            Column("founded_on", Text),
        ),
        people=Table(
            "register_people",
            metadata,
            Column("code", Text, primary_key=True),
            Column("cell", Text, index=True),
            Column("member_status", Text, nullable=False),
            Column("civil_category", Text),
            Column("admitted_on", Text),
            Column("sick_leave_months", Integer),
        ),
        posts=Table(
            "register_posts",
            metadata,
            Column("code", Text, primary_key=True),
            Column("person", Text, nullable=False, index=True),
            Column("collective", Text, nullable=False, index=True),
            Column("post_group", Text, nullable=False),
            Column("head", Boolean, nullable=False),
            Column("management_level", Text, nullable=False),
            Column("held_from", Text),
            Column("held_to", Text),
        ),
    )
