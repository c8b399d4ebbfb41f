"""The store: a service's log of events, with its own tables in the same transaction."""

from shared.eventstore.engine import open_engine
from shared.eventstore.groups import CommitUncertain
from shared.eventstore.integrity import Fault, Tampering, Verdict, walk
from shared.eventstore.mapper import (
    LARGEST_BODY,
    Mapper,
    PayloadTooLarge,
    TextNotStorable,
    UnknownEvent,
    ValueNotExact,
)
from shared.eventstore.migrations import create_replays, create_store_tables
from shared.eventstore.record import EMPTY, Blank, Head, Recorded
from shared.eventstore.schema import KEPT, RELAY, STORE, StoreTables, store_tables
from shared.eventstore.store import EventStore
from shared.eventstore.tables import Tables
from shared.eventstore.unit import NotLoaded, NotTheNext, Unit

__all__ = [
    "EMPTY",
    "KEPT",
    "LARGEST_BODY",
    "RELAY",
    "STORE",
    "Blank",
    "CommitUncertain",
    "EventStore",
    "Fault",
    "Head",
    "Mapper",
    "NotLoaded",
    "NotTheNext",
    "PayloadTooLarge",
    "Recorded",
    "StoreTables",
    "Tables",
    "Tampering",
    "TextNotStorable",
    "Unit",
    "UnknownEvent",
    "ValueNotExact",
    "Verdict",
    "create_replays",
    "create_store_tables",
    "open_engine",
    "store_tables",
    "walk",
]
