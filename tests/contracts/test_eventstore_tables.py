"""A service's own tables in the store's transaction: writes wait, go in batches, and are always seen."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, func, select

from shared.eventstore import STORE, EventStore, Tables, Unit
from tests.notebooks import context, open_store, pages, tables

PAGES = select(pages.c.notebook, pages.c.page, pages.c.text, pages.c.marks).order_by(pages.c.notebook, pages.c.page)


@pytest.fixture
def store(engine: Engine) -> EventStore:
    return open_store(engine)


def written(store: EventStore) -> list[Any]:
    with store.query() as connection:
        return list(connection.execute(PAGES))


def put(tables: Tables, page: int, text: str, marks: int = 0) -> None:
    tables.put(pages, notebook="a", page=page, text=text, marks=marks)


def test_put_changes_only_the_columns_that_it_names(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        put(unit.tables, 1, "first", marks=5)
        unit.tables.put(pages, notebook="a", page=1, text="second")

    store.execute(context(), work)
    assert written(store) == [("a", 1, "second", 5)]


def test_the_last_of_several_puts_of_a_row_counts(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        for text in ("one", "two", "three"):
            put(unit.tables, 1, text)
            put(unit.tables, 2, text)

    store.execute(context(), work)
    assert written(store) == [("a", 1, "three", 0), ("a", 2, "three", 0)]


def test_a_row_that_is_only_its_key_can_be_put_again(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        unit.tables.put(pages, notebook="a", page=1)

    for _ in range(2):
        store.execute(context(), work)
    assert written(store) == [("a", 1, None, None)]


def test_amounts_are_added_to_what_stands_and_to_nothing_else(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        put(unit.tables, 1, "one", marks=5)
        put(unit.tables, 2, "two", marks=7)
        for amount in (1, 1, -4):
            unit.tables.add(pages, {"notebook": "a", "page": 1}, marks=amount)
        unit.tables.add(pages, {"notebook": "a", "page": 3}, marks=1)

    store.execute(context(), work)
    assert written(store) == [("a", 1, "one", 3), ("a", 2, "two", 7)]


def test_a_query_that_was_built_once_sees_what_waits(store: EventStore) -> None:
    query = select(pages.c.text).where(pages.c.notebook == "a", pages.c.page == bindparam("page"))
    seen = []

    def work(unit: Unit) -> None:
        for page in (1, 2):
            put(unit.tables, page, f"page {page}")
            seen.append(unit.tables.one(query, page=page))
        seen.append(unit.tables.one(query, page=3))

    store.execute(context(), work)
    assert seen == [("page 1",), ("page 2",), None]


def test_writes_to_a_table_keep_their_order(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        for page in range(1, 5):
            put(unit.tables, page, "put")
        unit.tables.change(pages, {"notebook": "a"}, text="changed")
        put(unit.tables, 2, "put again")
        unit.tables.remove(pages, notebook="a", page=3)
        unit.tables.change(pages, {"notebook": "a", "page": 4}, text="last", marks=9)
        unit.tables.change(pages, {"notebook": "a", "page": 5}, text="never")

    store.execute(context(), work)
    assert written(store) == [("a", 1, "changed", 0), ("a", 2, "put again", 0), ("a", 4, "last", 9)]


def test_a_column_of_the_key_can_be_changed(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        put(unit.tables, 1, "moved")
        unit.tables.change(pages, {"page": 1}, page=7)

    store.execute(context(), work)
    assert written(store) == [("a", 7, "moved", 0)]


@pytest.mark.parametrize(
    "query",
    [
        select(func.count()).select_from(pages),
        select(select(func.count(pages.c.page)).scalar_subquery()),
        select(func.count()).select_from(select(pages).subquery()),
        select(func.count()).select_from(select(pages).cte("the_pages")),
        select(pages.c.page).union_all(select(tables.events.c.number)),
    ],
    ids=["table", "scalar subquery", "subquery", "common table expression", "union"],
)
def test_a_query_sees_what_was_written_before_it(store: EventStore, query: Any) -> None:
    def work(unit: Unit) -> Any:
        put(unit.tables, 1, "seen")
        return unit.tables.one(query)

    assert store.execute(context(), work) == (1,)


def test_a_table_of_the_store_is_the_same_under_either_metadata(store: EventStore) -> None:
    def work(unit: Unit) -> Any:
        unit.tables.put(STORE.checkpoints, source="s", number=1, updated_at="")
        return unit.tables.one(select(tables.checkpoints.c.number))

    assert store.execute(context(), work) == (1,)


def test_one_gives_none_where_there_is_no_row(store: EventStore) -> None:
    assert store.execute(context(), lambda unit: unit.tables.one(PAGES)) is None


def test_thousands_of_rows_arrive(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        for page in range(5000):
            put(unit.tables, page, str(page))
        for page in range(5000):
            unit.tables.change(pages, {"notebook": "a", "page": page}, marks=page)

    store.execute(context(), work)
    rows = written(store)
    assert len(rows) == 5000
    assert all(row.text == str(row.page) and row.marks == row.page for row in rows)
