"""A database from an older backup gets back what its log has lost, number by number; what cannot come back is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from deploy.archive import ArchiveBroken, archived, recover
from deploy.rebuild import tables_of
from shared.eventstore import EventStore
from shared.messaging import Envelope
from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench

DATABASE = "reviews.db"


class FeedOf:
    """A service's feed without the network."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        return [Envelope.of(recorded, "/binh-dinh/reviews") for recorded in self._store.read(after, limit)]


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def save(bench: ReviewsBench, person: str, text: str) -> None:
    answer = bench.member("PUT", f"{CAMPAIGN}/reviews/mem:{person}/draft", {"summary": text}, person=person)
    assert answer.status_code < 300, answer.text


def tables(bench: ReviewsBench) -> dict[str, Any]:
    """Everything that follows from events."""
    with bench.store.query() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables_of("reviews")}


def back_up(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / DATABASE)) as live, closing(sqlite3.connect(folder / "backup.db")) as copy:
        live.backup(copy)
    return folder / "backup.db"


def restore(folder: Path, backup: Path, bench: ReviewsBench) -> None:
    bench.engine.dispose()
    for leftover in ("-wal", "-shm"):
        (folder / f"{DATABASE}{leftover}").unlink(missing_ok=True)
    shutil.copy(backup, folder / DATABASE)


def test_what_a_restored_log_lacks_comes_back_as_it_was_and_lost_texts_are_named(
    bench: ReviewsBench, tmp_path: Path
) -> None:
    save(bench, "A", "Bản đã có trong bản sao lưu")
    archived("reviews", FeedOf(bench.store), tmp_path / "archive")
    backup = back_up(tmp_path)
    save(bench, "B", "Bản viết sau khi sao lưu")
    archived("reviews", FeedOf(bench.store), tmp_path / "archive")
    log, before = bench.store.read(0, 1000), tables(bench)

    restore(tmp_path, backup, bench)
    assert len(bench.store.read(0, 1000)) < len(log)
    found = recover("reviews", tmp_path, tmp_path / "archive")

    assert bench.store.read(0, 1000) == log
    assert tables(bench) == before
    assert bench.store.verify().intact
    assert [event["subject"] for event in found["events"]] == [log[-1].stream]
    assert [text["subject"] for text in found["texts_missing"]] == [log[-1].stream]
    assert recover("reviews", tmp_path, tmp_path / "archive")["events"] == []


def test_a_log_that_gave_numbers_anew_is_not_mixed_with_its_archive(bench: ReviewsBench, tmp_path: Path) -> None:
    backup = back_up(tmp_path)
    save(bench, "B", "Bản bị mất")
    archived("reviews", FeedOf(bench.store), tmp_path / "archive")
    restore(tmp_path, backup, bench)
    save(bench, "A", "Bản viết trên cơ sở dữ liệu cũ")
    log = bench.store.read(0, 1000)
    with pytest.raises(ArchiveBroken, match="given anew"):
        recover("reviews", tmp_path, tmp_path / "archive")
    assert bench.store.read(0, 1000) == log


def test_an_archive_that_was_altered_gives_nothing_back(bench: ReviewsBench, tmp_path: Path) -> None:
    backup = back_up(tmp_path)
    save(bench, "B", "Bản bị mất")
    archived("reviews", FeedOf(bench.store), tmp_path / "archive")
    restore(tmp_path, backup, bench)
    file = tmp_path / "archive/reviews.ndjson"
    *kept, last = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*kept, last.replace(b"mem:B", b"mem:C")]))
    head = bench.store.head()
    with pytest.raises(ArchiveBroken, match="does not continue"):
        recover("reviews", tmp_path, tmp_path / "archive")
    assert bench.store.head() == head


def test_an_archive_goes_on_after_a_line_that_was_not_finished(bench: ReviewsBench, tmp_path: Path) -> None:
    head = archived("reviews", FeedOf(bench.store), tmp_path / "archive")
    file = tmp_path / "archive/reviews.ndjson"
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert archived("reviews", FeedOf(bench.store), tmp_path / "archive") == head
    assert file.read_bytes() == whole


def test_an_archive_that_ends_before_the_log_is_no_help_and_says_so(bench: ReviewsBench, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/reviews.ndjson").write_bytes(b"")
    with pytest.raises(ArchiveBroken, match="nothing to give back"):
        recover("reviews", tmp_path, tmp_path / "archive")
