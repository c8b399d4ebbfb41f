"""A sample province, played through the embedded services and still running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.children import embedded
from deploy.local import importer_token, local_issuer
from deploy.parts import database_in, open_store
from deploy.playing import addresses_of, play_through
from deploy.services import NAMES, service_class
from shared.eventstore import open_engine
from shared.web import LocalIssuer


@dataclass(frozen=True, slots=True)
class Province:
    address: str
    data: Path
    issuer: LocalIssuer

    def token(self, role: str, organization: str, person: str | None = None) -> str:
        return self.issuer.mint(f"{role}@{organization}", [role], organization=organization, person=person)

    def heads(self) -> dict[str, int]:
        """How many events each service has."""
        return {name: self._head(name) for name in NAMES}

    def _head(self, name: str) -> int:
        engine = open_engine(database_in(self.data, name))
        return open_store(service_class(name), engine, f"/local/{name}").head().number


@contextmanager
def played(folder: Path, data: Path) -> Iterator[Province]:
    """Play `folder` through fresh services that keep their files in `data`."""
    issuer = local_issuer(data)
    with embedded(data) as services:
        play_through(folder, addresses_of(services.address), importer_token(issuer, "TU"), as_json=True)
        yield Province(services.address, data, issuer)
