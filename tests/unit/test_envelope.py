"""An event keeps everything on its way, and a reader that knows no envelopes finds plain JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.eventstore import Recorded
from shared.messaging import Envelope, UnreadableMessage

RECORDED = Recorded(
    number=42,
    id="01900000-0000-7000-8000-000000000042",
    stream="notebook:Hoài Nhơn",
    version=3,
    type="NoteTaken",
    schema=2,
    body='{"marks":[],"score":"1.10","text":"Đảng bộ thị xã"}',
    time="2021-02-24T17:00:00.000000Z",
    actor="clerk",
    organization="TU",
    correlation="c-1",
    causation="e-0",
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    hash="ab" * 32,
)
SOURCE = "/binh-dinh/notebooks"
ENVELOPE = Envelope.of(RECORDED, SOURCE)
SPARSE = replace(ENVELOPE, organization=None, correlation=None, causation=None, traceparent=None)


@pytest.mark.parametrize("envelope", [ENVELOPE, SPARSE], ids=["full", "sparse"])
def test_a_message_gives_back_the_envelope(envelope: Envelope) -> None:
    body, headers, _ = envelope.to_message()
    assert Envelope.from_message(body, headers) == envelope


@pytest.mark.parametrize("envelope", [ENVELOPE, SPARSE], ids=["full", "sparse"])
def test_the_feeds_json_gives_back_the_envelope(envelope: Envelope) -> None:
    assert Envelope.from_json(json.loads(json.dumps(envelope.to_json()))) == envelope


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text()))
def test_any_data_survives_both_ways(data: dict[str, object]) -> None:
    body = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    envelope = Envelope.from_json({**ENVELOPE.to_json(), "data": data})
    assert envelope.data == json.loads(body) == data
    assert Envelope.from_message(*envelope.to_message()[:2]) == envelope


def test_it_names_the_service_and_carries_what_was_recorded() -> None:
    assert ENVELOPE.service == "notebooks"
    assert (ENVELOPE.source, ENVELOPE.subject, ENVELOPE.body) == (SOURCE, RECORDED.stream, RECORDED.body)
    assert ENVELOPE.data == RECORDED.data


def test_a_stock_json_reader_sees_plain_data() -> None:
    body, _, properties = ENVELOPE.to_message()
    assert json.loads(body) == {"marks": [], "score": "1.10", "text": "Đảng bộ thị xã"}
    assert (properties["content_type"], properties["content_encoding"]) == ("application/json", "utf-8")
    assert properties["delivery_mode"] == 2
    assert properties["message_id"] == ENVELOPE.id


def test_the_headers_are_cloud_events() -> None:
    _, headers, _ = ENVELOPE.to_message()
    assert headers == {
        "cloudEvents_specversion": "1.0",
        "cloudEvents_id": ENVELOPE.id,
        "cloudEvents_source": SOURCE,
        "cloudEvents_type": "NoteTaken",
        "cloudEvents_time": "2021-02-24T17:00:00.000000Z",
        "cloudEvents_subject": "notebook:Hoài Nhơn",
        "cloudEvents_sequence": "00000000000000000042",
        "cloudEvents_streamversion": "3",
        "cloudEvents_dataschema": "urn:kiemdiem:event:notebooks:NoteTaken:2",
        "cloudEvents_hash": "ab" * 32,
        "cloudEvents_actor": "clerk",
        "cloudEvents_organization": "TU",
        "cloudEvents_correlationid": "c-1",
        "cloudEvents_causationid": "e-0",
        "traceparent": RECORDED.traceparent,
    }


def test_the_feeds_form_is_structured_cloud_events() -> None:
    document = ENVELOPE.to_json()
    assert document["specversion"] == "1.0"
    assert document["datacontenttype"] == "application/json"
    assert document["data"] == RECORDED.data
    assert document["traceparent"] == RECORDED.traceparent
    assert all(name.isalnum() and name == name.lower() for name in document)


def test_numbers_sort_as_text() -> None:
    numbers = [1, 9, 10, 99, 100, 2**63]
    texts = [replace(ENVELOPE, number=number).to_json()["sequence"] for number in numbers]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {20}


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": None},
        {"sequence": 42},
        {"sequence": "0"},
        {"sequence": "-1"},
        {"sequence": "٤٢"},
        {"id": ""},
        {"source": None},
        {"type": b"NoteTaken"},
        {"dataschema": "urn:kiemdiem:event:notebooks:NoteTaken:new"},
        {"organization": 7},
    ],
    ids=str,
)
def test_attributes_that_are_missing_or_wrong_are_refused(change: dict[str, object]) -> None:
    [name] = change
    with pytest.raises(UnreadableMessage, match=name):
        Envelope.from_json({**ENVELOPE.to_json(), **change})
    headers = {f"cloudEvents_{key}": value for key, value in {**ENVELOPE.to_json(), **change}.items()}
    with pytest.raises(UnreadableMessage, match=name):
        Envelope.from_message(b"{}", headers)


def test_a_document_without_data_is_refused() -> None:
    document = ENVELOPE.to_json()
    del document["data"]
    with pytest.raises(UnreadableMessage, match="no data"):
        Envelope.from_json(document)


def test_a_body_that_is_not_utf8_is_refused() -> None:
    _, headers, _ = ENVELOPE.to_message()
    with pytest.raises(UnreadableMessage, match="UTF-8"):
        Envelope.from_message(b"\xff", headers)
