"""Hearing on PostgreSQL and RabbitMQ: a full queue drained into one row per event, and a feed caught up with.

Each hearer is a process of its own. The peer is stock nameko's event handler with its ten workers, which writes the
same row in a transaction of its own; the limit is one COPY of such rows.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from deploy.children import Child
from deploy.local import AUDIENCE, EVERYTHING, ISSUER, local_issuer
from deploy.migrate import migrate
from deploy.parts import open_store
from deploy.services import service_class
from services.organizations.commands import register_person
from shared.domain import CommandContext, SystemClock
from shared.eventstore import Unit, open_engine
from shared.messaging import Envelope, RabbitBroker
from tests.bench.appending import copy_speed
from tests.bench.broker import bind
from tests.bench.heard import heard, metadata
from tests.bench.publishing import SOURCE, notebooks
from tests.bench.rows import Row
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

STOCK_QUEUE = "evt-notebooks-NoteTaken--stock.hear"
PEOPLE_AT_ONCE = 500


def measure(postgres: Postgres, rabbit: Rabbit, folder: Path, events: int) -> Iterator[Row]:
    log = [Envelope.of(recorded, SOURCE) for recorded in notebooks(folder / "heard.db", events).read(0, events)]
    limit = copy_speed(postgres, events)
    ours = _drained(postgres, rabbit, "ours", "hearer.inbox", log)
    stock = _drained(postgres, rabbit, "stock", STOCK_QUEUE, log[: events // 10])
    yield Row("project_live", ours, "events/s", stock, limit, times=8)
    yield Row("catch_up", _caught_up(postgres, folder, events), "events/s", None, limit, goal=15_000)


def _drained(postgres: Postgres, rabbit: Rabbit, how: str, queue: str, log: list[Envelope]) -> float:
    """Events per second out of a queue that holds them all when the hearer starts."""
    uri = rabbit.vhost()
    bind(uri, "notebooks.events", queue)
    RabbitBroker(uri).publish(log)
    with _database(postgres) as url, _hearer(how, url, uri):
        return _speed(url, len(log))


def _caught_up(postgres: Postgres, folder: Path, events: int) -> float:
    """Events per second out of the feed of a running organizations service, over HTTP."""
    issuer, address = local_issuer(folder), f"127.0.0.1:{free_ports(1)[0]}"
    token = issuer.mint("service:hearer", ["subscriber"], grants=EVERYTHING)
    with postgres.database() as feeding, _database(postgres) as url:
        migrate("organizations", open_engine(feeding))
        _register(feeding, events)
        settings = {
            "KIEMDIEM_DATABASE_URL": feeding,
            "KIEMDIEM_AMQP_URL": "amqp://guest:guest@127.0.0.1:1//",
            "KIEMDIEM_LISTEN": address,
            "KIEMDIEM_FEEDS": "reviews=http://127.0.0.1:1,ratings=http://127.0.0.1:1,reporting=http://127.0.0.1:1",
            "KIEMDIEM_FEED_TOKEN": token,
            "KIEMDIEM_ISSUER": ISSUER,
            "KIEMDIEM_AUDIENCE": AUDIENCE,
            "KIEMDIEM_JWKS_FILE": str(issuer.jwks_file),
        }
        service = Child(["run", "organizations"], f"http://{address}", folder / "feed.log", settings)
        service.start()
        try:
            service.wait_until_alive()
            with _hearer("feed", url, "-", f"http://{address}", token):
                return _speed(url, events)
        finally:
            service.stop()


def _register(url: str, people: int) -> None:
    store = open_store(service_class("organizations"), open_engine(url), "/binh-dinh/organizations")
    context = CommandContext("bench", None, SystemClock().now())
    unknown: dict[str, Any] = dict.fromkeys(
        ("birth_date", "admitted_on", "civil_category", "cell", "sick_leave_months")
    )

    def register(unit: Unit, start: int) -> None:
        for number in range(start, start + PEOPLE_AT_ONCE):
            register_person(unit, code=f"P{number}", full_name="Nguyễn Đức", member_status="active", **unknown)

    for start in range(0, people, PEOPLE_AT_ONCE):
        store.execute(context, lambda unit, start=start: register(unit, start))


@contextmanager
def _database(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        metadata.create_all(open_engine(url))
        yield url


@contextmanager
def _hearer(*arguments: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.hearer", *arguments], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _speed(url: str, events: int) -> float:
    """Rows per second, from the first seen to the last."""
    with open_engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        count = select(func.count()).select_from(heard)
        while not (first := connection.scalar(count)):
            time.sleep(0.005)
        started = time.perf_counter()
        while (rows := connection.scalar(count)) < events:
            time.sleep(0.02)
        return round((rows - first) / (time.perf_counter() - started))
