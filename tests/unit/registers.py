"""A register in memory that hears what it is told, and an organizations service that speaks by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import MetaData, Table, select

from shared.domain import CommandContext, iso
from shared.eventstore import Mapper, Unit, open_engine
from shared.eventstore.record import EMPTY
from shared.eventstore.writes import Writes
from shared.messaging import Envelope, Policies
from shared.register import Register, edition_policies, register_policies

CONTEXT = CommandContext("system:reporting", None, datetime(2026, 1, 1, tzinfo=UTC))


class InMemory:
    """A service's tables in memory, with one unit that hears everything and is asked everything."""

    def __init__(self, metadata: MetaData, *policies: Policies) -> None:
        engine = open_engine("sqlite://")
        metadata.create_all(engine)
        writes, mapper = Writes(engine.connect()), Mapper("reporting", ())
        self.unit = Unit(writes, EMPTY, CONTEXT, mapper=mapper, new_id=str, time=iso(CONTEXT.now), project=None)
        self.read = self.unit.tables.rows
        self._policies = policies

    def hear(self, events: Iterable[Envelope]) -> None:
        for event in events:
            for policies in self._policies:
                policies.apply(event, self.unit)


class Heard(InMemory):
    """A register that has heard these events, in this order."""

    def __init__(self, events: Iterable[Envelope]) -> None:
        metadata = MetaData()
        self.register = Register(metadata)
        super().__init__(metadata, Policies([*register_policies(self.register), *edition_policies(self.register)]))
        self.hear(events)

    def content(self) -> dict[str, set[tuple[Any, ...]]]:
        """Everything in the register's tables."""
        tables: list[Table] = [getattr(self.register.tables, name) for name in self.register.tables.__slots__]
        return {table.name: {tuple(row) for row in self.read(select(table))} for table in tables}


def opened(say: Callable[..., Envelope], campaign: str, reference_date: str) -> Envelope:
    """The event that opens a campaign; only its reference date matters here."""
    facts = {
        "title": "Kiểm điểm",
        "rulebook": "vn-party-annual-review/2020",
        "year": 2020,
        "document": "1-CV/TU",
        "opened_on": "2020-10-30",
        "dossier_deadline": {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "province": "TU",
        "dossiers_to": "Ban Tổ chức Tỉnh ủy",
    }
    return say("reviews", "CampaignOpened", campaign=campaign, reference_date=reference_date, **facts)


def closed(say: Callable[..., Envelope], campaign: str, position: int) -> Envelope:
    return say("reviews", "CampaignClosed", campaign=campaign, organizations_position=position, document=None)
