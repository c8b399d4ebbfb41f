"""A service's tables as they were: built from the logs into files, each once, none half, and never others than then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from uuid_utils import uuid7

from shared.eventstore import STORE, EventStore, Mapper, open_engine
from shared.history import Keeper, Limits
from shared.history.refusals import (
    AsOfInFuture,
    AsOfUnreadable,
    PastBeingPrepared,
    PastNotRebuilt,
)
from shared.history.shelf import Shelf
from shared.messaging import LocalFeed
from shared.messaging.hearing import Hearing
from shared.messaging.parking import discard_parked, list_parked
from tests.notebooks import metadata as notebook_tables
from tests.notebooks import open_store, take
from tests.past import InHere
from tests.readers import MENDED, POISON, POLICIES, SERVICE, SOURCE, NoteRead, metadata, on_the_shelf, shelf
from tests.readers.library import NOTEBOOKS
from tests.readers.past import Service

MODULE = "tests.readers.past"
FIRST = datetime(2021, 1, 20, 16, 30, tzinfo=UTC)
"""In Việt Nam, half an hour before midnight."""


class Clock:
    """Each look at it is a minute later, until it is held."""

    def __init__(self) -> None:
        self._now = FIRST

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


class Ears:
    sources = ("notebooks",)

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    def heard(self, service: str) -> int:
        return self._hearing.heard.number(NOTEBOOKS)

    def wait(self, service: str, number: int, timeout: float) -> bool:
        return self.heard(service) >= number


class Readers:
    """The readers on a database of the kind at hand, what they have heard, and a keeper of what was."""

    def __init__(
        self,
        url: str,
        folder: Path,
        limits: Limits | None = None,
        code: str = "1",
        keeper: type[Keeper] = InHere,
    ) -> None:
        self.clock = Clock()
        self.engine = open_engine(url)
        metadata.create_all(self.engine)
        mapper = Mapper(SERVICE, [NoteRead])
        self.store = EventStore(self.engine, SERVICE, mapper, self.clock, lambda: str(uuid7()))
        notes = open_engine(f"sqlite:///{folder / 'notes.db'}")
        notebook_tables.create_all(notes)
        self.notebooks = open_store(notes)
        self.notebooks._clock = self.clock
        self.feed = LocalFeed({NOTEBOOKS: self.notebooks})
        self.hearing = Hearing(self.store, POLICIES, self.clock)
        self.hearing.heard.refresh()
        parts: Any = SimpleNamespace(
            service=SERVICE,
            source=SOURCE,
            store=self.store,
            feed=self.feed,
            subscription=Ears(self.hearing),
            clock=self.clock,
            wait_seconds=20.0,
        )
        self.parts = parts
        self.limits = limits or Limits(folder / "snapshots")
        self.keeper = keeper(MODULE, parts, self.limits, code, lambda read, campaign: "Asia/Ho_Chi_Minh")
        self.shelf = Shelf(self.limits.folder / SERVICE, code)

    def take_in(self, notebook: str, text: str) -> dict[str, int]:
        """Hear of one more note, and say where that leads."""
        take(self.notebooks, notebook, text)
        self.hearing.apply(self.feed.read(NOTEBOOKS, self.hearing.heard.number(NOTEBOOKS), 1_000))
        return self.keeper.moments.known()

    def as_of(self, positions: dict[str, int]) -> dict[str, str]:
        with self.keeper.at(positions) as connection:
            return {row.notebook: row.texts for row in connection.execute(select(shelf))}


@pytest.fixture
def begin(store_backend: str, tmp_path: Path) -> Iterator[Callable[..., Readers]]:
    """Starts the readers on one database, as often as they are stopped."""
    begun: list[Readers] = []

    def begin(**changes: Any) -> Readers:
        readers = Readers(store_backend, tmp_path, **changes)
        readers.keeper.start()
        begun.append(readers)
        return readers

    yield begin
    for readers in begun:
        readers.keeper.stop()
        readers.engine.dispose()


def course(readers: Readers, notes: int = 4) -> list[tuple[dict[str, int], dict[str, str]]]:
    """Where things stood after each of some notes."""
    told = []
    for number in range(notes):
        positions = readers.take_in(f"sổ {number % 2}", f"ghi chú {number}")
        told.append((positions, on_the_shelf(readers.store)))
    return told


def test_what_was_on_the_shelf_is_there_again_also_after_a_restart(begin: Callable[..., Readers]) -> None:
    readers = begin(keeper=Keeper)
    told = course(readers)
    for positions, then in (told[1], told[3], told[0]):
        assert readers.as_of(positions) == then
    readers.keeper.stop()
    again = begin()
    built = {snapshot.key for snapshot in again.shelf.all()}
    for positions, then in told:
        assert again.as_of(positions) == then
    assert built <= {snapshot.key for snapshot in again.shelf.all()}, "what was there is taken, not built again"


def test_a_moment_is_up_to_the_first_event_that_was_recorded_later(begin: Callable[..., Readers]) -> None:
    readers = begin()
    told = course(readers)
    times = [datetime.fromisoformat(recorded.time) for recorded in readers.notebooks.read(0, 10)]
    for number, at in enumerate(times):
        for instant, notes in ((at, number + 1), (at - timedelta(microseconds=1), number)):
            positions = readers.keeper.positions(instant.isoformat(), None)
            assert positions is not None and positions["notebooks"] == notes
    readers.clock._now += timedelta(days=1)
    assert readers.keeper.positions("2021-01-20", None) == readers.keeper.positions("2021-01-20T17:00:00Z", None)
    assert told[-1][0]["notebooks"] == 4


def test_a_clock_that_went_back_shows_nothing_of_what_was_recorded_later(begin: Callable[..., Readers]) -> None:
    readers = begin()
    readers.take_in("sổ", "một")
    readers.clock._now += timedelta(hours=2)
    readers.take_in("sổ", "hai")
    readers.clock._now -= timedelta(hours=2)
    readers.take_in("sổ", "ba")
    third = readers.notebooks.read(2, 1)[0].time
    readers.clock._now += timedelta(hours=3)
    positions = readers.keeper.positions(third, None)
    assert positions is not None and positions["notebooks"] == 1


def test_what_has_not_been_is_refused_with_what_is_known(begin: Callable[..., Readers]) -> None:
    readers = begin()
    course(readers, 2)
    for asked in ("notebooks:3", "2199-01-01T00:00:00Z", "2199-01-01"):
        with pytest.raises(AsOfInFuture) as refused:
            readers.keeper.positions(asked, None)
        assert "notebooks:2" in refused.value.say("vi")
    for asked in ("gestern", "2021-01-20T08:00:00", "2021-13-01", "notebooks", "notebooks:-1", "9999-12-31"):
        with pytest.raises((AsOfUnreadable, AsOfInFuture)):
            readers.keeper.positions(asked, None)
    today = (readers.clock.now() + timedelta(hours=7)).date()
    assert readers.keeper.positions(today.isoformat(), None) is None
    assert isinstance(today, date)


def test_two_that_ask_at_once_wait_for_the_same(begin: Callable[..., Readers]) -> None:
    readers = begin()
    [(positions, then), *_] = course(readers)
    answers: list[dict[str, str]] = []
    asking = [Thread(target=lambda: answers.append(readers.as_of(positions))) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join(30)
    assert answers == [then] * 4
    assert len(readers.shelf.all()) == 1


def test_whoever_would_wait_too_long_is_told_how_far_it_is(begin: Callable[..., Readers]) -> None:
    readers = begin()
    [(positions, then), *_] = course(readers)
    readers.parts.wait_seconds = 0.0
    with pytest.raises(PastBeingPrepared) as refused:
        readers.as_of(positions)
    assert refused.value.headers["Retry-After"]
    readers.parts.wait_seconds = 20.0
    assert readers.as_of(positions) == then


def test_a_crash_leaves_no_half_snapshot_in_use(begin: Callable[..., Readers], tmp_path: Path) -> None:
    half = tmp_path / "snapshots" / SERVICE / "building-999999999-x"
    half.mkdir(parents=True)
    (half / "tables.db").write_bytes(b"half")
    odd = tmp_path / "snapshots" / SERVICE / ("0" * 32)
    odd.mkdir()
    (odd / "tables.db").write_bytes(b"half")
    (odd / "facts.json").write_text('{"numbers": 3}')
    readers = begin()
    [(positions, then), *_] = course(readers)
    assert readers.as_of(positions) == then
    assert [path.name for path in half.parent.iterdir()] == [readers.shelf.all()[0].key]


def test_only_so_many_snapshots_are_kept_those_used_last(begin: Callable[..., Readers], tmp_path: Path) -> None:
    readers = begin(limits=Limits(tmp_path / "few", most=2))
    told = course(readers)
    for positions, then in (*told, *told):
        assert readers.as_of(positions) == then
        assert len(readers.shelf.all()) <= 3
    readers.keeper.stop()
    assert len(readers.shelf.all()) == 2


def test_what_other_software_built_or_other_logs_gave_is_not_taken(begin: Callable[..., Readers]) -> None:
    readers = begin()
    [(positions, then), *_] = course(readers)
    assert readers.as_of(positions) == then
    readers.keeper.stop()
    newer = begin(code="2")
    assert newer.as_of(positions) == then
    [snapshot] = newer.shelf.all()
    newer.keeper.stop()
    engine = open_engine(newer.notebooks.address)
    with engine.begin() as connection:
        connection.execute(update(STORE.events).where(STORE.events.c.number == 1).values(hash="other"))
    altered = begin(code="2")
    before = snapshot.database.stat().st_mtime_ns
    assert altered.as_of(positions) == then
    assert snapshot.database.stat().st_mtime_ns != before, "it was built anew"


def test_what_is_parked_or_given_up_is_not_shown(begin: Callable[..., Readers]) -> None:
    readers = begin()
    readers.take_in("sổ 0", "trước")
    readers.take_in("sổ 0", POISON)
    parked, then = readers.take_in("sổ 0", "sau"), on_the_shelf(readers.store)
    assert readers.as_of(parked) == then == {"notebook:sổ 0": "trước"}
    failed = min(list_parked(readers.store), key=lambda one: one.number)
    discard_parked(readers.store, readers.clock, failed.id, "không đọc được")
    later = readers.take_in("sổ 1", "khác")
    assert readers.as_of(parked) == then
    assert readers.as_of(later) == on_the_shelf(readers.store)


def test_without_the_whole_log_nothing_is_shown(begin: Callable[..., Readers], monkeypatch: pytest.MonkeyPatch) -> None:
    readers = begin(keeper=Keeper)
    [(positions, _), *_] = course(readers)[1:]
    engine = open_engine(readers.notebooks.address)
    with engine.begin() as connection:
        connection.execute(delete(STORE.events).where(STORE.events.c.number == 1))
    with pytest.raises(PastNotRebuilt):
        readers.as_of(positions)
    assert readers.shelf.all() == []


def test_the_policies_of_the_service_are_those_that_fill_snapshots() -> None:
    assert Service.hears.policies is MENDED
