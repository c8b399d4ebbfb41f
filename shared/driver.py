"""Straight to the database's driver, with statements that are ready for it.

SQLAlchemy takes several times as long as SQLite itself on the way to a statement that takes microseconds. What goes
wrong is raised as SQLAlchemy raises it.
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
        cursor.execute(text, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, text, values, error) from error
    finally:
        cursor.close()


def carry_out(connection: Connection, text: str, rows: Sequence[Sequence[Any]]) -> None:
    """Carry the statement out for each of the rows."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(text, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, text, rows, error) from error
    finally:
        cursor.close()


def _as_sqlalchemy_says(connection: Connection, text: str, values: Any, error: Exception) -> BaseException:
    dialect = connection.dialect
    return DBAPIError.instance(text, values, error, dialect.loaded_dbapi.Error, dialect=dialect)
