"""Many writers at once: one after the other in effect, together where that is cheaper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from shared.domain import VersionConflict
from shared.eventstore import EventStore, TextNotStorable, Unit, open_engine
from shared.eventstore.groups import Work
from shared.eventstore.transactions import Transactions
from tests.notebooks import (
    Notebook,
    NotebookFull,
    context,
    open_store,
    open_transactions,
    pages,
    take,
    texts_of,
)

WRITERS = 8


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """The result, or the exception, of each call; all are released at the same moment."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [pool.submit(run, call) for call in calls]
    return [future.exception() or future.result() for future in futures]


@pytest.fixture
def stores(store_backend: str, engine: Engine) -> Iterator[list[EventStore]]:
    """Two stores on one database, as two processes would have."""
    other = open_engine(store_backend)
    yield [open_store(engine), open_store(other)]
    other.dispose()


@pytest.mark.parametrize("version", range(5))
def test_of_writers_with_one_expected_version_exactly_one_wins(stores: list[EventStore], version: int) -> None:
    take(stores[0], "a", *map(str, range(version)))
    outcomes = all_at_once(
        [partial(take, stores[writer % 2], "a", "won", expected_version=version) for writer in range(WRITERS)]
    )
    assert outcomes.count(version + 1) == 1
    assert sum(isinstance(outcome, VersionConflict) for outcome in outcomes) == WRITERS - 1
    assert texts_of(stores[1], "a").count("won") == 1


def test_concurrent_writers_leave_no_gap_and_an_intact_chain(stores: list[EventStore]) -> None:
    def write(writer: int) -> list[int]:
        return [take(stores[writer % 2], f"{writer}", f"{turn}", "and more") for turn in range(10)]

    positions = all_at_once([partial(write, writer) for writer in range(WRITERS)])
    assert sorted(position for mine in positions for position in mine) == list(range(2, WRITERS * 20 + 1, 2))
    events = stores[0].read(after=0, limit=1000)
    assert [recorded.number for recorded in events] == list(range(1, WRITERS * 20 + 1))
    assert stores[1].verify().intact
    for writer in range(WRITERS):
        assert texts_of(stores[0], f"{writer}")[::2] == [f"{turn}" for turn in range(10)]


def test_each_concurrent_caller_gets_its_own_outcome(stores: list[EventStore]) -> None:
    [store, _] = stores
    outcomes = all_at_once(
        [partial(take, store, f"{writer}", "" if writer % 2 else "text") for writer in range(WRITERS)]
    )
    assert all(isinstance(outcome, NotebookFull) for outcome in outcomes[1::2])
    assert sorted(outcomes[::2]) == list(range(1, WRITERS // 2 + 1))


@pytest.fixture
def transactions(engine: Engine) -> Transactions:
    return open_transactions(engine)


def taking(*texts: str, flush: bool = False, page: int | None = 1) -> Work[list[str]]:
    """Work that writes into the notebook `a`, and gives what it holds then."""

    def work(unit: Unit) -> list[str]:
        notebook = unit.load(Notebook, "a")
        for text in texts:
            unit.record(notebook, notebook.take(text))
            unit.tables.put(pages, notebook="a", page=page, text=text)
            if flush:
                unit.flush()
        return list(notebook.texts)

    return Work(context(), work)


def test_a_group_shares_one_commit_and_each_work_sees_those_before_it(
    transactions: Transactions, engine: Engine
) -> None:
    group = [taking("1"), taking("2", "3"), taking("4")]
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    assert transactions.carry_out(group) == 4
    assert len(commits) == 1
    assert [work.outcome() for work in group] == [["1"], ["1", "2", "3"], ["1", "2", "3", "4"]]


@pytest.mark.parametrize("flush", [False, True], ids=["in memory", "written to the database"])
def test_a_refusal_in_a_group_drops_only_its_own_effects(
    transactions: Transactions, engine: Engine, flush: bool
) -> None:
    group = [taking("1"), taking("dropped", "", flush=flush), taking("2")]
    transactions.carry_out(group)
    with pytest.raises(NotebookFull):
        group[1].outcome()
    assert group[2].outcome() == ["1", "2"]
    store = open_store(engine)
    assert texts_of(store, "a") == ["1", "2"]
    assert store.verify().intact
    with store.query() as connection:
        assert connection.execute(pages.select()).all() == [("a", 1, "2", None)]


def test_a_database_error_of_one_work_leaves_the_others_of_the_group(
    transactions: Transactions, engine: Engine
) -> None:
    group = [taking("1"), taking("a page needs a number", page=None), taking("2")]
    assert transactions.carry_out(group) == 2
    with pytest.raises(DBAPIError):
        group[1].outcome()
    assert group[2].outcome() == ["1", "2"]
    assert open_store(engine).verify().intact


def test_a_group_loads_what_its_works_name_with_one_query(transactions: Transactions, engine: Engine) -> None:
    transactions.carry_out([taking("1", "2")])
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    group = [taking_in(key) for key in ("a", "b", "c", "a")]
    assert transactions.carry_out(group) == 6
    assert sum("version" in statement for statement in statements if statement.startswith("SELECT")) == 1
    assert [work.outcome() for work in group] == [["1", "2", "a"], ["b"], ["c"], ["1", "2", "a", "a"]]


def test_who_joins_a_group_that_has_its_lock_finds_what_was_recorded(transactions: Transactions) -> None:
    transactions.carry_out([taking_in("b")])
    group = [taking_in("a")]
    assert transactions.carry_out(group, join=lambda: group.append(taking_in("b"))) == 3
    assert [work.outcome() for work in group] == [["a"], ["b", "b"]]


def test_a_work_that_names_what_cannot_be_loaded_fails_alone(transactions: Transactions) -> None:
    group = [taking_in("a"), taking_in("\x00"), taking_in("b")]
    assert transactions.carry_out(group) == 2
    with pytest.raises(TextNotStorable):
        group[1].outcome()
    assert [group[0].outcome(), group[2].outcome()] == [["a"], ["b"]]


def taking_in(key: str) -> Work[list[str]]:
    """Work that writes its key down in the notebook of that key, and says beforehand which it will load."""

    def work(unit: Unit) -> list[str]:
        notebook = unit.load(Notebook, key)
        unit.record(notebook, notebook.take(key))
        return list(notebook.texts)

    return Work(context(), work, loads=[(Notebook, key)])


def test_a_group_without_events_has_no_number_to_tell(transactions: Transactions) -> None:
    assert transactions.carry_out([taking(), taking("")]) is None
