"""The chain of hashes, walked in memory: whatever is done to whichever event, the first one is named."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.eventstore import EMPTY, Blank, Fault, Recorded, Tampering
from shared.eventstore.integrity import walk
from shared.eventstore.record import seal

LENGTH = 8
positions = st.integers(1, LENGTH)
altered_fields = st.sampled_from([field.name for field in fields(Recorded) if field.name != "number"])


def chain() -> list[Recorded]:
    events: list[Recorded] = []
    previous = EMPTY.hash
    for number in range(1, LENGTH + 1):
        event: dict[str, Any] = {
            "number": number,
            "id": f"id-{number}",
            "stream": "notebook:a",
            "version": number,
            "type": "NoteTaken",
            "schema": 1,
            "body": "{}",
            "time": "2021-02-24T17:00:00.000000Z",
            "actor": "clerk",
            "organization": "TU",
            "correlation": None,
            "causation": None,
            "traceparent": None,
        }
        previous = seal(previous, event)
        events.append(Recorded(**event, hash=previous))
    return events


def changed(field: str) -> dict[str, Any]:
    return {field: "forged"}


def test_a_chain_as_it_was_recorded_is_intact() -> None:
    verdict = walk(iter(chain()), published=LENGTH)
    assert verdict.intact
    assert verdict.head == (LENGTH, chain()[-1].hash)


@given(positions, altered_fields)
def test_an_altered_event_is_named(number: int, field: str) -> None:
    events = chain()
    altered = replace(events[number - 1], **changed(field))
    events[number - 1] = altered
    assert walk(iter(events), 0).fault == Fault(Tampering.ALTERED, number, altered.id, altered.stream)


@given(st.sets(positions, min_size=1))
def test_the_first_missing_event_is_named(numbers: set[int]) -> None:
    remaining = [event for event in chain() if event.number not in numbers]
    assert walk(iter(remaining), published=LENGTH).fault == Fault(Tampering.MISSING, min(numbers))


@given(positions, altered_fields)
def test_an_inserted_event_is_named(number: int, field: str) -> None:
    events = chain()
    forged = replace(events[number - 1], **changed(field))
    later = [replace(event, number=event.number + 1) for event in events[number - 1 :]]
    fault = walk(iter([*events[: number - 1], forged, *later]), 0).fault
    assert fault == Fault(Tampering.INSERTED, number, forged.id, forged.stream)


@given(positions, positions)
def test_of_two_faults_the_first_is_named(one: int, other: int) -> None:
    events = chain()
    for number in (one, other):
        events[number - 1] = replace(events[number - 1], actor="forger")
    fault = walk(iter(events), 0).fault
    assert fault is not None
    assert fault.number == min(one, other)


@given(st.sets(positions))
def test_the_chain_goes_on_across_what_is_withheld(withheld: set[int]) -> None:
    events = [Blank(event.number, event.hash) if event.number in withheld else event for event in chain()]
    verdict = walk(iter(events), LENGTH)
    assert (verdict.fault, verdict.head.number, verdict.blanks) == (None, LENGTH, len(withheld))


@given(st.integers(1, LENGTH - 1))
def test_a_blank_with_a_hash_of_its_own_breaks_the_chain_behind_it(position: int) -> None:
    events: list[Recorded | Blank] = [*chain()]
    events[position - 1] = Blank(position, "f" * 64)
    assert walk(iter(events), LENGTH).fault is not None


def test_a_blank_that_is_gone_or_comes_twice_is_found() -> None:
    whole = [Blank(event.number, event.hash) for event in chain()]
    assert walk(iter(whole[:3] + whole[4:]), 0).fault == Fault(Tampering.MISSING, 4)
    assert walk(iter(whole[:3] + whole[2:]), 0).fault == Fault(Tampering.INSERTED, 3)
