"""One service of a played province as its operator runs it: least rights at the broker, and subscribers with grants."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3

from deploy.broker import VHOST
from deploy.broker import definitions as of_services
from deploy.children import Child
from deploy.local import AUDIENCE, ISSUER, local_issuer
from deploy.migrate import migrate
from deploy.parts import database_in, open_store
from deploy.services import NAMES, service_class
from deploy.subscribers.definitions import definitions as of_subscribers
from deploy.subscribers.grants import Subscriber, subscribers_in
from shared.eventstore import EventStore, open_engine
from shared.grants import impersonal_events
from tests.deployments.province import put_played
from tests.samples import CLEAN
from tests.servers.ports import free_ports
from tests.servers.rabbit import Rabbit

SERVICE = "reviews"
VHOST_HERE = f"{VHOST}-operated"
SUBSCRIBERS = """
subscribers:
  thanh-tra-tinh: {title: Thanh tra tỉnh, grants: [reviews/personal]}
  cuc-thong-ke: {title: Cục Thống kê, grants: [reviews]}
"""


class Operated:
    """A running service, its broker and its subscribers. What an agency gets from its operator is `access`."""

    def __init__(self, folder: Path, rabbit: Rabbit) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.subscribers_file = folder / "subscribers.yaml"
        self.subscribers_file.write_text(SUBSCRIBERS, encoding="utf-8")
        self.passwords = folder / "passwords"
        self.passwords.mkdir()
        for name in self.subscribers:
            (self.passwords / f"{name}.password").write_text(self._password(name), encoding="ascii")
        self.issuer = local_issuer(folder)
        self._rabbit = rabbit
        self._drafts = 0
        address = f"127.0.0.1:{free_ports(1)[0]}"
        self.addresses = {SERVICE: f"http://{address}"}
        self.settings = self._settings(address)
        self.service = Child(["run", SERVICE], self.addresses[SERVICE], folder / "service.log", self.settings)

    @property
    def subscribers(self) -> dict[str, Subscriber]:
        return subscribers_in(self.subscribers_file)

    def access(self, name: str) -> dict[str, str]:
        """What a subscriber is given: where to hear, and with what it shows who it is. Variables of an environment."""
        claims = self.subscribers[name].claims()
        return {
            "AMQP_URL": self._amqp_url(name),
            "FEED": f"{self.addresses[SERVICE]}/{SERVICE}/events",
            "TOKEN": self.issuer.mint(claims["sub"], claims["roles"], grants=claims["grants"]),
        }

    def importer_token(self) -> str:
        return self.issuer.mint("importer", ["importer"], organization="TU")

    def log(self) -> list[tuple[int, str, bool]]:
        """Of every event that the service has recorded its number, its type, and whether it is about a person."""
        impersonal = impersonal_events(SERVICE)
        return [(event.number, event.type, event.type not in impersonal) for event in self.store.read(0, 100_000)]

    @property
    def store(self) -> EventStore:
        return open_store(service_class(SERVICE), open_engine(database_in(self.data, SERVICE)), f"/local/{SERVICE}")

    def record_something(self) -> None:
        """A campaign is drafted."""
        self._drafts += 1
        body = {
            "code": f"BD-{self._drafts}",
            "title": "Kiểm điểm cuối năm 2030",
            "rulebook": "vn-party-annual-review/2020",
            "year": 2030,
            "document": "05-CV/TU",
            "opened_on": "2030-10-30",
            "dossier_deadline": {"date": "2031-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
            "province": "TU",
            "dossiers_to": "Ban Tổ chức Tỉnh ủy",
            "reference_date": "2030-12-31",
        }
        answer = urllib3.request(
            "POST",
            f"{self.addresses[SERVICE]}/{SERVICE}/campaigns",
            json=body,
            headers={"Authorization": f"Bearer {self.importer_token()}", "Idempotency-Key": f"draft-{self._drafts}"},
        )
        assert answer.status == 201, answer.data

    def prepare(self) -> None:
        put_played(CLEAN, self.data)
        migrate(SERVICE, open_engine(database_in(self.data, SERVICE)))
        self._rabbit.import_definitions({"vhosts": [{"name": VHOST_HERE}]})
        self.define()
        self.start()

    def start(self) -> None:
        self.service.start()
        self.service.wait_until_alive()

    def define(self) -> None:
        """Tell the broker who may do what."""
        defined = json.dumps(of_services({name: self._password(name) for name in NAMES}))
        self._rabbit.import_definitions(json.loads(defined.replace(f'"{VHOST}"', f'"{VHOST_HERE}"')))
        known = self.subscribers
        passwords = {name: self._password(name) for name in known}
        self._rabbit.import_definitions(of_subscribers(known.values(), passwords, VHOST_HERE))

    def wipe_the_broker(self) -> None:
        """Let the broker forget every queue, exchange, binding and message, and be set up anew."""
        self._rabbit.forget([VHOST_HERE])
        self._rabbit.import_definitions({"vhosts": [{"name": VHOST_HERE}]})
        self.define()

    def carry_out(self, command: str, **variables: str) -> str:
        """What a command of the operator prints, in the environment of the service. Raises AssertionError."""
        done = self.kiemdiem(command, **variables)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def break_connections(self) -> None:
        """Let the broker close every connection."""
        self._rabbit.break_connections(VHOST_HERE)

    def kiemdiem(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Carry out a command in the environment of the service, with `$PASSWORDS` and `$SUBSCRIBERS`."""
        return subprocess.run(
            ["bash", "-euc", command],
            capture_output=True,
            text=True,
            check=False,
            env={**self._environment(), **variables},
            timeout=120,
        )

    def kill_once_it_says(self, command: str, text: str) -> None:
        """Carry out a command up to a line with that text on standard error."""
        process = subprocess.Popen(
            ["bash", "-euc", f"exec {command}"], stderr=subprocess.PIPE, text=True, env=self._environment()
        )
        assert process.stderr is not None
        said = next((line for line in process.stderr if text in line), None)
        process.kill()
        process.wait()
        assert said is not None, f"it ended without having said {text}"

    def _environment(self) -> dict[str, str]:
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        (programs / "kiemdiem").write_text(f'#!/bin/sh\nexec {sys.executable} -m deploy "$@"\n')
        (programs / "kiemdiem").chmod(0o755)
        return {
            **os.environ,
            **self.settings,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PASSWORDS": str(self.passwords),
            "SUBSCRIBERS": str(self.subscribers_file),
        }

    def _password(self, name: str) -> str:
        return f"{name}'s"  # as in tests.contracts.test_broker_rights: a user is known in every virtual host

    def _amqp_url(self, name: str) -> str:
        return f"amqp://{name}:{self._password(name)}@127.0.0.1:{self._rabbit.port}/{VHOST_HERE}"

    def _settings(self, address: str) -> dict[str, str]:
        return {
            "KIEMDIEM_DATABASE_URL": database_in(self.data, SERVICE),
            "KIEMDIEM_AMQP_URL": self._amqp_url(SERVICE),
            "KIEMDIEM_LISTEN": address,
            "KIEMDIEM_PROVINCE": "local",
            "KIEMDIEM_ISSUER": ISSUER,
            "KIEMDIEM_AUDIENCE": AUDIENCE,
            "KIEMDIEM_JWKS_FILE": str(self.issuer.jwks_file),
        }


@contextmanager
def operated(folder: Path, rabbit: Rabbit) -> Iterator[Operated]:
    """The service of a province that has played the sample campaign."""
    running = Operated(folder, rabbit)
    try:
        running.prepare()
        yield running
    finally:
        running.service.stop()
