"""Events as the store keeps them: checked, in NFC, and read back through their upcasters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

import orjson

from shared.contracts import Upcaster, check
from shared.domain import Event, Refusal
from shared.eventstore.reading import Reader, reader
from shared.text import UnstorableText, nfc

LARGEST_BODY = 1024 * 1024
"""Bytes of JSON that one event may hold."""


class TextNotStorable(Refusal):
    """The text holds a NUL or half of a surrogate pair, which no database keeps."""

    code = "unstorable_text"
    vi = "Văn bản có ký tự không lưu được (NUL hoặc nửa cặp thay thế Unicode)."
    en = "The text holds a character that cannot be stored (NUL, or half of a Unicode surrogate pair)."
    way_out_vi = "Xóa ký tự đó rồi gửi lại."
    way_out_en = "Remove the character and send the text again."


class ValueNotExact(Refusal):
    """The value has no exact form in the log: a floating-point number, or an integer beyond 64 bits."""

    code = "unstorable_value"
    vi = "Có giá trị không lưu được chính xác: {why}."
    en = "A value cannot be stored exactly: {why}."
    way_out_vi = "Gửi số thập phân dưới dạng chuỗi, số nguyên trong phạm vi 64 bit."
    way_out_en = "Send decimal numbers as text, integers within 64 bits."


class PayloadTooLarge(Refusal):
    """The event's data is longer than `LARGEST_BODY`."""

    code = "payload_too_large"
    status = 413
    vi = "Dữ liệu dài {size} byte, vượt quá {limit} byte."
    en = "The data is {size} bytes long, more than {limit}."
    way_out_vi = "Rút ngắn nội dung, hoặc chia thành nhiều yêu cầu."
    way_out_en = "Shorten the content, or divide it among several requests."


class UnknownEvent(LookupError):
    """The log holds an event, or a version of one, that this code has no class for."""


class Stored(NamedTuple):
    """What the store keeps of an event itself."""

    type: str
    schema: int
    body: str


class _Known(NamedTuple):
    schema: int
    read: Reader


class Mapper:
    """Turns events of one service into their stored form and back.

    `upcasters` lead from one version of an event's data to the next: the one under (type, 1) takes
    version 1 and gives version 2. Stored bodies never change.
    """

    def __init__(
        self,
        service: str,
        events: Iterable[type[Event]],
        upcasters: Mapping[tuple[str, int], Upcaster] | None = None,
    ) -> None:
        self._service = service
        self._known = {event.__name__: _Known(event.schema, reader(event)) for event in events}
        self._upcasters = dict(upcasters or {})
        for name, known in self._known.items():
            for version in range(1, known.schema):
                if (name, version) not in self._upcasters:
                    raise ValueError(f"{name} has no upcaster from version {version}")

    def to_stored(self, event: Event) -> Stored:
        """Type, version and canonical JSON of `event`.

        Raises TextNotStorable, ValueNotExact or PayloadTooLarge for data that nobody may record, and
        ContractBroken for data that is not what the service publishes.
        """
        name = type(event).__name__
        if name not in self._known:
            raise UnknownEvent(f"{self._service} has no event {name}")
        try:
            data = {field: _normalized(field, value) for field, value in event.data().items()}
            body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
        except TypeError as error:
            raise ValueNotExact(why=str(error)) from error
        if len(body) > LARGEST_BODY:
            raise PayloadTooLarge(size=len(body), limit=LARGEST_BODY)
        check(self._service, name, event.schema, data)
        return Stored(name, event.schema, body.decode())

    def to_event(self, stored: Stored) -> Event:
        """The event in its newest version. Raises UnknownEvent for what this code does not know."""
        known = self._known.get(stored.type)
        if known is None or stored.schema > known.schema:
            raise UnknownEvent(f"{self._service} has no event {stored.type} version {stored.schema}")
        data = orjson.loads(stored.body)
        for version in range(stored.schema, known.schema):
            data = self._upcasters[stored.type, version](data)
        return cast(Event, known.read(data))


def storable_text(text: str, field: str | None = None) -> str:
    """`text` in NFC. Raises TextNotStorable, naming `field` (a JSON pointer)."""
    try:
        return nfc(text)
    except UnstorableText as error:
        raise TextNotStorable(field=field) from error


def _normalized(field: str, value: Any) -> Any:
    """`value` with every text in NFC, also in keys; `field` is the top-level field that it belongs to."""
    match value:
        case str():
            return storable_text(value, f"/{field}")
        case list():
            return [_normalized(field, item) for item in value]
        case dict():
            return {_normalized(field, key): _normalized(field, item) for key, item in value.items()}
        case float():
            raise TypeError(f"float has no exact form: {value!r}")
    return value
