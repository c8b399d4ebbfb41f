"""The tables in which a service remembers who exists, as the organizations service told it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

from shared.register.rectangles import END, rectangles

OPEN = END - 1
"""The position of an open campaign: it sees what is still known."""

LIVE = ""
"""The edition of the tree as it stands now. All others are named by the code of their campaign."""


@dataclass(frozen=True, slots=True)
class Tables:
    """`organizations`, `collectives`, `people` and `posts` are rectangles in two times (shared.register.rectangles).

    - `places`: where each organization stands in each edition of the tree. `path` spells the way down, "/TU/QN/QN-01/";
      `unit` is the nearest organization directly under the province at or above, else the province; `grassroots` the
      nearest grassroots organization. What hangs from nothing has no place.
    - `editions`: one for each campaign: as of its `reference_date`, known at the organizations service's `position`;
      that is OPEN while whatever becomes known still counts.
    - `successions`: who carries on whose work, since which day.

    Days are ISO text, so that they compare as text.
    """

    organizations: Table
    collectives: Table
    people: Table
    posts: Table
    places: Table
    editions: Table
    successions: Table


def register_tables(metadata: MetaData) -> Tables:
    """Add the register's tables to a service's own `metadata`."""
    return Tables(
        organizations=rectangles(
            "register_organizations",
            metadata,
            Column("type", Text, nullable=False),
            Column("parent", Text, index=True),
            Column("founded_on", Text),
            Column("ended_on", Text),
        ),
        collectives=rectangles(
            "register_collectives",
            metadata,
            Column("type", Text, nullable=False),
            Column("organization", Text, nullable=False, index=True),
            Column("management_level", Text, nullable=False),
            Column("founded_on", Text),
            Column("ended_on", Text),
        ),
        people=rectangles(
            "register_people",
            metadata,
            Column("cell", Text, index=True),
            Column("member_status", Text, nullable=False),
            Column("civil_category", Text),
            Column("admitted_on", Text),
            Column("sick_leave_months", Integer),
        ),
        posts=rectangles(
            "register_posts",
            metadata,
            Column("person", Text, nullable=False, index=True),
            Column("collective", Text, nullable=False, index=True),
            Column("post_group", Text, nullable=False),
            Column("head", Boolean, nullable=False),
            Column("management_level", Text, nullable=False),
            Column("held_from", Text),
            Column("held_to", Text),
        ),
        places=Table(
            "register_places",
            metadata,
            Column("code", Text, primary_key=True),
            Column("edition", Text, primary_key=True),
            Column("path", Text, nullable=False),
            Column("unit", Text, nullable=False),
            Column("grassroots", Text),
        ),
        editions=Table(
            "register_editions",
            metadata,
            Column("campaign", Text, primary_key=True),
            Column("reference_date", Text, nullable=False),
            Column("position", BigInteger, nullable=False),
        ),
        successions=Table(
            "register_successions",
            metadata,
            Column("predecessor", Text, primary_key=True),
            Column("successor", Text, primary_key=True, index=True),
            Column("since", Text, nullable=False),
        ),
    )
