"""How long people wait while a hundred commands come every second: four services in four processes on PostgreSQL and
RabbitMQ, and the sender, all on this machine.

The load is open: each command has a moment at which it is due, whatever became of those before it, and its time counts
from that moment. So a service that stalls is charged with everything that would have come meanwhile. What is seen is
the commit of reporting's own tables, looked for every five milliseconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import urllib3
from sqlalchemy import select

from deploy.campaign.client import Client
from deploy.campaign.player import CAMPAIGNS, COURSE, OPENING, REGISTER, RULEBOOKS
from deploy.campaign.reader import Campaign
from services.ratings.loading import load, pack_file
from shared.eventstore import STORE, open_engine
from tests.bench.rows import Row, percentile
from tests.deployments import Deployment, deployed
from tests.samples import CLEAN
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

RATE = 100
WARMING_SECONDS = 3
SENDERS = 64
LOOK_SECONDS = 0.005
SHOWN = ("organizations", "reviews")
"""Services whose commands of this load change what reporting shows."""
REGISTERED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Command:
    path: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """When a command was due and when it was answered, in seconds of one clock; and what it wrote."""

    due: float
    at: float
    service: str
    number: int


class Watch:
    """Which numbers of each service reporting has taken in, and when that was first seen."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, dict[str, int]]] = []

    def note(self, numbers: dict[str, int]) -> None:
        self._seen.append((time.perf_counter(), numbers))

    def has_seen(self, service: str, number: int) -> bool:
        return bool(self._seen) and self._seen[-1][1].get(service, 0) >= number

    def first_seen(self, answered: Sequence[Answered]) -> Iterator[float]:
        """When what each of the commands to one service wrote was first seen, in the order of their numbers."""
        seen = iter(self._seen)
        at, numbers = next(seen)
        for command in sorted(answered, key=lambda command: command.number):
            while numbers.get(command.service, 0) < command.number:
                at, numbers = next(seen)
            yield at - command.due


def measure(postgres: Postgres, rabbit: Rabbit, folder: Path, seconds: int) -> Iterator[Row]:
    with deployed(postgres, rabbit, folder) as deployment:
        commands = list(islice(prepare(deployment), RATE * (WARMING_SECONDS + seconds)))
        with _watching(deployment.databases["reporting"]) as watch:
            answered = _send(deployment, commands)
            shown = [[a for a in answered if a.service == service] for service in SHOWN]
            for last in (max(some, key=lambda command: command.number) for some in shown):
                while not watch.has_seen(last.service, last.number):
                    time.sleep(0.1)
    commanded = [1000 * (command.at - command.due) for command in answered]
    visible = [1000 * delay for some in shown for delay in watch.first_seen(some)]
    for name, delays, goal in (("command", commanded, 100), ("visible", visible, 300)):
        for percent in (50, 99, 99.9):
            wanted = goal if percent == 99 else None
            yield Row(f"{name}_p{percent}_at_{RATE}", round(percentile(delays, percent), 1), "ms", goal=wanted)


def prepare(deployment: Deployment) -> Iterator[Command]:
    """A campaign that has just been opened; and the commands that come then: new people, reviews, opinions."""
    client, campaign = Client(deployment.addresses, deployment.importer_token), Campaign.at(CLEAN)
    details = campaign.details()
    code = details["code"]

    def send(path: str, body: Any) -> None:
        content = b"" if body is None else orjson.dumps(body)
        answer = client.post(path.format(campaign=code), content)
        assert answer.status < 400, answer.document

    send(RULEBOOKS, {"content": load(pack_file(details["rulebook"]))})
    for sheet, path in REGISTER.items():
        bodies = [row.body for row in campaign.rows(sheet)]
        for start in range(0, len(bodies), REGISTERED_AT_ONCE):
            send(path, {"items": bodies[start : start + REGISTERED_AT_ONCE]})
    send(CAMPAIGNS, details)
    send(OPENING, None)
    send(COURSE["prompts"], {"items": [row.body for row in campaign.rows("prompts")]})
    client.get(f"/reporting/campaigns/{code}/figures")  # waits until everything above has been heard
    people = ({**row.body, "code": f"NEW-{row.number}"} for row in campaign.rows("people"))
    reviews, opinions = ((row.body for row in campaign.rows(sheet)) for sheet in ("reviews", "opinions"))
    to = {sheet: path.format(campaign=code) for sheet, path in {**REGISTER, **COURSE}.items()}
    for person, review, *both in zip(people, reviews, opinions, opinions, strict=False):
        yield Command(to["people"], person)
        yield Command(to["reviews"], review)
        yield from (Command(to["opinions"], opinion) for opinion in both)


def _send(deployment: Deployment, commands: Sequence[Command]) -> list[Answered]:
    """Send each command when it is due; those that came while everything was warming up are left out."""
    pool = urllib3.PoolManager(retries=False, timeout=60, maxsize=SENDERS)
    authorization = f"Bearer {deployment.importer_token()}"
    begin = time.perf_counter() + 0.5

    def send(number: int, command: Command) -> Answered:
        service = command.path.split("/")[1]
        headers = {"Authorization": authorization, "Idempotency-Key": str(number), "Content-Type": "application/json"}
        address = f"{deployment.addresses[service]}{command.path}"
        answer = pool.request("POST", address, body=orjson.dumps(command.body), headers=headers)
        at = time.perf_counter()
        assert answer.status < 400, answer.data
        return Answered(begin + number / RATE, at, service, int(answer.headers["Position"].partition(":")[2]))

    with ThreadPoolExecutor(SENDERS) as senders:
        sent = []
        for number, command in enumerate(commands):
            time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            sent.append(senders.submit(send, number, command))
        return [future.result() for future in sent][RATE * WARMING_SECONDS :]


@contextmanager
def _watching(database: str) -> Iterator[Watch]:
    watch, ended = Watch(), threading.Event()
    checkpoints = STORE.checkpoints.c

    def look() -> None:
        with open_engine(database).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not ended.wait(LOOK_SECONDS):
                rows = connection.execute(select(checkpoints.source, checkpoints.number))
                watch.note({row.source.rpartition("/")[2]: row.number for row in rows})

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
