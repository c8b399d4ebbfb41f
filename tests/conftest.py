"""What every test may ask for: a real database and a real broker, each test with one of its own.

The servers start when the first test asks for them and end with the run. A fixture of a wider scope
takes `postgres_server.database()` or `rabbit_server.vhost()` itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import migrated_database
from tests.deployments import PLAYS, Deployment, Left, Operated, deployed, left_by, operated
from tests.samples import FAULTY
from tests.servers.postgres import Postgres
from tests.servers.rabbit import NameServer, Rabbit

# How long an example takes says more about the machine and its other work than about the code.
settings.register_profile("patient", deadline=None)
# A change is judged by the same examples each time; new ones are looked for where somebody can look into them.
settings.register_profile("steady", parent=settings.get_profile("patient"), derandomize=True)
settings.load_profile("patient")

LONG_FIRST = ("faults", "integration", "e2e", "deploying", "machines")
"""Folders whose files may take a minute each: the last of them must not begin when the other processes are done."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the fault tests in full length")
    parser.addoption("--chaos-seed", type=int, action="append", help="run this seed of the fault tests (repeatable)")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # workers inherit the folder
        os.environ[PLAYS] = tempfile.mkdtemp(prefix="kiemdiem-plays-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(PLAYS))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as full, unless the full length is asked for. Processes share long files out first."""
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)
    if not config.getoption("full"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return LONG_FIRST.index(folder) if folder in LONG_FIRST else len(LONG_FIRST)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A running PostgreSQL that this test run shares."""
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The URL of a new, empty database: postgresql+psycopg2://…"""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def migrated(postgres_server: Postgres) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a new PostgreSQL database that has been migrated for the service of a name."""
    with ExitStack() as stack:
        yield lambda service: stack.enter_context(migrated_database(service, postgres_server))


@pytest.fixture(scope="session")
def rabbit_server() -> Iterator[Rabbit]:
    """A running RabbitMQ that this test run shares."""
    with NameServer() as name_server, Rabbit(name_server) as server:
        yield server


@pytest.fixture
def rabbit_uri(rabbit_server: Rabbit) -> str:
    """The URI of a new, empty virtual host: amqp://guest:guest@…"""
    return rabbit_server.vhost()


@pytest.fixture
def deployment(postgres_server: Postgres, rabbit_server: Rabbit, tmp_path: Path) -> Iterator[Deployment]:
    """Four running services with databases and a virtual host of their own."""
    with deployed(postgres_server, rabbit_server, tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def operator(rabbit_server: Rabbit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    """Whoever runs the service that other agencies hear, for all tests of agencies."""
    with operated(tmp_path_factory.mktemp("operated"), rabbit_server) as running:
        yield running


@pytest.fixture(scope="session")
def unbroken() -> Left:
    """What a play of the sample with mistakes leaves when nothing goes wrong."""
    return left_by(FAULTY)
