"""Straight to the database's driver, with a statement that is ready for it.

SQLAlchemy takes ten times as long as SQLite itself for what takes SQLite microseconds. What goes wrong is raised as
SQLAlchemy raises it, and who listens to its statements hears of these too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def fetch(connection: Connection, text: str, values: Sequence[Any] = ()) -> Sequence[Any]:
    """The rows that the statement gives, as the driver gives them."""
    cursor = connection.connection.cursor()
    try:
        for tell in connection.dispatch.before_cursor_execute:
            tell(connection, cursor, text, values, None, False)
        cursor.execute(text, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, text, values, error) from error
    finally:
        cursor.close()


def _as_sqlalchemy_says(connection: Connection, text: str, values: Any, error: Exception) -> BaseException:
    dialect = connection.dialect
    return DBAPIError.instance(text, values, error, dialect.loaded_dbapi.Error, dialect=dialect)
