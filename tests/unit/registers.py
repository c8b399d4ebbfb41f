"""A register in memory that hears what it is told, and organizations and campaigns that speak by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import MetaData, select

from shared.domain import CommandContext
from shared.eventstore import Mapper, Unit, open_engine
from shared.eventstore.record import Head
from shared.messaging import Envelope, Policies
from shared.register import Reader, Register, edition_policies, register_policies
from tests.unit.reporting.speaking import Speaker


class Heard:
    """A register, and a unit in whose transaction everything is heard and asked."""

    def __init__(self, events: Iterable[Envelope] = ()) -> None:
        metadata = MetaData()
        self.register = Register(metadata)
        self._policies = Policies([*register_policies(self.register), *edition_policies(self.register)])
        engine = open_engine("sqlite://")
        metadata.create_all(engine)
        self._connection = engine.connect()
        self._connection.begin()
        ...
