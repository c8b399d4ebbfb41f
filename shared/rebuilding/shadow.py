"""A place beside a service's live tables, in which they can be built anew under their own names.

Whoever works there finds the rebuilt tables first, and the log and all else that no rebuild touches in the live
database: a schema of its own before the live one in PostgreSQL's search path, a file of its own with the live one
attached in SQLite. So policies and their queries run there as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, MetaData, NullPool, Table, create_engine, delete, event, insert, select

from shared.eventstore import open_engine
from shared.eventstore.engine import JSON_CODEC
from shared.eventstore.opening import lock_out_other_writers

_ATTACHED = "live"


class Shadow:
    """Rebuilt tables, empty at first. `live_schema` is the live ones' schema, as this place names it."""

    def __init__(self, engine: Engine, live_schema: str, service: str, tables: Sequence[Table]) -> None:
        self.live_schema = live_schema
        self._engine = engine
        self._service = service
        self._tables = tables

    @contextmanager
    def transaction(self, *, as_the_only_writer: bool = False) -> Iterator[Connection]:
        """One state of the live database from beginning to end; the rebuilt tables may be written.

        The live ones only as the only writer: the service waits meanwhile.
        """
        engine = self._engine.execution_options(locks=True) if as_the_only_writer else self._engine
        with engine.connect() as connection:
            if not as_the_only_writer and connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                if as_the_only_writer:
                    lock_out_other_writers(connection, self._service)
                yield connection

    def put_in_place(self, connection: Connection) -> None:
        """Put what was rebuilt in the place of what is live. Readers see the one or the other, never a mixture."""
        elsewhere = MetaData()
        for table in self._tables:
            live = table.to_metadata(elsewhere, schema=self.live_schema)
            connection.execute(delete(live))
            connection.execute(insert(live).from_select(table.columns.keys(), select(table)))


@contextmanager
def shadow_of(url: str, service: str, tables: Sequence[Table]) -> Iterator[Shadow]:
    """The shadow of the service whose database is at `url`; nothing is left of it afterwards."""
    engine = open_engine(url)
    try:
        beside = _beside_a_file if engine.dialect.name == "sqlite" else _beside_a_schema
        with beside(engine) as (shadow_engine, live_schema):
            with shadow_engine.begin() as connection:
                for table in tables:
                    table.create(connection, checkfirst=False)
            yield Shadow(shadow_engine, live_schema, service, tables)
    finally:
        engine.dispose()


@contextmanager
def _beside_a_file(live: Engine) -> Iterator[tuple[Engine, str]]:
    file = Path(str(live.url.database)).resolve()
    with TemporaryDirectory(dir=file.parent, prefix=f"{file.stem}-rebuild-") as folder:
        engine = create_engine(
            f"sqlite:///{folder}/rebuilt.db",
            poolclass=NullPool,
            connect_args={"isolation_level": None, "timeout": 30},
            **JSON_CODEC,
        )

        @event.listens_for(engine, "connect")
        def _attach(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")  # what is rebuilt need not survive a crash
            connection.execute(f"ATTACH ? AS {_ATTACHED}", (str(file),))
            connection.execute(f"PRAGMA {_ATTACHED}.synchronous = FULL")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # BEGIN IMMEDIATE would lock the attached file too.
            locks = connection.get_execution_options().get("locks", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if locks else "BEGIN")

        yield engine, _ATTACHED


@contextmanager
def _beside_a_schema(live: Engine) -> Iterator[tuple[Engine, str]]:
    name = f"rebuild_{uuid4().hex}"
    with live.begin() as connection:
        live_schema = str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine = create_engine(live.url, poolclass=NullPool, executemany_mode="values_plus_batch", **JSON_CODEC)

    @event.listens_for(engine, "connect")
    def _look_here_first(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'SET search_path TO {name}, "{live_schema}"')
        connection.commit()

    try:
        yield engine, live_schema
    finally:
        with live.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
