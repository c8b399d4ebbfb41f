"""A private PostgreSQL (15 or later)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import ClassVar

import psycopg2
from psycopg2 import sql

from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.server import Server, installed


class Postgres(Server):
    """PostgreSQL as deployed (durable: fsync stays on), only smaller."""

    name = "postgres"
    user = "postgres"
    # SIGINT asks for a fast shutdown; SIGQUIT ends all its processes without a checkpoint, so that the
    # next start has to recover from the write-ahead log.
    stop_signal = signal.SIGINT
    kill_signal = signal.SIGQUIT
    log_segment: ClassVar[int] = 16
    """MiB of one file of the write-ahead log."""

    def __init__(self) -> None:
        super().__init__()
        [self.port] = free_ports(1)
        self._programs = installed("/usr/lib/postgresql/*/bin/postgres").parent
        self._names = (f"test_{number}" for number in count(1))
        self._databases: set[str] = set()
        self._originals: dict[str, str] = {}

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": self.port,
            "unix_socket_directories": self.folder,
            "shared_buffers": "64MB",
            "max_connections": 200,
        }
        return [
            str(self._programs / "postgres"),
            f"-D{self.data}",
            *(f"--{name}={value}" for name, value in settings.items()),
        ]

    def ready(self) -> bool:
        try:
            self._administer()
        except psycopg2.OperationalError:
            return False
        return True

    def prepare(self) -> None:
        super().prepare()
        self.run(
            str(self._programs / "initdb"),
            f"--pgdata={self.data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            f"--wal-segsize={self.log_segment}",
            "--no-sync",
        )

    def wipe(self) -> None:
        super().wipe()
        self._originals.clear()
        for name in self._databases:
            self._create(name)

    @contextmanager
    def database(self, like: str = "template0") -> Iterator[str]:
        """A new database, empty or with what `like` has, as an SQLAlchemy URL.

        Dropped at the end, whoever is still connected.
        """
        name = next(self._names)
        self._create(name, like)
        self._databases.add(name)
        try:
            yield self._url(name)
        finally:
            self._databases.remove(name)
            self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def filled(self, what: str, fill: Callable[[str], None]) -> Iterator[str]:
        """A new database with what `fill` puts into the one at a URL. It is asked once for `what`; the rest are copies.

        `fill` leaves no connection open.
        """
        if what not in self._originals:
            name = next(self._names)
            self._create(name)
            fill(self._url(name))
            self._originals[what] = name
        with self.database(self._originals[what]) as url:
            yield url

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg2://postgres@{LOOPBACK}:{self.port}/{name}"

    def _create(self, name: str, like: str = "template0") -> None:
        names = sql.Identifier(name), sql.Identifier(like)
        self._administer(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def _administer(self, *statements: sql.Composable) -> None:
        connection = psycopg2.connect(host=LOOPBACK, port=self.port, user="postgres", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()
