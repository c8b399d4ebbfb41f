"""What the workers beside a service say when they cannot go on, or not fast enough; and what its probe makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from shared.domain import CommandContext
from shared.eventstore import EventStore
from shared.messaging import Envelope, LagLimits, MemoryBroker, Unreadable, subscription
from shared.messaging.parking import park, park_behind, park_unreadable
from shared.messaging.relay import Relay
from tests.notebooks import NOW, StillClock, take
from tests.readers.library import LONG, NOTEBOOKS, PROBE, Library, open_notebooks, running
from tests.sample.bench import Bench

SOURCE = "/binh-dinh/notebooks"


class Hanging(MemoryBroker):
    """A broker that takes what is sent and never comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.free = Event(), Event()

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        self.asked.set()
        self.free.wait(LONG)


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return open_notebooks(tmp_path / "notebooks.db")


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        (LagLimits(), []),
        (LagLimits(events=2), ["relay_behind"]),
        (LagLimits(seconds=0), ["stalled"]),
    ],
    ids=["within", "too many", "hanging"],
)
def test_a_relay_that_hangs_is_noticed_by_what_waits_and_by_its_silence(
    store: EventStore, limits: LagLimits, codes: list[str]
) -> None:
    broker = Hanging()
    relay = Relay(store, broker, SOURCE, StillClock(), limits)
    take(store, "a", "1", "2", "3")
    relay.start()
    assert broker.asked.wait(LONG)
    assert [trouble.code for trouble in relay.healthy()] == codes
    broker.free.set()
    relay.stop()


def test_a_hole_that_the_feed_does_not_fill_makes_the_subscription_unready(tmp_path: Path) -> None:
    library = Library(tmp_path, MemoryBroker())
    with library.listening(limits=LagLimits(seconds=LONG, events=1)) as listening:
        library.feed.closed = True
        library.publish(library.take("a", "1", "2", "3")[2:])
        assert library.feed.refused.acquire(timeout=LONG)
        assert {trouble.code: trouble.grave for trouble in listening.healthy()} == {
            "feed_unavailable": False,
            "source_behind": True,
        }
        library.feed.closed = False
        assert listening.wait("notebooks", PROBE + 3, LONG)
        assert listening.healthy() == []


def test_a_subscriber_that_reads_up_is_not_ready_before_it_has(tmp_path: Path) -> None:
    library = Library(tmp_path, MemoryBroker())
    library.take("a", "1")
    library.feed.pass_on.clear()
    with running(library.subscription()) as reading_up:
        assert library.feed.asked.acquire(timeout=LONG)
        assert [trouble.code for trouble in reading_up.healthy()] == ["catching_up"]
        library.feed.pass_on.set()
        assert reading_up.wait("notebooks", 1, LONG)
        assert library.feed.asked.acquire(timeout=LONG)
        assert reading_up.healthy() == []


def test_an_inbox_that_is_full_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(tmp_path, MemoryBroker())
    listening = library.subscription()
    listening.start()
    assert library.feed.asked.acquire(timeout=LONG)
    monkeypatch.setattr(subscription, "BATCH", 1)
    listening._full_since = monotonic() - 61
    assert "inbox_behind" in [trouble.code for trouble in listening.healthy()]
    listening.stop()


def test_a_parked_subject_is_shown_and_takes_nobody_out_of_service(tmp_path: Path, store: EventStore) -> None:
    bench = Bench(tmp_path)
    take(store, "a", "1", "2")
    first, second = (Envelope.of(event, NOTEBOOKS) for event in store.read(0, 2))
    context = CommandContext("test", None, NOW)
    bench.store.execute(context, lambda unit: park(unit, first, "a test"))
    bench.store.execute(context, lambda unit: park_behind(unit, second))
    bench.store.execute(context, lambda unit: park_unreadable(Unreadable("notebooks.events", "x", b"{", "no"), unit))
    answer = bench.client.get("/samples/readyz")
    assert (answer.status_code, answer.json["healthy"], answer.json["degraded"]) == (200, True, True)
    [reason] = answer.json["reasons"]
    assert (reason["code"], reason["grave"]) == ("events_parked", False)
    assert reason["vi"].startswith("2 sự kiện của 1 đối tượng bị gác lại")
