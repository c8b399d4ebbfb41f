"""The log, the register and the texts: what every table of the reviews service stands beside."""

from __future__ import annotations

from sqlalchemy import MetaData

from shared.eventstore import store_tables
from shared.register import Register
from shared.texts import text_table

metadata = MetaData()
store_tables(metadata)
register = Register(metadata)
texts = text_table(metadata)
