"""What consumers may read in PostgreSQL: views of counts, in a schema for each version (docs/adr/0031).

`VERSIONS` are those that are kept. The views of a version are its file `<version>.sql`, and never change for whoever
reads them; a new version stands beside the old.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, text

VERSIONS: Mapping[str, str] = {
    version: (Path(__file__).parent / f"{version}.sql").read_text(encoding="utf-8") for version in ("v1",)
}
"""The statements that make the views of each version."""

READERS = "published_reader"
"""The role that may read all versions and nothing else. An administrator makes it, see deploy/postgresql/reader.sql."""


def publish(connection: Connection, versions: Mapping[str, str] = VERSIONS) -> None:
    """Make the views that are not there yet as the code has them, and let READERS read them, if there is that role.

    Does nothing on SQLite. Views that are there as they should be are not touched: to replace one waits for its
    readers.
    """
    if connection.dialect.name != "postgresql":
        return
    for version, statements in versions.items():
        schema, fingerprint = f"published_{version}", sha256(statements.encode()).hexdigest()
        if _made_from(connection, schema) != fingerprint:
            _make(connection, schema, statements, fingerprint)
        _let_read(connection, schema)


def withdraw(connection: Connection, versions: Mapping[str, str] = VERSIONS) -> None:
    """Take the views away, in a migration that changes what they read. `publish` makes them anew in its transaction."""
    if connection.dialect.name == "postgresql":
        for version in versions:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS published_{version} CASCADE")


def _made_from(connection: Connection, schema: str) -> str | None:
    """The fingerprint of the statements that made the schema's views, which its comment holds."""
    found = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema")
    comment: str | None = connection.scalar(found, {"schema": schema})
    return comment


def _make(connection: Connection, schema: str, statements: str, fingerprint: str) -> None:
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    connection.exec_driver_sql(statements)
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {schema} IS '{fingerprint}'")


def _let_read(connection: Connection, schema: str) -> None:
    if connection.scalar(text("SELECT TRUE FROM pg_roles WHERE rolname = :role"), {"role": READERS}):
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {READERS}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {READERS}")
