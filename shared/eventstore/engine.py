"""Opening a store's database, and telling its passing troubles from lasting ones."""

from __future__ import annotations

import sqlite3
from functools import partial
from time import monotonic
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from shared.driver import fetch

_BUSY_SECONDS = 30
_STATEMENTS = 1_000
"""Statements that SQLite need not understand anew when they come again: more than a service has."""
_TRUSTED_SECONDS = 1.0
"""A connection that was in use so shortly ago is taken without asking the server whether it still lives."""
_POSTGRES_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "300s",
}
_NOTICING_A_DEAD_SERVER = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""Seconds, but for the last one's milliseconds: without them a server that vanished is waited for for hours."""
JSON_CODEC: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode(),
    "json_deserializer": orjson.loads,
}
_ROLLED_BACK_FOR_ANOTHER = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_LOCK_TIMED_OUT = "55P03"
_SERVER_GOES_DOWN_OR_COMES_UP = frozenset({"57P01", "57P02", "57P03"})
_SESSION_WAS_ENDED = frozenset({"25P03", "57P05"})  # it was idle for too long
_SERVER_ONLY_READS = "25006"  # the other one has become the primary
_CANCELED = "57014"  # by the statement timeout, or by an administrator
_PASSING = frozenset({_LOCK_TIMED_OUT, _SERVER_ONLY_READS, *_SERVER_GOES_DOWN_OR_COMES_UP, *_SESSION_WAS_ENDED})
_CLASSES_OF_TROUBLE = ("08", "53", "58")  # connection; disk, memory or connections used up; input and output
_SQLITE_TROUBLE = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory, for one thread) or `postgresql://…`.

    A transaction writes unless it was begun through `reader_of`.
    """
    parsed = make_url(url)
    return _open_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _open_postgres(parsed)


def reader_of(engine: Engine) -> Engine:
    """The same database, read only; each transaction sees one state of it from beginning to end."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reads_only=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def passes_by_itself(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed when it is tried again."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF in _SQLITE_TROUBLE
    return (
        was_rolled_back_for_another(error)
        or _sqlstate(error) in _PASSING
        or (_sqlstate(error) or "").startswith(_CLASSES_OF_TROUBLE)
        or _lost_the_server(error)
    )


def was_canceled(error: Exception) -> bool:
    """Whether the statement took too long, be it the server or what was asked of it."""
    return isinstance(error, DBAPIError) and _sqlstate(error) == _CANCELED


def was_rolled_back_for_another(error: DBAPIError) -> bool:
    """Whether the server said that it rolled the transaction back in favour of another one."""
    return _sqlstate(error) in _ROLLED_BACK_FOR_ANOTHER


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "pgcode", None)


def _lost_the_server(error: DBAPIError) -> bool:
    # A connection that could not be made has no state and was never valid.
    return error.connection_invalidated or (_sqlstate(error) is None and isinstance(error, OperationalError))


def _open_sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    # Of several connections the one that was used last knows the most statements.
    pooling: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_use_lifo": True}
    engine = create_engine(
        url,
        **pooling,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": _BUSY_SECONDS,
            "cached_statements": _STATEMENTS,
        },
        **JSON_CODEC,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = OFF")


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    fetch(connection, f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
    if reads_only:
        fetch(connection, "BEGIN")
    else:
        # A writer takes its lock at once: a transaction that first reads and then writes could not wait for it.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _open_postgres(url: URL) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _POSTGRES_SETTINGS.items())
    engine = create_engine(
        url.set(drivername="postgresql+psycopg2"),
        pool_size=10,
        max_overflow=20,
        executemany_mode="values_plus_batch",
        **JSON_CODEC,
        connect_args={
            "connect_timeout": 10,
            "application_name": "kiemdiem",
            "options": options,
            **_NOTICING_A_DEAD_SERVER,
        },
    )
    event.listen(engine, "checkin", _note_when_it_was_used)
    event.listen(engine, "checkout", partial(_ask_whether_it_lives, engine))
    return engine


def _note_when_it_was_used(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _ask_whether_it_lives(engine: Engine, connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Have the pool give another connection if this one has died while it was idle."""
    if monotonic() - record.info.get("used_at", monotonic()) > _TRUSTED_SECONDS:
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
