"""Databases in the form that a service's code expects: each is migrated once, and copied from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.migrate import migrate
from shared.eventstore import open_engine
from tests.servers.postgres import Postgres


def migrated_file(service: str, folder: Path) -> str:
    """The URL of a new SQLite file of the service in `folder`."""
    file = folder / f"{service}.db"
    file.write_bytes(_migrated(service))
    return f"sqlite:///{file}"


@contextmanager
def migrated_database(service: str, postgres: Postgres) -> Iterator[str]:
    """The URL of a new PostgreSQL database of the service, dropped at the end."""
    with postgres.filled(service, partial(_migrate, service)) as url:
        yield url


@cache
def _migrated(service: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        _migrate(service, f"sqlite:///{file}")
        return file.read_bytes()


def _migrate(service: str, url: str) -> None:
    engine = open_engine(url)
    migrate(service, engine)
    engine.dispose()
