"""Bringing a service's database to the form that its code expects."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

ROOT = Path(__file__).resolve().parent.parent


def migrate(service: str, engine: Engine, revision: str = "head") -> None:
    """Apply the migrations of `service` that its database lacks, up to `revision`. They are one transaction.

    What the last of them leaves to the code of today is done with them: `settle(connection)` of the service's module
    `settling`, if it has one.
    """
    with engine.begin() as connection:
        config = _config(service)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head" and find_spec(f"services.{service}.settling") is not None:
            import_module(f"services.{service}.settling").settle(connection)


def missing_migrations(service: str, engine: Engine) -> list[str]:
    """The migrations of `service` that its database lacks, oldest first."""
    script = ScriptDirectory.from_config(_config(service))
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return [step.revision for step in script.iterate_revisions("head", current or "base")][::-1]


def _config(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "services" / service / "migrations"))
    return config
