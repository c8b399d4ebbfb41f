"""What the sample service answers from."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text, select

from shared.eventstore import Recorded, Unit, store_tables
from shared.web import Reader

metadata = MetaData()
store_tables(metadata)

tree = Table("tree", metadata, Column("code", Text, primary_key=True), Column("path", Text, nullable=False))
notes = Table(
    "notes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("organization", Text, nullable=False),
    Column("person", Text),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
)


def paths_of(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return tuple(row.path for row in read(select(tree.c.path).where(tree.c.code == organization)))


def project(recorded: Recorded, unit: Unit) -> None:
    data = recorded.data
    match recorded.type:
        case "NoteTaken":
            unit.tables.put(notes, version=recorded.version, **data)
        case "NoteReworded":
            unit.tables.change(notes, {"code": data["code"]}, text=data["text"], version=recorded.version)
