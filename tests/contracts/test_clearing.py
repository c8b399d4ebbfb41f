"""Answers to requests with a key are forgotten after a stated time, and not before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shared import clearing
from shared.clearing import Clearer
from shared.eventstore import STORE
from tests.sample.bench import Bench, note

NOTES = "/samples/notes"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def keys(bench: Bench) -> list[str]:
    with bench.store.query() as connection:
        return [*connection.scalars(select(STORE.idempotency.c.key).order_by(STORE.idempotency.c.key))]


def test_an_answer_is_kept_for_its_days_and_then_forgotten(bench: Bench) -> None:
    first = bench.call("POST", NOTES, note("N1"), Idempotency_Key="old")
    bench.clock.advance(days=400)
    bench.call("POST", NOTES, note("N2"), Idempotency_Key="new")
    clearer = Clearer(bench.store, bench.clock, days=400)
    assert clearer.clear() == 0
    again = bench.call("POST", NOTES, note("N1"), Idempotency_Key="old")
    assert (again.json, again.headers["Idempotency-Replayed"]) == (first.json, "true")
    bench.clock.advance(seconds=1)
    assert clearer.clear() == 1
    assert keys(bench) == ["new"]


def test_what_is_repeated_after_that_is_a_new_request(bench: Bench) -> None:
    bench.call("POST", NOTES, note("N1"), Idempotency_Key="old")
    bench.clock.advance(days=2)
    Clearer(bench.store, bench.clock, days=1).clear()
    again = bench.call("POST", NOTES, note("N2"), Idempotency_Key="old")
    assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (201, None)


def test_many_are_forgotten_a_part_at_a_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    for number in range(5):
        bench.call("POST", NOTES, note(f"N{number}"), Idempotency_Key=f"k{number}")
    bench.clock.at += timedelta(days=2)
    assert Clearer(bench.store, bench.clock, days=1).clear() == 5
    assert keys(bench) == []
