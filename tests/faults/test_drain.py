"""A service that is told to end under load answers everything that it has accepted, and ends in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest
import urllib3
from urllib3.exceptions import NewConnectionError

from deploy.local import AUDIENCE, EVERYTHING, ISSUER, local_issuer
from deploy.migrate import migrate
from shared.eventstore import open_engine
from tests.servers.ports import free_ports

CLIENTS = 8
DRAIN_SECONDS = 5
ENOUGH_ANSWERS = 200
LONG = 30.0


class Hammer(Thread):
    """Asks without a pause over a kept connection until nobody listens any more."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(daemon=True)
        self.seen: Counter[str] = Counter()
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(retries=False, timeout=LONG)

    def run(self) -> None:
        while "refused" not in self.seen:
            try:
                answer = self._pool.request("GET", f"{self._address}/organizations/events", headers=self._headers)
                self.seen[str(answer.status)] += 1
            except NewConnectionError:
                self.seen["refused"] += 1
            except urllib3.exceptions.HTTPError as error:
                self.seen[repr(error)] += 1


@pytest.fixture
def settings(postgres_url: str, rabbit_uri: str, tmp_path: Path) -> dict[str, str]:
    migrate("organizations", open_engine(postgres_url))
    return {
        "KIEMDIEM_DATABASE_URL": postgres_url,
        "KIEMDIEM_AMQP_URL": rabbit_uri,
        "KIEMDIEM_LISTEN": f"127.0.0.1:{free_ports(1)[0]}",
        "KIEMDIEM_ISSUER": ISSUER,
        "KIEMDIEM_AUDIENCE": AUDIENCE,
        "KIEMDIEM_JWKS_FILE": str(local_issuer(tmp_path).jwks_file),
        "KIEMDIEM_DRAIN_SECONDS": str(DRAIN_SECONDS),
    }


def test_under_load_a_service_that_is_told_to_end_fails_no_request_that_it_has_accepted(
    settings: dict[str, str], tmp_path: Path
) -> None:
    address = f"http://{settings['KIEMDIEM_LISTEN']}"
    token = local_issuer(tmp_path).mint("reader", ["subscriber"], grants=EVERYTHING)
    process = subprocess.Popen([sys.executable, "-m", "deploy", "run", "organizations"], env=os.environ | settings)
    hammers = [Hammer(address, token) for _ in range(CLIENTS)]
    try:
        _until_alive(address)
        for hammer in hammers:
            hammer.start()
        _until_answered(hammers)
        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        assert process.wait(LONG) == 0
        assert time.monotonic() - told < DRAIN_SECONDS
        for hammer in hammers:
            hammer.join(LONG)
    finally:
        process.kill()
        process.wait()
    seen = sum((hammer.seen for hammer in hammers), Counter())
    assert seen.keys() == {"200", "refused"}
    assert seen["refused"] == CLIENTS


def _until_alive(address: str) -> None:
    patient = urllib3.PoolManager(retries=urllib3.Retry(connect=10, backoff_factor=0.1), timeout=LONG)
    assert patient.request("GET", f"{address}/healthz").status == 200


def _until_answered(hammers: list[Hammer]) -> None:
    ends, pause = time.monotonic() + LONG, Event()
    while sum(hammer.seen["200"] for hammer in hammers) < ENOUGH_ANSWERS and time.monotonic() < ends:
        pause.wait(0.01)
