"""The register's part of a service's first migration, as it was then. Later forms are later migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Integer, Text


def create_register_tables(op: Any) -> None:
    """Create the tables of `shared.register.tables` in their first form. `op` is alembic's."""
    op.create_table(
        "register_organizations",
        Column("code", Text, primary_key=True),
        Column("type", Text, nullable=False),
        Column("parent", Text, index=True),
        Column("path", Text, nullable=False, index=True),
        Column("unit", Text, nullable=False, index=True),
        Column("grassroots", Text),
        Column("founded_on", Text),
        Column("ended_on", Text),
    )
    op.create_table(
        "register_collectives",
        Column("code", Text, primary_key=True),
        Column("type", Text, nullable=False),
        Column("organization", Text, nullable=False, index=True),
        Column("management_level", Text, nullable=False),
        Column("founded_on", Text),
    )
    op.create_table(
        "register_people",
        Column("code", Text, primary_key=True),
        Column("cell", Text, index=True),
        Column("member_status", Text, nullable=False),
        Column("civil_category", Text),
        Column("admitted_on", Text),
        Column("sick_leave_months", Integer),
    )
    op.create_table(
        "register_posts",
        Column("code", Text, primary_key=True),
        Column("person", Text, nullable=False, index=True),
        Column("collective", Text, nullable=False, index=True),
        Column("post_group", Text, nullable=False),
        Column("head", Boolean, nullable=False),
        Column("management_level", Text, nullable=False),
        Column("held_from", Text),
        Column("held_to", Text),
    )
