"""The system as a province runs it: four services in four processes, with four databases and one broker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.children import Child
from deploy.local import AUDIENCE, EVERYTHING, ISSUER, local_issuer
from deploy.parts import open_store
from deploy.services import NAMES, service_class
from shared.eventstore import EventStore, open_engine
from shared.web import LocalIssuer
from tests.databases import migrated_database
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit


class Deployment:
    """Four running services; each can be killed and started again by itself."""

    def __init__(self, folder: Path, databases: dict[str, str], broker: str) -> None:
        self.issuer: LocalIssuer = local_issuer(folder)
        self.broker = broker
        self.databases = databases
        ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
        self.addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        self.settings = {name: self._settings(name, port) for name, port in ports.items()}
        self.services = {
            name: Child(["run", name], self.addresses[name], folder / f"{name}.log", self.settings[name])
            for name in NAMES
        }

    def start(self) -> None:
        for child in self.services.values():
            child.start()
        for child in self.services.values():
            child.wait_until_ready()

    def stop(self) -> None:
        for child in self.services.values():
            child.stop()

    def kill_and_restart(self, name: str) -> None:
        """End one service as a power cut would, and start it again without waiting for it."""
        self.services[name].kill()
        self.services[name].start()

    def importer_token(self) -> str:
        return self.issuer.mint("importer", ["importer"], organization="TU")

    def store(self, name: str) -> EventStore:
        """The log of one service, read from its database."""
        return open_store(service_class(name), open_engine(self.databases[name]), f"/binh-dinh/{name}")

    def heads(self) -> dict[str, int]:
        """How many events each service has."""
        return {name: self.store(name).head().number for name in NAMES}

    def _settings(self, name: str, port: int) -> dict[str, str]:
        others = [other for other in NAMES if other != name]
        return {
            "KIEMDIEM_DATABASE_URL": self.databases[name],
            "KIEMDIEM_AMQP_URL": self.broker,
            "KIEMDIEM_LISTEN": f"127.0.0.1:{port}",
            "KIEMDIEM_FEEDS": ",".join(f"{other}={self.addresses[other]}" for other in others),
            "KIEMDIEM_FEED_TOKEN": self.issuer.mint(f"service:{name}", ["subscriber"], grants=EVERYTHING),
            "KIEMDIEM_ISSUER": ISSUER,
            "KIEMDIEM_AUDIENCE": AUDIENCE,
            "KIEMDIEM_JWKS_FILE": str(self.issuer.jwks_file),
        }


@contextmanager
def deployed(postgres: Postgres, rabbit: Rabbit, folder: Path) -> Iterator[Deployment]:
    """A fresh deployment: its own databases, its own virtual host."""
    with ExitStack() as stack:
        databases = {name: stack.enter_context(migrated_database(name, postgres)) for name in NAMES}
        deployment = Deployment(folder, databases, rabbit.vhost())
        stack.callback(deployment.stop)
        deployment.start()
        yield deployment
