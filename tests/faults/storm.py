"""Four services whose every link leads through a wire, and somebody who starts what has ended, as a deployment does."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2
import urllib3
from sqlalchemy import func, make_url, select

from deploy.children import STOP_SECONDS, Child
from deploy.local import EVERYTHING
from deploy.services import NAMES, service_class
from deploy.verifying import log_in_feed
from shared.eventstore import STORE, EventStore
from tests.databases import migrated_database
from tests.deployments.deployment import Deployment
from tests.faults.wires import Wire, Wires
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

CALM_SECONDS = 90.0
"""How long the services may take to be well again by themselves, once nothing is broken any more."""
_BETWEEN_LOOKS = 0.1
_PROBE_SECONDS = 5.0


class Process(Child):
    """A service that can be frozen, and started on a machine whose clock is slow."""

    @property
    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def end_in_order(self) -> None:
        """Ask it to end, and see that it does, in time and with code 0; one that has hardly begun may just end."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            assert self._process.wait(STOP_SECONDS) in (0, -signal.SIGTERM)
            self._process = None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def use_a_slow_clock(self) -> None:
        """From the next start on."""
        self._arguments[2] = "tests.faults.late"

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)


class Storm(Deployment):
    """A deployment that things are done to. `links` are its wires, by what they lead to and by service."""

    def __init__(self, folder: Path, databases: dict[str, str], postgres: Postgres, rabbit: Rabbit, wires: Wires):
        self.postgres, self.rabbit = postgres, rabbit
        broker = rabbit.vhost()
        self.vhost = broker.rpartition("/")[2]
        self.ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
        targets: dict[str, Callable[[str], int]] = {
            "broker": lambda name: rabbit.port,
            "database": lambda name: postgres.port,
            "feed": self.ports.__getitem__,
            "client": self.ports.__getitem__,
        }
        self.links: dict[tuple[str, str], Wire] = {
            (kind, name): wires.to(target(name)) for kind, target in targets.items() for name in NAMES
        }
        super().__init__(folder, databases, broker)
        # What the client knows are the near ends of wires; the probes ask the services themselves.
        self.addresses = {name: f"http://127.0.0.1:{self.links['client', name].port}" for name in NAMES}
        self.direct = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        self.processes = {
            name: Process(["run", name], self.direct[name], folder / f"{name}.log", self.settings[name])
            for name in NAMES
        }
        self.services = dict(self.processes)
        self._pool = urllib3.PoolManager(retries=False, timeout=_PROBE_SECONDS)
        self._stores: dict[str, EventStore] = {}

    def store(self, name: str) -> EventStore:
        if name not in self._stores:
            self._stores[name] = super().store(name)
        return self._stores[name]

    def start(self) -> None:
        for process in self.processes.values():
            process.start()
        for process in self.processes.values():
            process.wait_until_ready()

    def restart_what_has_ended(self) -> None:
        for process in self.processes.values():
            if process.has_ended:
                process.start()

    def calm_down(self) -> None:
        """Wait until every service says that all is well and has heard and sent everything. Raises TimeoutError."""
        ends = time.monotonic() + CALM_SECONDS
        while unrest := [*self._unrest()]:
            if time.monotonic() > ends:
                raise TimeoutError(f"not well again after {CALM_SECONDS:.0f} s: {unrest}")
            self.restart_what_has_ended()
            time.sleep(_BETWEEN_LOOKS)

    def faults_left(self) -> list[str]:
        """What is wrong although all is calm: in the logs, in the feeds, in the queues, set aside."""
        wrong = []
        for name in NAMES:
            if not self.store(name).verify().intact:
                wrong.append(f"the log of {name} is not intact")
            if log_in_feed(name, self.direct[name], self._feed_token()).walk().head != self.store(name).head():
                wrong.append(f"the feed of {name} does not end where its log does")
            if parked := self._count(name, STORE.parked):
                wrong.append(f"{name} has parked {parked}")
        for queue, (messages, consumers) in self.rabbit.queues(self.vhost).items():
            if messages or consumers != 1:
                wrong.append(f"{queue} holds {messages} messages and has {consumers} consumers")
        return wrong

    def answers_kept(self) -> int:
        """How many requests with a key have had an effect."""
        return sum(self._count(name, STORE.idempotency) for name in NAMES)

    def administer(self, service: str) -> Any:
        """A connection of a superuser to a service's database, past every wire, in autocommit."""
        url = make_url(self.databases[service])
        connection = psycopg2.connect(host=url.host, port=url.port, user=url.username, dbname=url.database)
        connection.autocommit = True
        return connection

    def _unrest(self) -> Iterator[str]:
        heads = self.heads()
        for name in NAMES:
            if said := self._not_well(name):
                yield f"{name}: {said}"
                continue
            for source, number in self._checkpoints(name).items():
                if number < (head := heads[source]):
                    yield f"{name}: {number} of the {head} events of {source}"

    def _not_well(self, name: str) -> str | None:
        try:
            answer = self._pool.request("GET", f"{self.direct[name]}/readyz")
        except urllib3.exceptions.HTTPError as error:
            return type(error).__name__
        said = answer.json()
        return str(said) if answer.status != 200 or said["reasons"] else None

    def _checkpoints(self, name: str) -> dict[str, int]:
        """How far a service has heard each other one, and, under its own name, how far it has published."""
        hears = (*service_class(name).hears.sources, name)
        with self.store(name).query() as connection:
            rows = connection.execute(select(STORE.checkpoints.c.source, STORE.checkpoints.c.number)).all()
        reached = {source.rpartition("/")[2].replace("relay", name): number for source, number in rows}
        return dict.fromkeys(hears, 0) | reached

    def _count(self, name: str, table: Any) -> int:
        with self.store(name).query() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def _feed_token(self) -> str:
        return self.issuer.mint("auditor", ["subscriber"], grants=EVERYTHING)

    def _settings(self, name: str, port: int) -> dict[str, str]:
        database = make_url(self.databases[name]).set(port=self.links["database", name].port)
        feeds = [f"{other}=http://127.0.0.1:{self.links['feed', other].port}" for other in NAMES if other != name]
        return super()._settings(name, port) | {
            "KIEMDIEM_DATABASE_URL": database.render_as_string(hide_password=False),
            "KIEMDIEM_AMQP_URL": f"amqp://guest:guest@127.0.0.1:{self.links['broker', name].port}/{self.vhost}",
            "KIEMDIEM_FEEDS": ",".join(feeds),
            "KIEMDIEM_LISTEN": f"127.0.0.1:{self.ports[name]}",
        }


@contextmanager
def storm(postgres: Postgres, rabbit: Rabbit, wires: Wires, folder: Path) -> Iterator[Storm]:
    """Fresh databases, a fresh virtual host, four services that are ready."""
    with ExitStack() as stack:
        databases = {name: stack.enter_context(migrated_database(name, postgres)) for name in NAMES}
        deployment = Storm(folder, databases, postgres, rabbit, wires)
        stack.callback(_end, deployment)
        deployment.start()
        yield deployment


def _end(deployment: Storm) -> None:
    for process in deployment.processes.values():
        with suppress(ProcessLookupError):
            process.thaw()
        process.kill()
