"""Other agencies subscribe with what they have: stock nameko, or any AMQP client, and none of our code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import kombu

from tests.deployments import Deployment, play
from tests.samples import CLEAN

AGENCY = Path(__file__).with_name("stock_agency.py")


def test_stock_nameko_and_plain_kombu_get_every_submitted_review_as_plain_json(deployment: Deployment) -> None:
    with stock_agency(deployment.broker) as agency, plain_client(deployment.broker) as take:
        play(deployment, CLEAN)
        store = deployment.store("reviews")
        submitted = [e.data for e in store.read(0, store.head().number) if e.type == "ReviewSubmitted"]
        assert take(len(submitted)) == submitted
        assert in_any_order(next(agency) for _ in submitted) == in_any_order(submitted)


@contextmanager
def stock_agency(uri: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The payloads that a stock nameko service is given, one by one."""
    process = subprocess.Popen([sys.executable, "-W", "ignore", AGENCY, uri], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "listening\n"
        yield map(json.loads, process.stdout)
    finally:
        process.kill()
        process.wait()


@contextmanager
def plain_client(uri: str) -> Iterator[Any]:
    """A function that takes so many payloads from a queue of its own, in order."""
    with kombu.Connection(uri) as connection:
        exchange = kombu.Exchange("reviews.events", "topic", durable=True, auto_delete=False)
        queue = kombu.Queue("plain-agency", exchange, routing_key="ReviewSubmitted", durable=True)
        taken: list[dict[str, Any]] = []

        def note(body: dict[str, Any], message: kombu.Message) -> None:
            taken.append(body)
            message.ack()

        def take(count: int) -> list[dict[str, Any]]:
            while len(taken) < count:
                connection.drain_events(timeout=30)
            return taken

        with connection.Consumer(queue, callbacks=[note], accept=["json"]):
            yield take


def in_any_order(payloads: Any) -> list[str]:
    """Stock nameko hands events to ten workers, so their order is lost."""
    return sorted(json.dumps(payload, sort_keys=True) for payload in payloads)
