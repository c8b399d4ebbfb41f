"""Data against its schema: every fault with its place, its value and its texts."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from marshmallow import Schema, ValidationError, fields, validate

from shared.eventstore import TextNotStorable
from shared.web.body import parsed
from shared.web.messages import in_vietnamese
from shared.web.refusals import InvalidFields, NotJson
from shared.web.validation import load, load_each


class Part(Schema):
    name = fields.String(required=True)


class Whole(Schema):
    code = fields.String(required=True)
    degrees = fields.Dict(keys=fields.String(), values=fields.String(validate=validate.OneOf(["XS", "TOT"])))
    parts = fields.List(fields.Nested(Part))


def faults(data: object) -> dict[str, tuple[object, str]]:
    with pytest.raises(InvalidFields) as raised:
        load(Whole, data)
    return {fault.field or "": (fault.value, fault.say("vi")) for fault in raised.value.faults}


def test_right_data_is_loaded() -> None:
    assert load(Whole, {"code": "A", "degrees": {"MEM-I-1": "XS"}}) == {"code": "A", "degrees": {"MEM-I-1": "XS"}}


@pytest.mark.parametrize(
    ("data", "pointer", "value", "text"),
    [
        ({}, "/code", None, "Thiếu trường bắt buộc."),
        ({"code": None}, "/code", None, "Không được để trống (null)."),
        ({"code": 7}, "/code", 7, "Phải là chuỗi ký tự."),
        ({"code": "A", "cod": 1}, "/cod", 1, "Không có trường này."),
        ({"code": "A", "a/b~c": 1}, "/a~1b~0c", 1, "Không có trường này."),
        ({"code": "A", "degrees": {"MEM-I-1": "X"}}, "/degrees/MEM-I-1", "X", "Phải là một trong: XS, TOT."),
        ({"code": "A", "degrees": []}, "/degrees", None, "Phải là một đối tượng JSON."),
        ({"code": "A", "parts": [{"name": "a"}, {"name": 1}]}, "/parts/1/name", 1, "Phải là chuỗi ký tự."),
        ({"code": "A", "parts": [1]}, "/parts/0", 1, "Sai kiểu dữ liệu, cần một đối tượng JSON."),
        ([1], "", None, "Sai kiểu dữ liệu, cần một đối tượng JSON."),
        ("text", "", "text", "Sai kiểu dữ liệu, cần một đối tượng JSON."),
    ],
)
def test_a_fault_names_its_place_and_value(data: object, pointer: str, value: object, text: str) -> None:
    assert faults(data) == {pointer: (value, text)}


def test_each_item_stands_for_itself() -> None:
    first, second, third = load_each(Whole, [{"code": "A"}, {"code": 2}, 3])
    assert first == {"code": "A"}
    assert isinstance(second, InvalidFields) and isinstance(third, InvalidFields)


def test_the_standard_messages_have_a_vietnamese_text() -> None:
    used = (fields.String, fields.Integer, fields.Decimal, fields.Boolean, fields.List, fields.Dict)
    messages: set[Any] = {text for kind in used for text in kind.default_error_messages.values()}
    messages |= {"Not a valid date.", "Not a valid datetime.", "Not a valid aware datetime."}
    refused: list[tuple[Any, Any]] = [
        (validate.Length(1, 2), "abc"),
        (validate.Length(min=2), "a"),
        (validate.Length(max=2), "abc"),
        (validate.Length(equal=2), "abc"),
        (validate.Range(1, 2), 3),
        (validate.Range(min=1), 0),
        (validate.Range(max=1), 2),
        (validate.Range(min=1, min_inclusive=False), 1),
        (validate.Range(max=1, max_inclusive=False), 1),
        (validate.OneOf(["a", "b"]), "c"),
        (validate.Equal(2), 3),
        (validate.Regexp("a"), "b"),
    ]
    for validator, value in refused:
        with pytest.raises(ValidationError) as raised:
            validator(value)
        messages.update(raised.value.messages)
    assert {text for text in messages if in_vietnamese(text) == text} == set()


def test_a_schemas_own_message_stays_as_it_is() -> None:
    assert in_vietnamese("Ngày kết thúc trước ngày bắt đầu.") == "Ngày kết thúc trước ngày bắt đầu."


@pytest.mark.parametrize("raw", [b"", b"{", b"[NaN]", b"[Infinity]", b'"\xff"', b'"\\ud800"', b"[1,]", b"{'a':1}"])
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    with pytest.raises(NotJson):
        parsed(raw)


@pytest.mark.parametrize("raw", [b'["a\\u0000"]', b'{"a\\u0000": 1}'])
def test_text_that_no_database_holds_is_refused(raw: bytes) -> None:
    with pytest.raises(TextNotStorable):
        parsed(raw)


@pytest.mark.parametrize("written", ["Ngô Thị Ngà", "Ngo\u0302 Thi\u0323 Nga\u0300"])
@pytest.mark.parametrize("escaped", [False, True])
def test_every_text_arrives_in_nfc(written: str, escaped: bool) -> None:
    text = "".join(f"\\u{ord(character):04x}" for character in written) if escaped else written
    raw = f'{{"{text}": ["{text}"]}}'.encode()
    assert parsed(raw) == {"Ngô Thị Ngà": ["Ngô Thị Ngà"]}


def test_numbers_keep_their_kind() -> None:
    assert parsed(orjson.dumps([1, 1.5, True])) == [1, 1.5, True]
