"""Each contract's suite runs on every backend that claims to keep it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine

from shared.eventstore import create_replays, create_store_tables, open_engine
from shared.messaging import Broker, MemoryBroker, RabbitBroker
from shared.messaging.beside import BorrowedBroker, Lender
from tests.notebooks import pages


@pytest.fixture(params=["sqlite", "postgresql"])
def store_backend(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'notebooks.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def engine(store_backend: str) -> Iterator[Engine]:
    """An engine on a database with the store's tables and the notebooks' own."""
    engine = open_engine(store_backend)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        create_store_tables(operations)
        create_replays(operations)
        pages.create(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def lender(tmp_path: Path) -> Iterator[Lender]:
    """Who lends a broker in memory to other processes."""
    with Lender(MemoryBroker(), tmp_path / "broker") as lender:
        yield lender


@pytest.fixture(params=["memory", "borrowed", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """A broker without queues."""
    broker: Broker = MemoryBroker()
    if request.param == "borrowed":
        broker = BorrowedBroker(Path(request.getfixturevalue("lender").server_address))
    if request.param == "rabbitmq":
        broker = RabbitBroker(request.getfixturevalue("rabbit_uri"))
    yield broker
    broker.close()
