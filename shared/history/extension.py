"""The past of a service as a nameko dependency."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData

import shared
from shared.history.keeper import Keeper
from shared.history.shelf import Limits
from shared.messaging.extensions import Beside
from shared.reader import Reader

Carry = Callable[[Reader, Connection], None]
"""Brings into a snapshot what its rows refer to and no event holds: reads the live database, writes the snapshot."""


class History(Beside):
    """Lets the service be asked for what was.

    `metadata` are its tables; `zone_of` says in which zone a campaign's days are, or without a campaign all days.
    """

    def __init__(self, metadata: MetaData, carry: Carry, zone_of: Callable[[Reader, str | None], str]) -> None:
        self.metadata = metadata
        self.carry = carry
        self._zone_of = zone_of

    def setup(self) -> None:
        parts = self.container.config["kiemdiem"]
        parts.history = self.engine = self.keeper(parts, self.container.service_cls.__module__, parts.snapshots)

    def keeper(self, parts: Any, module: str, limits: Limits) -> Keeper:
        """The engine, which needs no nameko. `module` is where the service's class is found."""
        return Keeper(module, parts, limits, _code(module), self._zone_of)


def _code(module: str) -> str:
    """Names the software that fills the tables: other software may fill them otherwise."""
    folders = (Path(shared.__file__).parent, Path(str(import_module(module).__file__)).parent)
    found = sha256()
    for file in sorted(file for folder in folders for file in folder.rglob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()
