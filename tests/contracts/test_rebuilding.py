"""A service's tables follow from the logs: they are built anew beside the live ones, and switched while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, inspect, select, update
from uuid_utils import uuid7

from shared.eventstore import STORE, EventStore, Mapper, open_engine
from shared.messaging import FeedUnavailable, LocalFeed, Policies
from shared.messaging.hearing import Hearing
from shared.messaging.parking import discard_parked, list_parked, retry_parked
from shared.rebuilding import Difference, Rebuilt, Replay, ReplayFailed, projected, rebuild, replay
from tests.notebooks import StillClock, take
from tests.readers import MENDED, POISON, POLICIES, SERVICE, SOURCE, NoteRead, metadata, on_the_shelf, read, shelf
from tests.readers.library import NOTEBOOKS, open_notebooks

HASH_OF_THE_SHELF = "b9c7da576ae6e09a4f1f9ea50fd577e0e29cc06f87caede1c83baf98f8d3aebc"
"""Of what `Readers.take_in_some` leaves on the shelf, on every database."""


class Readers:
    """The readers on a database of the kind at hand, and the notebooks that they have heard."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.engine: Engine = open_engine(url)
        metadata.create_all(self.engine)
        mapper = Mapper(SERVICE, [NoteRead])
        self.store = EventStore(self.engine, SERVICE, mapper, StillClock(), lambda: str(uuid7()))
        self.notebooks = open_notebooks(folder / "notes.db")
        self.feed = LocalFeed({NOTEBOOKS: self.notebooks})

    def hear(self, policies: Policies = POLICIES) -> None:
        hearing = Hearing(self.store, policies, StillClock())
        hearing.heard.refresh()
        hearing.apply(self.feed.read(NOTEBOOKS, hearing.heard.number(NOTEBOOKS), 1_000))

    def take_in_some(self) -> None:
        for number in range(7):
            take(self.notebooks, f"sổ {number % 3}", f"ghi chú {number}")
        self.hear()

    def rebuild(
        self, progress: Callable[[int], None] = lambda _: None, policies: Policies = POLICIES, check_only: bool = False
    ) -> Rebuilt:
        replaying = Replay(self.store, SOURCE, self.feed, Policies([]), policies, ["notebooks"], StillClock())
        return rebuild(self.url, SERVICE, projected(metadata), replaying, progress, check_only=check_only)

    def damage(self, statement: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def readers(store_backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    monkeypatch.setattr(replay, "_BATCH", 2)
    readers = Readers(store_backend, tmp_path)
    readers.take_in_some()
    yield readers
    readers.engine.dispose()


def test_two_rebuilds_give_the_same_hash_and_that_of_the_live_tables_on_every_database(readers: Readers) -> None:
    first, second = readers.rebuild(), readers.rebuild()
    assert first.comparison.rebuilt == second.comparison.rebuilt == first.comparison.live == HASH_OF_THE_SHELF
    assert (first.switched, first.events, first.comparison.rows) == (False, 14, {"shelf": 3})


def test_a_rebuild_records_nothing_and_leaves_nothing_beside_the_live_tables(readers: Readers, tmp_path: Path) -> None:
    head, files = readers.store.head(), sorted(tmp_path.iterdir())
    schemas = inspect(readers.engine).get_schema_names()
    readers.rebuild()
    assert readers.store.head() == head
    assert inspect(readers.engine).get_schema_names() == schemas
    assert [file.name for file in sorted(tmp_path.iterdir())] == [file.name for file in files]


KEY = {"notebook": "notebook:sổ 1"}
DAMAGES = {
    "other": (update(shelf).where(shelf.c.notebook == KEY["notebook"]).values(texts="forged"), KEY, ("texts",)),
    "missing": (delete(shelf).where(shelf.c.notebook == KEY["notebook"]), KEY, ()),
    "too many": (insert(shelf).values(notebook="notebook:a", texts="x"), {"notebook": "notebook:a"}, ()),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_what_is_wrong_in_the_live_tables_is_named_and_healed(readers: Readers, what: str) -> None:
    before = on_the_shelf(readers.store)
    statement, key, columns = DAMAGES[what]
    readers.damage(statement)
    damaged = on_the_shelf(readers.store)

    checked = readers.rebuild(check_only=True)
    assert checked.comparison.differences == [Difference("shelf", key, what, columns)]
    assert (checked.switched, on_the_shelf(readers.store)) == (False, damaged)

    assert readers.rebuild().switched
    assert on_the_shelf(readers.store) == before
    assert readers.rebuild().comparison.differences == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_what_is_heard_while_the_tables_are_rebuilt_is_in_them(readers: Readers, is_damaged: bool) -> None:
    if is_damaged:
        readers.damage(delete(shelf))
    left = iter(range(3))

    def go_on(_: int) -> None:
        if (number := next(left, None)) is not None:
            take(readers.notebooks, "sổ 9", str(number))
            readers.hear()

    rebuilt = readers.rebuild(go_on)
    assert rebuilt.switched == is_damaged
    assert on_the_shelf(readers.store) == {
        "notebook:sổ 0": "ghi chú 0 ghi chú 3 ghi chú 6",
        "notebook:sổ 1": "ghi chú 1 ghi chú 4",
        "notebook:sổ 2": "ghi chú 2 ghi chú 5",
        "notebook:sổ 9": "0 1 2",
    }
    assert rebuilt.positions == {NOTEBOOKS: 10, SOURCE: 10}
    assert len(read(readers.store)) == 10


def test_what_is_parked_or_given_up_is_not_in_the_rebuilt_tables_either(readers: Readers) -> None:
    take(readers.notebooks, "sổ 0", POISON)
    take(readers.notebooks, "sổ 0", "sau đó")
    readers.hear()
    assert readers.rebuild().comparison.differences == []
    [failed, _] = list_parked(readers.store)
    discard_parked(readers.store, StillClock(), failed.id, "không đọc được")
    retry_parked(readers.store, POLICIES, StillClock(), NOTEBOOKS, failed.subject)
    assert readers.rebuild().comparison.differences == []
    assert on_the_shelf(readers.store)["notebook:sổ 0"].endswith("ghi chú 6 sau đó")


def test_a_retry_in_the_middle_ends_the_rebuild_and_changes_nothing(readers: Readers) -> None:
    take(readers.notebooks, "sổ 0", POISON)
    readers.hear()
    [failed] = list_parked(readers.store)

    def mend(applied: int) -> None:
        if applied == 15:
            retry_parked(readers.store, MENDED, StillClock(), NOTEBOOKS, failed.subject)

    with pytest.raises(ReplayFailed, match="meanwhile"):
        readers.rebuild(mend, MENDED)
    assert readers.rebuild(policies=MENDED).comparison.differences == []


def test_an_event_that_can_be_applied_no_more_is_named_and_nothing_changes(readers: Readers) -> None:
    take(readers.notebooks, "sổ 5", POISON)
    readers.hear(MENDED)
    before = on_the_shelf(readers.store)
    with pytest.raises(ReplayFailed, match=r"/notebooks 8 \(NoteTaken\)"):
        readers.rebuild()
    assert on_the_shelf(readers.store) == before


def test_without_the_whole_log_of_a_source_nothing_is_rebuilt(readers: Readers, tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path / 'notes.db'}").begin() as connection:
        connection.execute(delete(STORE.events).where(STORE.events.c.number == 4))
    with pytest.raises(FeedUnavailable, match="hole after 3"):
        readers.rebuild()
    assert len(on_the_shelf(readers.store)) == 3


def test_the_live_tables_are_switched_in_one_step(readers: Readers) -> None:
    """Whoever reads sees the old tables up to the end of the switch."""
    readers.damage(update(shelf).values(texts="forged"))
    with readers.store.query() as connection:
        before = connection.execute(select(shelf)).all()
        assert readers.rebuild().switched
        assert connection.execute(select(shelf)).all() == before
    assert "forged" not in on_the_shelf(readers.store).values()
