"""The migrations lead to exactly the tables that the code expects, on both databases."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from deploy.migrate import migrate, missing_migrations
from deploy.services import NAMES
from shared.eventstore import open_engine


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'service.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.mark.parametrize("service", NAMES)
def test_a_migrated_database_has_the_tables_of_the_code(service: str, database: str) -> None:
    engine = open_engine(database)
    assert missing_migrations(service, engine) != []
    migrate(service, engine)
    assert missing_migrations(service, engine) == []
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, import_module(f"services.{service}.readmodel").metadata) == []
    engine.dispose()
