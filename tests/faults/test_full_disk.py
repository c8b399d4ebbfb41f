"""PostgreSQL on a disk that fills up: commands are refused for the moment, nothing is parked, and then all goes on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from shared.eventstore import CommitUncertain, EventStore, open_engine
from shared.messaging.outage import is_outage
from tests.notebooks import metadata, open_store, take
from tests.servers.disks import small_disk
from tests.servers.postgres import Postgres

DISK = "256m"
LARGE = "x" * 900_000
MOST_NOTES = 400


class SmallPostgres(Postgres):
    """Its data lies on a disk that can be filled."""

    def __init__(self, disk: Path) -> None:
        super().__init__()
        self.data = disk / "data"
        self._ballast = disk / "ballast"
        self._hand_over(disk)

    def fill_the_disk(self) -> None:
        with self._ballast.open("wb") as ballast:
            try:
                while True:
                    ballast.write(b"\0" * 65_536)
                    ballast.flush()
            except OSError:
                pass

    def free_the_disk(self) -> None:
        """And start the server again if it has given up, as a deployment does."""
        self._ballast.unlink()
        if not self.ready():
            self.kill()
            self.start()


@pytest.fixture
def server() -> Iterator[SmallPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="kiemdiem-disk-"))
    folder.chmod(0o755)
    try:
        with small_disk(folder / "disk", DISK) as disk, SmallPostgres(disk) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def until_it_fails(store: EventStore) -> Exception:
    for number in range(MOST_NOTES):
        try:
            take(store, "a", f"{number} {LARGE}")
        except (DBAPIError, CommitUncertain) as error:
            return error
    raise AssertionError("the disk never filled up")


def test_a_database_whose_disk_is_full_is_an_outage_and_loses_nothing(server: SmallPostgres) -> None:
    with server.database() as url:
        engine = open_engine(url)
        metadata.create_all(engine)
        store = open_store(engine)
        take(store, "a", "before")
        server.fill_the_disk()
        assert is_outage(until_it_fails(store))
        recorded = store.read(0, 1000) if server.ready() else []
        server.free_the_disk()
        assert store.read(0, 1000)[: len(recorded)] == recorded
        take(store, "b", "after")
        assert store.verify().intact
        engine.dispose()
