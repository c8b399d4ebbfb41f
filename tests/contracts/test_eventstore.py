"""What a store promises to commands and policies: all of a work or nothing of it, in order, seen at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, inspect, select
from sqlalchemy.exc import DBAPIError
from uuid_utils import uuid7

from shared.domain import VersionConflict, iso
from shared.eventstore import (
    EMPTY,
    EventStore,
    Head,
    NotLoaded,
    Recorded,
    TextNotStorable,
    Unit,
)
from shared.text import nfc
from tests.notebooks import (
    NOW,
    Notebook,
    NotebookFull,
    NotebookNamed,
    context,
    metadata,
    open_store,
    pages,
    tables,
    take,
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


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    yield statements
    event.remove(engine, "before_cursor_execute", count)


def test_the_migration_creates_what_the_metadata_says(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        assert [column["name"] for column in inspector.get_columns(table.name)] == table.columns.keys()
        assert inspector.get_pk_constraint(table.name)["constrained_columns"] == table.primary_key.columns.keys()
    assert ["stream", "version"] in [found["column_names"] for found in inspector.get_unique_constraints("events")]


def test_events_are_numbered_from_one_and_carry_who_and_when(store: EventStore) -> None:
    assert store.head() == EMPTY
    assert take(store, "a", "một", "hai", correlation="c-1", causation="e-0", traceparent="00-1") == 2
    first, second = store.read(after=0, limit=10)
    assert (first.number, first.stream, first.version, first.type, first.schema) == (1, "notebook:a", 1, "NoteTaken", 1)
    assert first.body == '{"marks":[],"on":null,"text":"một"}'
    assert (first.time, first.actor, first.organization) == (iso(NOW), "clerk", "TU")
    assert (first.correlation, first.causation, first.traceparent) == ("c-1", "e-0", "00-1")
    assert second.data == {"marks": [], "on": None, "text": "hai"}
    assert store.head() == Head(2, second.hash)
    assert store.verify().intact


def test_the_feed_goes_on_after_a_number_and_stops_at_the_limit(store: EventStore) -> None:
    take(store, "a", "1", "2", "3", "4")
    assert [recorded.number for recorded in store.read(after=1, limit=2)] == [2, 3]
    assert store.read(after=4, limit=2) == []


def test_a_stream_holds_one_aggregates_events_in_order(store: EventStore) -> None:
    take(store, "a", "1")
    take(store, "b", "other")
    take(store, "a", "2", "3")
    assert [(recorded.version, recorded.data["text"]) for recorded in store.stream("notebook:a")] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]


def test_a_refused_command_leaves_nothing_and_burns_no_number(store: EventStore) -> None:
    with pytest.raises(NotebookFull):
        take(store, "a", "1", "")
    assert store.head() == EMPTY
    assert pages_in(store) == []
    assert take(store, "a", "2") == 1


def test_a_command_that_fails_after_it_wrote_leaves_nothing(store: EventStore) -> None:
    def work(unit: Unit) -> None:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("1"))
        unit.flush()
        raise NotebookFull

    with pytest.raises(NotebookFull):
        store.execute(context(), work)
    assert store.head() == EMPTY
    assert pages_in(store) == []


def test_a_failing_projection_keeps_the_event_from_being_recorded(engine: Engine) -> None:
    def fail(recorded: Recorded, unit: Unit) -> None:
        raise LookupError(recorded.type)

    store = open_store(engine, fail)
    with pytest.raises(LookupError, match="NoteTaken"):
        take(store, "a", "1")
    assert store.head() == EMPTY


def test_a_database_error_cannot_be_swallowed(store: EventStore) -> None:
    def work(unit: Unit) -> str:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("1"))
        unit.tables.put(pages, notebook="a", page=None, text="a page needs a number")
        try:
            unit.flush()
        except DBAPIError:
            return "all is well"
        return "no error"

    with pytest.raises(DBAPIError):
        store.execute(context(), work)
    assert store.head() == EMPTY


def test_a_stale_expected_version_is_a_conflict(store: EventStore) -> None:
    take(store, "a", "1", expected_version=0)
    with pytest.raises(VersionConflict) as caught:
        take(store, "a", "2", expected_version=0)
    assert caught.value.values == {"what": "notebook:a", "expected": 0, "actual": 1}
    take(store, "a", "2", expected_version=1)
    assert texts_of(store, "a") == ["1", "2"]


def test_loading_twice_gives_the_same_aggregate_with_what_was_recorded(store: EventStore) -> None:
    take(store, "a", "1")

    def work(unit: Unit) -> None:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("2"))
        assert unit.load(Notebook, "a") is notebook
        assert (notebook.texts, notebook.version) == (["1", "2"], 2)

    store.execute(context(), work)


def test_prefetched_aggregates_cost_one_query(store: EventStore, engine: Engine) -> None:
    for key in ("a", "b", "c"):
        take(store, key, key)

    def work(unit: Unit) -> tuple[int, list[list[str]]]:
        unit.prefetch(Notebook, ["a", "b", "c", "unknown"])
        with counted_statements(engine) as statements:
            texts = [unit.load(Notebook, key).texts for key in ("a", "b", "c", "unknown")]
        return len(statements), texts

    assert store.execute(context(), work) == (0, [["a"], ["b"], ["c"], []])


def test_a_batch_of_commands_reaches_the_database_in_few_statements(store: EventStore, engine: Engine) -> None:
    keys = [f"{number:03}" for number in range(300)]

    def work(unit: Unit) -> None:
        unit.prefetch(Notebook, keys)
        for key in keys:
            with unit.attempt():
                notebook = unit.load(Notebook, key)
                unit.record(notebook, notebook.take(key))

    with counted_statements(engine) as statements:
        store.execute(context(), work)
    assert len([statement for statement in statements if "INSERT" in statement]) == 2
    assert not [statement for statement in statements if "SAVEPOINT" in statement]
    assert pages_in(store) == keys


def test_the_position_counts_the_units_own_events_at_once(store: EventStore) -> None:
    take(store, "a", "1", "2")

    def work(unit: Unit) -> list[int]:
        positions = [unit.position]
        notebook = unit.load(Notebook, "a")
        for text in ("3", "4"):
            unit.record(notebook, notebook.take(text))
            positions.append(unit.position)
        return positions

    assert store.execute(context(), work) == [2, 3, 4]


def test_an_aggregate_from_elsewhere_cannot_be_recorded(store: EventStore) -> None:
    notebook = Notebook("a")
    with pytest.raises(NotLoaded):
        store.execute(context(), lambda unit: unit.record(notebook, notebook.take("1")))


def test_recording_is_all_or_nothing_even_when_the_refusal_is_caught(store: EventStore) -> None:
    def work(unit: Unit) -> list[str]:
        notebook = unit.load(Notebook, "a")
        unit.record(notebook, notebook.take("1"))
        for texts in (("2", ""), ("2", "\x00")):
            with pytest.raises((NotebookFull, TextNotStorable)):
                unit.record(notebook, notebook.take(*texts))
            notebook = unit.load(Notebook, "a")
        return notebook.texts

    assert store.execute(context(), work) == ["1"]
    assert texts_of(store, "a") == ["1"]
    assert store.verify().intact


def test_listeners_hear_the_head_once_it_can_be_read(store: EventStore) -> None:
    heard: list[tuple[int, int]] = []
    store.on_commit(lambda number: heard.append((number, store.head().number)))
    take(store, "a", "1", "2")
    with pytest.raises(NotebookFull):
        take(store, "a", "")
    store.execute(context(), lambda unit: unit.load(Notebook, "a").texts)
    take(store, "a", "3")
    assert heard == [(2, 2), (3, 3)]


def test_a_failing_listener_harms_neither_the_caller_nor_other_listeners(store: EventStore) -> None:
    heard: list[int] = []

    def fail(number: int) -> None:
        raise LookupError(number)

    store.on_commit(fail)
    store.on_commit(heard.append)
    assert take(store, "a", "1") == 1
    assert heard == [1]


def test_queries_cannot_write(store: EventStore) -> None:
    with store.query() as connection, pytest.raises(DBAPIError):
        connection.execute(pages.insert().values(notebook="a", page=1))
    take(store, "a", "1")


def test_old_events_are_read_in_their_newest_version_and_stay_as_they_are(store: EventStore, engine: Engine) -> None:
    take(store, "a", "1")
    with engine.begin() as connection:
        connection.execute(
            tables.events.update().values(type="NotebookNamed", schema=1, body='{"name":"Sổ tay"}'),
        )

    def work(unit: Unit) -> str | None:
        notebook = unit.load(Notebook, "a")
        title = notebook.title
        unit.record(notebook, iter([NotebookNamed("Sổ mới", "hết trang")]))
        return title

    assert store.execute(context(), work) == "Sổ tay"
    assert [(recorded.schema, recorded.body) for recorded in store.read(0, 10)] == [
        (1, '{"name":"Sổ tay"}'),
        (2, '{"reason":"hết trang","title":"Sổ mới"}'),
    ]


@given(text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_in_nfc(store: EventStore, text: str) -> None:
    key = str(uuid7())
    store.execute(context(), lambda unit: unit.record(unit.load(Notebook, key), iter([NotebookNamed(text)])))
    assert store.execute(context(), lambda unit: unit.load(Notebook, key).title) == nfc(text)


def test_a_key_names_one_stream_however_it_is_composed(store: EventStore) -> None:
    take(store, "So\u0302\u0309", "1")
    assert take(store, "Sổ", "2", expected_version=1) == 2


@pytest.mark.parametrize("key", ["\x00", "\ud800"], ids=["NUL", "lone surrogate"])
def test_a_key_that_no_database_keeps_is_refused(store: EventStore, key: str) -> None:
    with pytest.raises(TextNotStorable):
        take(store, key, "1")
