"""The register's part of the services' migrations, each as its form was then. Later forms are later migrations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Text


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


def remember_in_two_times(op: Any) -> None:
    """The second form: rectangles of what is known and of what holds, with places, editions and successions.

    What was remembered counts as known before the next event that is heard, and as holding since ever: the first form
    did not keep from which day it held. Where campaigns are known, `open_editions` follows.
    """
    op.create_table(
        "register_places",
        Column("code", Text, primary_key=True),
        Column("edition", Text, primary_key=True),
        Column("path", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("grassroots", Text),
    )
    op.create_table(
        "register_editions",
        Column("campaign", Text, primary_key=True),
        Column("reference_date", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
    )
    op.create_table(
        "register_successions",
        Column("predecessor", Text, primary_key=True),
        Column("successor", Text, primary_key=True, index=True),
        Column("since", Text, nullable=False),
    )
    places = "edition, code, path, unit, grassroots"
    op.execute(
        f"INSERT INTO register_places ({places}) SELECT '', code, path, unit, grassroots FROM register_organizations"
    )
    make_rectangles(
        op,
        "register_organizations",
        Column("type", Text, nullable=False),
        Column("parent", Text, index=True),
        Column("founded_on", Text),
        Column("ended_on", Text),
    )
    make_rectangles(
        op,
        "register_collectives",
        Column("type", Text, nullable=False),
        Column("organization", Text, nullable=False, index=True),
        Column("management_level", Text, nullable=False),
        Column("founded_on", Text),
    )
    op.add_column("register_collectives", Column("ended_on", Text))
    make_rectangles(
        op,
        "register_people",
        Column("cell", Text, index=True),
        Column("member_status", Text, nullable=False),
        Column("civil_category", Text),
        Column("admitted_on", Text),
        Column("sick_leave_months", Integer),
    )
    make_rectangles(
        op,
        "register_posts",
        Column("person", Text, nullable=False, index=True),
        Column("collective", Text, nullable=False, index=True),
        Column("post_group", Text, nullable=False),
        Column("head", Boolean, nullable=False),
        Column("management_level", Text, nullable=False),
        Column("held_from", Text),
        Column("held_to", Text),
    )


def make_rectangles(op: Any, table: str, *columns: Column[Any], code: str = "code") -> None:
    """Turn a table by `code` into rectangles with these columns, each row known and holding from the beginning."""
    names = ", ".join(column.name for column in columns)
    op.execute(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")
    op.drop_table(table)
    op.create_table(
        table,
        Column("code", Text, primary_key=True),
        Column("known_from", BigInteger, primary_key=True, autoincrement=False),
        Column("holds_from", Text, primary_key=True),
        Column("known_until", BigInteger, nullable=False),
        Column("holds_until", Text, nullable=False),
        Column("changed", Text, nullable=False),
        *columns,
    )
    op.execute(
        f"INSERT INTO {table} (code, known_from, known_until, holds_from, holds_until, changed, {names}) "
        f"SELECT {code}, 0, {2**62}, '', '~', '', {names} FROM {table}_before"
    )
    op.drop_table(f"{table}_before")


def open_editions(op: Any) -> None:
    """An edition for each row of the service's `campaigns`, all of them open, with the tree as it is."""
    op.execute(
        "INSERT INTO register_editions (campaign, reference_date, position) "
        f"SELECT campaign, reference_date, {2**62 - 1} FROM campaigns"
    )
    op.execute(
        "INSERT INTO register_places (edition, code, path, unit, grassroots) "
        "SELECT campaign, code, path, unit, grassroots FROM campaigns CROSS JOIN register_places WHERE edition = ''"
    )
