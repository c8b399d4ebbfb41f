"""The quick yes about an event's form: never where the contract says no, and for every event of a played campaign."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from deploy.contracts.samples import recorded
from shared.contracts.base import contract
from shared.contracts.sure import sure_of

RECORDED = sorted(recorded().items())

TEXTS = (
    "",
    " ",
    "2020-02-30",
    "2020-W01-1",
    "20201231",
    "2021-02-25T24:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "mem:",
    "1e3",
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(TEXTS),
    st.text(max_size=5),
    st.lists(st.integers(0, 1), max_size=1),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=1),
)


def is_accepted(key: Any, data: Any) -> bool:
    try:
        contract(*key).load(data)
    except ValidationError:
        return False
    return True


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container inside the value with each of its keys."""
    match value:
        case dict():
            entries = list(value.items())
        case list():
            entries = list(enumerate(value))
        case _:
            return []
    return [(value, key) for key, _ in entries] + [place for _, inner in entries for place in places(inner)]


@pytest.mark.parametrize(
    "key", [key for key, _ in RECORDED], ids=lambda key: f"{key.service}-{key.event}-{key.version}"
)
def test_every_event_of_a_played_campaign_is_surely_right(key: Any) -> None:
    assert sure_of(contract(*key))(dict(RECORDED)[key].data)


@given(st.sampled_from(RECORDED), st.data())
def test_what_is_surely_right_the_contract_accepts(event: Any, data: st.DataObject) -> None:
    key, envelope = event
    changed = deepcopy(envelope.data)
    container, name = data.draw(st.sampled_from(places(changed)))
    match data.draw(st.sampled_from(("replace", "remove", "add"))):
        case "replace":
            container[name] = data.draw(VALUES)
        case "remove":
            del container[name]
        case "add" if isinstance(container, dict):
            container[data.draw(st.text(max_size=3))] = data.draw(VALUES)
    if sure_of(contract(*key))(changed):
        assert is_accepted(key, changed)
