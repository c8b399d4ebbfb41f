"""What an event looks like in the store, what no store may keep, and how it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NewType

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts import ContractBroken
from shared.domain import Event
from shared.eventstore import (
    LARGEST_BODY,
    Mapper,
    PayloadTooLarge,
    TextNotStorable,
    UnknownEvent,
    ValueNotExact,
)
from shared.eventstore.mapper import Stored
from shared.eventstore.reading import reader
from shared.text import nfc
from tests.notebooks import FactsGathered, NotebookNamed, NoteTaken, mapper, title_instead_of_name

storable = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
unstorable = st.builds(
    "{}{}{}".format, storable, st.one_of(st.just("\x00"), st.characters(categories=["Cs"])), storable
)


def test_the_body_is_canonical_json() -> None:
    stored = mapper().to_stored(NoteTaken("Kiểm điểm", date(2021, 2, 25), ("b", "a")))
    assert stored == ("NoteTaken", 1, '{"marks":["b","a"],"on":"2021-02-25","text":"Kiểm điểm"}')


@given(storable, st.none() | st.dates(), st.lists(storable))
def test_an_event_comes_back_as_it_was_with_its_text_in_nfc(text: str, on: date | None, marks: list[str]) -> None:
    event = mapper().to_event(mapper().to_stored(NoteTaken(text, on, tuple(marks))))
    assert event == NoteTaken(nfc(text), on, tuple(map(nfc, marks)))


@given(storable, storable)
def test_text_deep_inside_is_normalized_with_its_keys(key: str, text: str) -> None:
    event = mapper().to_event(mapper().to_stored(FactsGathered({"list": [{key: text}]})))
    assert event == FactsGathered({"list": [{nfc(key): nfc(text)}]})


@given(unstorable)
def test_text_that_no_database_keeps_is_refused_where_it_is(text: str) -> None:
    for event in (FactsGathered({text: 1}), FactsGathered({"facts": [text]})):
        with pytest.raises(TextNotStorable) as caught:
            mapper().to_stored(event)
        assert caught.value.field == "/facts"


@given(st.floats())
def test_floats_are_refused(number: float) -> None:
    with pytest.raises(ValueNotExact):
        mapper().to_stored(FactsGathered({"rate": [number]}))


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1])
def test_integers_beyond_64_bits_are_refused(number: int) -> None:
    with pytest.raises(ValueNotExact):
        mapper().to_stored(FactsGathered({"count": number}))


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    empty = len(mapper().to_stored(NotebookNamed("")).body)
    fits = "ạ" * ((LARGEST_BODY - empty) // 3)
    filling = "x" * ((LARGEST_BODY - empty) % 3)
    assert len(mapper().to_stored(NotebookNamed(fits + filling)).body.encode()) == LARGEST_BODY
    with pytest.raises(PayloadTooLarge) as caught:
        mapper().to_stored(NotebookNamed(fits + filling + "x"))
    assert caught.value.values == {"size": LARGEST_BODY + 1, "limit": LARGEST_BODY}


def test_data_that_breaks_its_contract_is_not_stored() -> None:
    with pytest.raises(ContractBroken, match="notebooks NoteTaken v1"):
        mapper().to_stored(NoteTaken(text=None))  # type: ignore[arg-type]


def test_an_event_of_another_service_is_unknown() -> None:
    class Elsewhere(Event):
        pass

    with pytest.raises(UnknownEvent, match="Elsewhere"):
        mapper().to_stored(Elsewhere())


@pytest.mark.parametrize(("type_", "schema"), [("Elsewhere", 1), ("NotebookNamed", 3)])
def test_what_this_code_has_no_class_for_is_unknown(type_: str, schema: int) -> None:
    with pytest.raises(UnknownEvent, match=f"{type_} version {schema}"):
        mapper().to_event(Stored(type_, schema, "{}"))


@dataclass(frozen=True)
class Weighed(Event):
    schema = 3

    grams: int


def test_upcasters_lead_from_any_version_to_the_newest() -> None:
    weights = Mapper(
        "notebooks",
        [Weighed],
        {
            ("Weighed", 1): lambda data: {"kilograms": data["tons"] * 1000},
            ("Weighed", 2): lambda data: {"grams": data["kilograms"] * 1000},
        },
    )
    bodies = {1: '{"tons":1}', 2: '{"kilograms":1000}', 3: '{"grams":1000000}'}
    assert {weights.to_event(Stored("Weighed", schema, body)) for schema, body in bodies.items()} == {Weighed(10**6)}


def test_a_missing_upcaster_is_told_at_the_start() -> None:
    with pytest.raises(ValueError, match="NotebookNamed has no upcaster from version 1"):
        Mapper("notebooks", [NotebookNamed])
    with pytest.raises(ValueError, match="Weighed has no upcaster from version 2"):
        Mapper("notebooks", [Weighed], {("Weighed", 1): title_instead_of_name})


class Level(StrEnum):
    GOOD = "good"


Code = NewType("Code", str)


@dataclass(frozen=True)
class Span:
    first: date
    days: int


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (str, "text"),
        (bool, True),
        (Code, "DV1"),
        (Literal["before", "by"], "by"),
        (Level, Level.GOOD),
        (Decimal, Decimal("1.10")),
        (date, date(2021, 2, 25)),
        (datetime, datetime(2021, 2, 24, 17, 0, 0, 1, tzinfo=UTC)),
        (date | None, None),
        (date | None, date(2021, 2, 25)),
        (str | int, 1),
        (tuple[date, ...], (date(2021, 2, 25),)),
        (frozenset[Level], frozenset({Level.GOOD})),
        (list[Decimal], [Decimal("0.5")]),
        (dict[str, Any], {"any": [1, None]}),
        (Mapping[str, date], {"on": date(2021, 2, 25)}),
        (tuple[Span, ...], (Span(date(2021, 2, 25), 3),)),
    ],
    ids=repr,
)
def test_a_value_comes_back_as_its_hint_says(hint: Any, value: Any) -> None:
    @dataclass(frozen=True)
    class Holding(Event):
        value: Any

    written = orjson.loads(orjson.dumps(Holding(value).data()))
    assert reader(hint)(written["value"]) == value


@pytest.mark.parametrize("hint", [float, bytes, date | Decimal, tuple[str, int], complex], ids=repr)
def test_a_type_without_a_sure_reading_is_told_at_the_start(hint: Any) -> None:
    with pytest.raises(TypeError):
        reader(hint)
