"""What a hearer writes down."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from shared.eventstore import store_tables

metadata = MetaData()
store_tables(metadata)
heard = Table(
    "heard",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False),
)
