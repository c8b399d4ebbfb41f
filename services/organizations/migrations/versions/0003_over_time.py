"""Facts by the day on which they took effect, links of mergers and splits, external codes; descriptions give way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Connection, Integer, MetaData, Table, Text, select

revision = "0003"
down_revision = "0002"

EFFECTIVE = {
    "OrganizationEnded": "ended_on",
    "MemberTransferred": "moved_on",
    "MemberStatusChanged": "changed_on",
    "PostEnded": "held_to",
}
"""The field that holds the day of effect, in the events there were; a registration holds since ever."""
SAID = {
    "OrganizationEnded": ("ended_on", "successors"),
    "MemberTransferred": ("cell",),
    "MemberStatusChanged": ("member_status",),
    "PostEnded": ("held_to",),
}
PLACES = {"organization": "parent", "collective": "organization", "person": "cell", "post": "collective"}


def upgrade() -> None:
    facts = op.create_table(
        "facts",
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("kind", Text, nullable=False),
        Column("code", Text, nullable=False),
        Column("effective_on", Text, nullable=False),
        Column("place", Text),
        Column("says", JSON, nullable=False),
        Column("recorded_at", Text, nullable=False),
    )
    op.create_index("ix_facts_thing", "facts", ["kind", "code"])
    op.create_index("ix_facts_place", "facts", ["kind", "place"])
    op.create_index("ix_facts_recorded_at", "facts", ["recorded_at"])
    links = op.create_table(
        "links",
        Column("predecessor", Text, primary_key=True),
        Column("successor", Text, primary_key=True),
        Column("since", Text, primary_key=True),
        Column("how", Text),
        Column("document", Text),
    )
    op.create_index("ix_links_successor", "links", ["successor"])
    op.create_table(
        "external_codes",
        Column("external_code", Text, primary_key=True),
        Column("organization", Text, nullable=False),
    )
    _fill(op.get_bind(), facts, links)
    op.drop_table("descriptions")


def _fill(connection: Connection, facts: Table, links: Table) -> None:
    """From the log: what has been recorded so far."""
    log = Table("events", MetaData(), autoload_with=connection)
    rows = connection.execute(select(log).order_by(log.c.number)).mappings().all()
    for start in range(0, len(rows), 1000):
        connection.execute(facts.insert(), [_fact(row) for row in rows[start : start + 1000]])
    ended = [orjson.loads(row["body"]) for row in rows if row["type"] == "OrganizationEnded"]
    linked = [_link(data, successor) for data in ended for successor in data["successors"]]
    if linked:
        connection.execute(links.insert(), linked)


def _fact(row: Any) -> dict[str, Any]:
    kind, _, code = row["stream"].partition(":")
    data = orjson.loads(row["body"])
    says = {name: data[name] for name in SAID.get(row["type"], data)}
    if row["type"] == "MemberTransferred":
        says |= {"membership_ended_on": None, "membership_ending": None}
    day = EFFECTIVE.get(row["type"])
    return {
        "number": row["number"],
        "kind": kind,
        "code": code,
        "effective_on": data[day] if day else "",
        "place": says.get(PLACES[kind]),
        "says": says,
        "recorded_at": row["time"],
    }


def _link(data: dict[str, Any], successor: str) -> dict[str, Any]:
    since = date.fromisoformat(data["ended_on"]) + timedelta(days=1)
    return {"predecessor": data["code"], "successor": successor, "since": since.isoformat()}
