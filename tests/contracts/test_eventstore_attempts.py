"""An attempt inside a work: it happens whole, or it has not happened."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from shared.eventstore import (
    EventStore,
    NotLoaded,
    Recorded,
    Unit,
)
from tests.notebooks import (
    Notebook,
    NotebookFull,
    context,
    open_store,
    pages,
    texts_of,
)


@pytest.fixture
def store(engine: Engine) -> EventStore:
    return open_store(engine, write_page)


def write_page(recorded: Recorded, unit: Unit) -> None:
    """The notebooks' read model: a page for each note."""
    if recorded.type == "NoteTaken":
        unit.tables.put(pages, notebook=recorded.stream, page=recorded.version, text=recorded.data["text"], marks=0)


def pages_in(store: EventStore) -> list[str]:
    with store.query() as connection:
        return list(connection.scalars(select(pages.c.text).order_by(pages.c.notebook, pages.c.page)))


def write(unit: Unit, text: str, *, flush: bool = False) -> None:
    """Write one note into the notebook `a`. An empty text is refused."""
    notebook = unit.load(Notebook, "a")
    unit.record(notebook, notebook.take(text))
    if flush:
        unit.flush()


written_or_not = pytest.mark.parametrize("flush", [False, True], ids=["in memory", "written to the database"])


@written_or_not
def test_a_failed_attempt_has_not_happened(store: EventStore, flush: bool) -> None:
    def fail(unit: Unit) -> None:
        with unit.attempt():
            write(unit, "inside", flush=flush)
            unit.tables.put(pages, notebook="z", page=1, text="inside")
            write(unit, "", flush=flush)

    def work(unit: Unit) -> list[str]:
        write(unit, "before")
        unit.tables.put(pages, notebook="z", page=1, text="before")
        with pytest.raises(NotebookFull):
            fail(unit)
        write(unit, "after")
        return unit.load(Notebook, "a").texts

    assert store.execute(context(), work) == ["before", "after"]
    assert texts_of(store, "a") == ["before", "after"]
    assert pages_in(store) == ["before", "after", "before"]
    assert store.verify().intact


@written_or_not
def test_a_query_in_an_attempt_sees_what_was_written_in_it(store: EventStore, flush: bool) -> None:
    def work(unit: Unit) -> int:
        write(unit, "before", flush=flush)
        with unit.attempt():
            write(unit, "inside", flush=flush)
            [found] = unit.tables.rows(select(func.count()).select_from(pages))
        return int(found[0])

    assert store.execute(context(), work) == 2


@written_or_not
def test_an_attempt_inside_an_attempt_falls_with_it(store: EventStore, flush: bool) -> None:
    def fail_inside(unit: Unit) -> None:
        with unit.attempt():
            write(unit, "dropped", flush=flush)
            write(unit, "")

    def fail_outside(unit: Unit) -> None:
        with unit.attempt():
            with unit.attempt():
                write(unit, "dropped as well", flush=flush)
            write(unit, "")

    def work(unit: Unit) -> None:
        write(unit, "1", flush=flush)
        with unit.attempt():
            write(unit, "2", flush=flush)
            with pytest.raises(NotebookFull):
                fail_inside(unit)
        with pytest.raises(NotebookFull):
            fail_outside(unit)
        write(unit, "3", flush=flush)

    store.execute(context(), work)
    assert texts_of(store, "a") == ["1", "2", "3"]
    assert pages_in(store) == ["1", "2", "3"]
    assert store.verify().intact


def test_an_aggregate_of_a_failed_attempt_is_stale(store: EventStore) -> None:
    def fail(unit: Unit) -> None:
        with unit.attempt():
            write(unit, "1")
            raise NotebookFull

    def work(unit: Unit) -> None:
        notebook = unit.load(Notebook, "a")
        with pytest.raises(NotebookFull):
            fail(unit)
        unit.record(notebook, notebook.take("2"))

    with pytest.raises(NotLoaded):
        store.execute(context(), work)
