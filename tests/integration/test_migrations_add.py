"""After the first release a migration only adds, so that the version before goes on working while it is replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from deploy.migrate import migrate, missing_migrations
from deploy.services import NAMES
from shared.eventstore import open_engine

RELEASED: dict[str, str] = {}
"""By service, the last migration of the first release; what leads up to it was never carried out beside older code.
A release writes them here. Until then there is nothing to hold migrations to."""


def engine_in(folder: Path) -> Engine:
    return open_engine(f"sqlite:///{folder / 'service.db'}")


def breaches(engine: Engine, service: str, since: str) -> Iterator[str]:
    """What the migrations after `since` take away from the code before, or ask of it that it does not know of."""
    migrate(service, engine, since)
    before = columns_of(engine)
    migrate(service, engine)
    after = columns_of(engine)
    for table, columns in before.items():
        for name, (kind, _) in columns.items():
            if name not in after.get(table, {}):
                yield f"{table}.{name} is gone"
            elif after[table][name][0] != kind:
                yield f"{table}.{name} has another type"
        for name, (_, must_be_given) in after.get(table, {}).items():
            if must_be_given and not columns.get(name, ("", False))[1]:
                yield f"{table}.{name} must be given"


def columns_of(engine: Engine) -> dict[str, dict[str, tuple[str, bool]]]:
    """By table and column: its type, and whether a row must give it a value."""
    there = inspect(engine)
    return {
        table: {
            column["name"]: (str(column["type"]), not column["nullable"] and column["default"] is None)
            for column in there.get_columns(table)
        }
        for table in there.get_table_names()
    }


@pytest.mark.parametrize("service", NAMES)
def test_no_migration_after_the_release_takes_anything_away(service: str, tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    newest = missing_migrations(service, engine)[-1]
    assert list(breaches(engine, service, RELEASED.get(service, newest))) == []


def test_a_migration_that_takes_something_away_is_found(tmp_path: Path) -> None:
    found = list(breaches(engine_in(tmp_path), "reviews", "0003"))
    assert "prompts.text_sha256 is gone" in found
