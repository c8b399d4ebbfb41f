"""Everything that can break, each for a while: enter it and it is broken, leave it and it is whole again.

What a breakage touches (`on`) tells which ones must not overlap: a broker that is down has no queue to delete.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from random import Random
from threading import Event, Thread
from typing import Any

import amqp
import psycopg2

from deploy.services import NAMES, service_class
from shared.messaging import inbox_of
from tests.faults.storm import Storm
from tests.faults.wires import Wire

HEARERS = tuple(name for name in NAMES if service_class(name).hears.sources)
LINKS = ("broker", "database", "feed", "client")
LATE_SECONDS = 0.04
TRICKLE_BYTES = 100_000
_BETWEEN_KILLINGS = 0.1
_SECONDS_TO_END = 30.0

Break = Callable[[Storm, Random], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Breakage:
    name: str
    on: str
    breaks: Break


@contextmanager
def killed(storm: Storm, chance: Random) -> Iterator[None]:
    """A power cut for one service."""
    process = storm.processes[chance.choice(NAMES)]
    process.kill()
    yield
    process.start()


@contextmanager
def stopped(storm: Storm, chance: Random) -> Iterator[None]:
    """A restart in order."""
    process = storm.processes[chance.choice(NAMES)]
    process.end_in_order()
    yield
    process.start()


@contextmanager
def frozen(storm: Storm, chance: Random) -> Iterator[None]:
    """A virtual machine that is moved: the service does nothing, and does not know it."""
    process = storm.processes[chance.choice(NAMES)]
    process.freeze()
    yield
    process.thaw()


@contextmanager
def slow_clock(storm: Storm, chance: Random) -> Iterator[None]:
    """One service goes on with a clock that is ten minutes slow, to the end."""
    process = storm.processes[chance.choice(NAMES)]
    process.use_a_slow_clock()
    process.kill()
    process.start()
    yield


def on_a_link(kind: str, fault: Callable[[Wire], AbstractContextManager[None]]) -> Break:
    def breaks(storm: Storm, chance: Random) -> AbstractContextManager[None]:
        return fault(storm.links[kind, chance.choice(HEARERS if kind == "broker" else NAMES)])

    return breaks


@contextmanager
def broker_restarted(storm: Storm, _: Random) -> Iterator[None]:
    storm.rabbit.stop()
    yield
    storm.rabbit.start()


@contextmanager
def broker_crashed(storm: Storm, _: Random) -> Iterator[None]:
    storm.rabbit.kill()
    yield
    storm.rabbit.start()


@contextmanager
def broker_wiped(storm: Storm, _: Random) -> Iterator[None]:
    """It comes back knowing neither queues nor messages."""
    storm.rabbit.wipe()
    yield


@contextmanager
def broker_out_of_memory(storm: Storm, _: Random) -> Iterator[None]:
    with storm.rabbit.memory_alarm():
        yield


@contextmanager
def connections_closed(storm: Storm, _: Random) -> Iterator[None]:
    storm.rabbit.break_connections(storm.vhost)
    yield


@contextmanager
def queue_deleted(storm: Storm, chance: Random) -> Iterator[None]:
    with _channel(storm) as channel:
        channel.queue_delete(inbox_of(chance.choice(HEARERS)))
    yield


@contextmanager
def queue_of_other_properties(storm: Storm, chance: Random) -> Iterator[None]:
    """The service ends and says why; a person deletes the queue; what starts services starts it again."""
    name = chance.choice(HEARERS)
    with _channel(storm) as channel:
        channel.queue_delete(inbox_of(name))
        channel.queue_declare(inbox_of(name), durable=True, auto_delete=False, arguments={"x-max-length": 10})
    ends = time.monotonic() + _SECONDS_TO_END
    while not storm.processes[name].has_ended:
        if time.monotonic() > ends:
            raise TimeoutError(f"{name} goes on with a queue that is not its own")
        time.sleep(_BETWEEN_KILLINGS)
    yield
    with _channel(storm) as channel:
        channel.queue_delete(inbox_of(name))
    storm.restart_what_has_ended()


@contextmanager
def database_restarted(storm: Storm, _: Random) -> Iterator[None]:
    storm.postgres.stop()
    yield
    storm.postgres.start()


@contextmanager
def database_crashed(storm: Storm, _: Random) -> Iterator[None]:
    storm.postgres.kill()
    yield
    storm.postgres.start()


@contextmanager
def sessions_ended(storm: Storm, chance: Random) -> Iterator[None]:
    """Again and again, whatever they are doing."""
    name, enough = chance.choice(NAMES), Event()

    def end_them() -> None:
        with _administration(storm, name) as run:
            while not enough.wait(_BETWEEN_KILLINGS):
                run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    killer = Thread(target=end_them)
    killer.start()
    yield
    enough.set()
    killer.join()


@contextmanager
def writer_locked_out(storm: Storm, chance: Random) -> Iterator[None]:
    """Somebody else holds the lock of the store's one writer."""
    name = chance.choice(NAMES)
    lock = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    with _administration(storm, name) as run:
        run(f"SELECT pg_advisory_lock({lock})")
        yield


@contextmanager
def writes_fail(sqlstate: str, storm: Storm, chance: Random) -> Iterator[None]:
    """The database takes no event and says so, as it does when its disk is full or when it must roll back."""
    with _administration(storm, chance.choice(NAMES)) as run:
        run(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'a test' USING ERRCODE = '{sqlstate}'; END $$"
        )
        for table in ("events", "checkpoints"):
            run(f"CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION fail()")
        yield
        run("DROP FUNCTION fail CASCADE")


BREAKAGES = (
    Breakage("service killed", "service", killed),
    Breakage("service stopped", "service", stopped),
    Breakage("service frozen", "service", frozen),
    Breakage("service with a slow clock", "service", slow_clock),
    *(
        Breakage(f"{kind} link {name}", f"{kind} link", on_a_link(kind, fault))
        for kind in LINKS
        for name, fault in {
            "cut": Wire.cut,
            "held": Wire.held,
            "without answers": Wire.answers_lost,
            "half closed": Wire.half_closed,
            "late": partial(Wire.slowed, delay=LATE_SECONDS),
            "trickling": partial(Wire.slowed, rate=TRICKLE_BYTES),
        }.items()
    ),
    Breakage("broker restarted", "server", broker_restarted),
    Breakage("broker crashed", "server", broker_crashed),
    Breakage("broker wiped", "server", broker_wiped),
    Breakage("broker out of memory", "server", broker_out_of_memory),
    Breakage("broker's connections closed", "server", connections_closed),
    Breakage("queue deleted", "server", queue_deleted),
    Breakage("queue of other properties", "server", queue_of_other_properties),
    Breakage("database restarted", "server", database_restarted),
    Breakage("database crashed", "server", database_crashed),
    Breakage("database sessions ended", "server", sessions_ended),
    Breakage("writer locked out", "server", writer_locked_out),
    Breakage("disk full", "server", partial(writes_fail, "53100")),
    Breakage("serialization failures", "server", partial(writes_fail, "40001")),
)


@contextmanager
def _channel(storm: Storm) -> Iterator[amqp.Channel]:
    """Past every wire."""
    with amqp.Connection(f"127.0.0.1:{storm.rabbit.port}", virtual_host=storm.vhost) as connection:
        yield connection.channel()


@contextmanager
def _administration(storm: Storm, name: str) -> Iterator[Callable[[str], Any]]:
    connection = storm.administer(name)
    with ExitStack() as stack:
        stack.callback(connection.close)
        cursor: psycopg2.extensions.cursor = connection.cursor()
        yield cursor.execute
