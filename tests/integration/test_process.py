"""One service as its own process: it waits for what is not there yet, says what it cannot mend, and ends when told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import kombu
import pytest
import urllib3

from deploy.local import AUDIENCE, ISSUER, local_issuer
from deploy.migrate import migrate
from shared.eventstore import open_engine
from tests.servers.collector import Collector
from tests.servers.ports import free_ports
from tests.servers.rabbit import Rabbit

PATIENT = urllib3.Retry(connect=8, backoff_factor=0.1, redirect=0)
"""For a service that has begun and does not listen yet."""


@pytest.fixture
def settings(postgres_url: str, rabbit_uri: str, tmp_path: Path) -> dict[str, str]:
    return {
        "KIEMDIEM_DATABASE_URL": postgres_url,
        "KIEMDIEM_AMQP_URL": rabbit_uri,
        "KIEMDIEM_LISTEN": f"127.0.0.1:{free_ports(1)[0]}",
        "KIEMDIEM_ISSUER": ISSUER,
        "KIEMDIEM_AUDIENCE": AUDIENCE,
        "KIEMDIEM_JWKS_FILE": str(local_issuer(tmp_path).jwks_file),
    }


@contextmanager
def running(settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy", "run", "reviews"], env=settings, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def readiness(settings: dict[str, str]) -> urllib3.BaseHTTPResponse:
    """What the service says once it answers at all."""
    return urllib3.request("GET", f"http://{settings['KIEMDIEM_LISTEN']}/readyz", retries=PATIENT, timeout=5)


def lines_until(process: subprocess.Popen[str], event: str) -> list[dict[str, object]]:
    """The log up to the line of `event`."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(json.loads(line))
        if lines[-1]["event"] == event:
            return lines
    raise AssertionError(f"the process ended before it logged {event!r}: {lines}")


def test_a_service_that_starts_before_its_database_and_broker_waits_and_says_so(settings: dict[str, str]) -> None:
    nowhere = {
        "KIEMDIEM_DATABASE_URL": f"postgresql://postgres@127.0.0.1:{free_ports(1)[0]}/nowhere",
        "KIEMDIEM_AMQP_URL": f"amqp://guest:guest@127.0.0.1:{free_ports(1)[0]}//",
    }
    with running(settings | nowhere) as process:
        lines_until(process, "started")
        answer = readiness(settings)
        assert answer.status == 503
        assert "store_unavailable" in [reason["code"] for reason in answer.json()["reasons"]]
        assert process.poll() is None


def test_a_queue_of_other_properties_ends_the_process_with_one_clear_line(
    settings: dict[str, str], rabbit_server: Rabbit
) -> None:
    migrate("reviews", open_engine(settings["KIEMDIEM_DATABASE_URL"]))
    with kombu.Connection(settings["KIEMDIEM_AMQP_URL"]) as connection:
        kombu.Queue("reviews.inbox", durable=True, queue_arguments={"x-max-length": 10})(connection).declare()
    with running(settings) as process:
        [*_, told] = lines_until(process, "ended by a fault")
        assert told["fault"] == "BrokerMisconfigured"
        assert "reviews.inbox" in str(told["reason"])
        assert process.wait(20) == 1


def test_a_service_that_is_told_to_end_ends_in_order_and_sends_the_spans_that_wait(settings: dict[str, str]) -> None:
    migrate("reviews", open_engine(settings["KIEMDIEM_DATABASE_URL"]))
    with Collector().listening() as collector, running(settings | {"KIEMDIEM_TRACES_URL": collector.url}) as process:
        lines_until(process, "started")
        address = f"http://{settings['KIEMDIEM_LISTEN']}/reviews/campaigns/BD-2020"
        assert urllib3.request("GET", address, retries=PATIENT).status == 401
        process.send_signal(signal.SIGTERM)
        lines_until(process, "stopped")
        assert process.wait(20) == 0
        assert [span.name for span in collector.spans()] == ["GET /reviews/campaigns/<campaign>"]
