"""PostgreSQL on a disk that fills up: commands are refused for the moment, nothing is parked, and then all goes on."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.eventstore import CommitUncertain, EventStore, open_engine
from shared.messaging.outage import is_outage
from tests.notebooks import metadata, open_store, take
from tests.servers.postgres import Postgres

HALF_A_PAGE = 4096
"""So that the last page is written by half, as on a full disk: PostgreSQL tells that from other troubles."""
IN_A_TABLE = 4 * 2**20 + HALF_A_PAGE
IN_THE_LOG = 2**14 + HALF_A_PAGE
"""Less than what its newest file holds already, which the next commit goes on with: then PostgreSQL gives up."""
MOST_NOTES = 40


class SmallPostgres(Postgres):
    """One whose files can be kept from growing, as they are on a full disk (tests/servers/disks.py)."""

    log_segment = 1

    def fill_the_disk(self, size: int) -> None:
        """No file can be written beyond so many bytes on connections that are opened from now on."""
        assert self._process is not None
        self.run("prlimit", f"--pid={self._process.pid}", f"--fsize={size}:")

    def free_the_disk(self) -> None:
        """And start the server again, as a deployment does with one that has given up."""
        self.kill()
        self.start()


@pytest.fixture(scope="module")
def server() -> Iterator[SmallPostgres]:
    with SmallPostgres() as server:
        yield server


@pytest.fixture
def engine(server: SmallPostgres) -> Iterator[Engine]:
    with server.database() as url:
        engine = open_engine(url)
        metadata.create_all(engine)
        yield engine
        engine.dispose()


def until_it_fails(store: EventStore, note: int) -> tuple[int, Exception]:
    """How many notes of so many random bytes, which nothing makes smaller, were confirmed; what became of the next."""
    for number in range(MOST_NOTES):
        try:
            take(store, "a", Random(number).randbytes(note).hex())
        except (DBAPIError, CommitUncertain) as error:
            return number, error
    raise AssertionError("the disk never filled up")


@pytest.mark.parametrize(
    ("size", "note"), [(IN_A_TABLE, 400_000), (IN_THE_LOG, 100)], ids=["in a table", "in the log of the database"]
)
def test_a_database_whose_disk_is_full_is_an_outage_and_loses_nothing(
    server: SmallPostgres, engine: Engine, size: int, note: int
) -> None:
    store = open_store(engine)
    take(store, "b", "before")
    engine.dispose()
    server.fill_the_disk(size)
    confirmed, error = until_it_fails(store, note)
    assert is_outage(error)
    server.free_the_disk()
    engine.dispose()  # its connections went with the server; one that was just used is not looked at before it is used
    uncertain = isinstance(error, CommitUncertain)
    assert 1 + confirmed <= store.head().number <= 1 + confirmed + uncertain
    take(store, "b", "after")
    assert store.verify().intact
