"""Passing troubles of a database are overcome, lasting ones told, and doubtful commits never called done."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, ExceptionContext, event, func, select, text
from sqlalchemy.exc import DBAPIError

from shared.eventstore import EMPTY, CommitUncertain, EventStore, Unit, open_engine
from shared.eventstore.groups import Work
from tests.notebooks import Notebook, context, metadata, open_store, open_transactions, take, texts_of

# A sequence does not forget when a transaction is rolled back: so a function can fail a number of times.
FLAKY = """
    CREATE SEQUENCE tries;
    CREATE FUNCTION flaky(state text, failures int) RETURNS int LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('tries') <= failures THEN RAISE EXCEPTION USING ERRCODE = state; END IF;
        RETURN currval('tries');
    END $$;
"""
AT_COMMIT = """
    CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM {action}; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION at_commit();
"""

LOSE_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = open_engine(postgres_url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text(FLAKY))
    yield engine
    engine.dispose()


@pytest.fixture
def store(postgres: Engine) -> EventStore:
    return open_store(postgres)


def taking_through_flaky_function(state: str, failures: int) -> Callable[[Unit], int]:
    """Work that writes one note in a database that fails so many times, and gives the number of tries."""

    def work(unit: Unit) -> int:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("1"))
        unit.flush()
        [tries] = unit.tables.rows(select(func.flaky(state, failures)))
        return int(tries[0])

    return work


def tries(engine: Engine) -> int:
    with engine.begin() as connection:
        return int(connection.execute(text("SELECT last_value FROM tries")).scalar_one())


@pytest.mark.parametrize(
    "state",
    ["40001", "40P01", "55P03", "53100", "53300", "58030", "25006"],
    ids=[
        "serialization",
        "deadlock",
        "lock timeout",
        "disk full",
        "connections used up",
        "input and output",
        "standby",
    ],
)
def test_a_passing_failure_is_tried_again(store: EventStore, state: str) -> None:
    assert store.execute(context(), taking_through_flaky_function(state, failures=2)) == 3
    assert texts_of(store, "a") == ["1"]


def test_nothing_is_waited_for_without_an_end(postgres: Engine) -> None:
    with postgres.connect() as connection:
        limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        assert "0" not in [connection.exec_driver_sql(f"SHOW {limit}").scalar_one() for limit in limits]
        agreed = connection.connection.driver_connection.info.dsn_parameters  # type: ignore[union-attr]
        assert int(agreed["tcp_user_timeout"]) > 0 and int(agreed["keepalives_idle"]) > 0


def test_a_failure_that_does_not_pass_is_told_after_a_few_tries(store: EventStore, postgres: Engine) -> None:
    with pytest.raises(DBAPIError):
        store.execute(context(), taking_through_flaky_function("40001", failures=100))
    assert tries(postgres) == 4
    assert store.head() == EMPTY


def test_a_group_that_keeps_failing_through_no_fault_of_its_own_fails_together(postgres: Engine) -> None:
    group = [Work(context(), taking_through_flaky_function("40001", failures=100)) for _ in range(3)]
    assert open_transactions(postgres).carry_out(group) is None
    for work in group:
        with pytest.raises(DBAPIError):
            work.outcome()
    assert tries(postgres) == 4


def test_a_failure_of_the_works_own_making_is_not_tried_again(store: EventStore, postgres: Engine) -> None:
    with pytest.raises(DBAPIError):
        store.execute(context(), taking_through_flaky_function("22012", failures=100))
    assert tries(postgres) == 1


def test_a_connection_lost_in_the_middle_is_replaced(store: EventStore, postgres: Engine) -> None:
    lose_connection = [True, False]

    def work(unit: Unit) -> int:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("1"))
        unit.flush()
        if lose_connection.pop(0):
            unit.tables.rows(select(func.pg_terminate_backend(func.pg_backend_pid())))
        return unit.position

    assert store.execute(context(), work) == 1
    assert texts_of(store, "a") == ["1"]
    assert lose_connection == []


def test_a_commit_that_the_server_rolled_back_is_tried_again(store: EventStore, postgres: Engine) -> None:
    with postgres.begin() as connection:
        connection.execute(text(AT_COMMIT.format(action="flaky('40001', 1)")))
    assert take(store, "a", "1") == 1
    assert texts_of(store, "a") == ["1"]


def test_a_commit_without_an_answer_is_neither_called_done_nor_repeated(store: EventStore, postgres: Engine) -> None:
    with postgres.begin() as connection:
        connection.execute(text(AT_COMMIT.format(action="pg_terminate_backend(pg_backend_pid())")))
    heard: list[int] = []
    store.on_commit(heard.append)
    with pytest.raises(CommitUncertain):
        take(store, "a", "1")
    assert heard == []
    assert store.head() == EMPTY


def test_the_store_writes_again_after_its_connections_were_lost(store: EventStore, postgres: Engine) -> None:
    take(store, "a", "1")
    with postgres.begin() as connection:
        connection.execute(text(LOSE_CONNECTIONS))
    assert take(store, "a", "2") == 2
    assert texts_of(store, "a") == ["1", "2"]


def test_a_locked_sqlite_file_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "notebooks.db"
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 0"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def release(_failure: ExceptionContext) -> None:
        if other.in_transaction:
            other.rollback()

    event.listen(engine, "handle_error", release)
    store = open_store(engine)
    assert take(store, "a", "1") == 1
    assert not other.in_transaction
    other.close()
    engine.dispose()


def test_a_store_in_memory_serves_one_thread() -> None:
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    store = open_store(engine)
    take(store, "a", "1", "2")
    assert texts_of(store, "a") == ["1", "2"]
    assert store.verify().intact
