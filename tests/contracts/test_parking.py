"""What becomes of an event that cannot be applied: its subject waits, all others flow, and a retry sets it free."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from shared.domain import NotFound
from shared.eventstore import Unit
from shared.messaging import (
    DISCARDED,
    Broker,
    Envelope,
    OnlyWaits,
    Policies,
    Retried,
    Unreadable,
    discard_parked,
    list_parked,
    parking,
    retry_parked,
    show_parked,
    when,
)
from shared.messaging.hearing import Hearing
from tests.notebooks import StillClock
from tests.readers import MENDED, POISON, POLICIES, on_the_shelf, when_note_taken_put_it_on_the_shelf
from tests.readers.library import LONG, NOTEBOOKS, PROBE, Library

PROBED = {"notebook:probe": "probe"}
SUBJECT = "notebook:a"


@pytest.fixture
def library(tmp_path: Path, broker: Broker) -> Library:
    return Library(tmp_path, broker)


def retry(library: Library, policies: object = MENDED) -> Retried:
    return retry_parked(library.readers, policies, StillClock(), NOTEBOOKS, SUBJECT)  # type: ignore[arg-type]


def test_a_poisonous_event_parks_its_subject_while_all_others_flow(library: Library) -> None:
    with library.listening() as subscription:
        poisoned = library.take("a", "a1", POISON, "a3")
        library.publish(poisoned + library.take("b", "b1", "b2"))
        assert subscription.wait("notebooks", PROBE + 5, LONG)
        library.publish(library.take("a", "a4") + library.take("b", "b3"))
        assert subscription.wait("notebooks", PROBE + 7, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {SUBJECT: "a1", "notebook:b": "b1 b2 b3"}
    parked = list_parked(library.readers)
    assert [(row.source, row.number, row.subject, row.attempts) for row in parked] == [
        (NOTEBOOKS, PROBE + 2, SUBJECT, 1),
        (NOTEBOOKS, PROBE + 3, SUBJECT, 0),
        (NOTEBOOKS, PROBE + 6, SUBJECT, 0),
    ]
    assert parked[0].reason == f"Indigestible: {POISON}"
    shown = show_parked(library.readers, parked[0].id)
    assert Envelope.from_json(orjson.loads(shown.envelope)) == poisoned[1]


def test_poisonous_events_among_many_others_are_told_apart(library: Library) -> None:
    texts = {f"n{book}": POISON if book % 7 == 3 else f"text{book}" for book in range(50)}
    with library.listening() as subscription:
        library.publish([event for name, text in texts.items() for event in library.take(name, text)])
        assert subscription.wait("notebooks", PROBE + 50, LONG)
    sound = {f"notebook:{name}": text for name, text in texts.items() if text != POISON}
    assert on_the_shelf(library.readers) == PROBED | sound
    assert len(list_parked(library.readers)) == 50 - len(sound)


def test_a_retry_applies_the_parked_events_once_in_order_and_sets_the_subject_free(library: Library) -> None:
    with library.listening() as subscription:
        library.publish(library.take("a", "a1", POISON, "a3"))
        assert subscription.wait("notebooks", PROBE + 3, LONG)
        assert retry(library) == Retried(applied=2, left=0)
        assert retry(library) == Retried(applied=0, left=0)
        library.publish(library.events() + library.take("a", "a4"))
        assert subscription.wait("notebooks", PROBE + 4, LONG)
    assert on_the_shelf(library.readers) == PROBED | {SUBJECT: f"a1 {POISON} a3 a4"}
    assert list_parked(library.readers) == []


def test_a_retry_that_fails_again_is_counted_and_changes_nothing_else(library: Library) -> None:
    with library.listening() as subscription:
        library.publish(library.take("a", "a1", POISON, "a3"))
        assert subscription.wait("notebooks", PROBE + 3, LONG)
    assert retry(library, POLICIES) == Retried(applied=0, left=2)
    assert [row.attempts for row in list_parked(library.readers)] == [2, 0]
    assert on_the_shelf(library.readers) == PROBED | {SUBJECT: "a1"}


def test_a_discarded_event_holds_nothing_back_and_stays_as_evidence(library: Library) -> None:
    with library.listening() as subscription:
        library.publish(library.take("a", "a1", POISON, "a3"))
        assert subscription.wait("notebooks", PROBE + 3, LONG)
    poisoned, waiting = list_parked(library.readers)
    with pytest.raises(OnlyWaits):
        discard_parked(library.readers, StillClock(), waiting.id, "no use")
    discard_parked(library.readers, StillClock(), poisoned.id, "written by mistake")
    assert retry(library, POLICIES) == Retried(applied=1, left=0)
    assert on_the_shelf(library.readers) == PROBED | {SUBJECT: "a1 a3"}
    [kept] = list_parked(library.readers)
    assert kept.source == DISCARDED + NOTEBOOKS
    assert kept.reason == f"written by mistake [Indigestible: {POISON}]"
    assert kept.envelope == poisoned.envelope


def test_an_event_whose_application_fails_once_is_applied_all_the_same(library: Library) -> None:
    failures = [ValueError("only once")]

    @when("notebooks", "NoteTaken")
    def when_note_taken_fail_once(event: Envelope, unit: Unit) -> None:
        if event.number > PROBE and failures:
            raise failures.pop()

    policies = Policies([when_note_taken_put_it_on_the_shelf, when_note_taken_fail_once])
    with library.listening(policies=policies) as subscription:
        library.publish(library.take("a", "1"))
        assert subscription.wait("notebooks", PROBE + 1, LONG)
    assert failures == []
    assert list_parked(library.readers) == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1"}


def test_of_messages_that_are_no_events_only_the_newest_are_kept_and_the_beginning_of_each(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parking, "MOST_UNREADABLE", 3)
    monkeypatch.setattr(parking, "LARGEST_UNREADABLE", 2)
    hearing = Hearing(library.readers, POLICIES, StillClock())
    for number in range(5):
        hearing.keep([Unreadable("notebooks.events", "x", b"%d and more" % number, "a test")])
    kept = [orjson.loads(row.envelope) for row in list_parked(library.readers)]
    beginnings = [b64encode(b"%d " % number).decode() for number in (2, 3, 4)]
    assert [(row["base64"], row["bytes"]) for row in kept] == [(beginning, 10) for beginning in beginnings]
    assert kept[0]["sha256"] == sha256(b"2 and more").hexdigest()


def test_what_is_not_parked_cannot_be_shown(library: Library) -> None:
    with pytest.raises(NotFound):
        show_parked(library.readers, 7)
