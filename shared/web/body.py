"""The body of a request: JSON, in NFC, one object or many items, each against its schema."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson
from marshmallow import Schema
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from shared.domain import Refusal
from shared.eventstore.mapper import TextNotStorable
from shared.text import UnstorableText, nfc
from shared.web.refusals import (
    BodyCutShort,
    BodyTooLarge,
    FormFromElsewhere,
    InvalidField,
    InvalidFields,
    MediaTypeNotTaken,
    NotAForm,
    NotJson,
    NotJsonType,
    TooManyItems,
)
from shared.web.request import LARGEST_BODY, Request
from shared.web.resource import Route
from shared.web.validation import arguments_of, load, load_each

MOST_ITEMS = 1000
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent. `entries` are the items in their order: the data of each, or why it has none."""

    raw: bytes = b""
    entries: tuple[dict[str, Any] | Refusal, ...] = ()
    batch: bool = False
    """Whether the entries came as `{"items": […]}`."""


def body_of(request: Request, route: Route) -> Body:
    """The body as `route` takes it.

    Raises BodyTooLarge, BodyTooSlow, BodyCutShort, MediaTypeNotTaken, NotJsonType, NotJson, NotAForm,
    FormFromElsewhere, InvalidFields, TooManyItems. In a batch a faulty item raises nothing: it stands in its place as a
    refusal.
    """
    raw = _raw(request, LARGEST_BODY if route.content is None else route.content.largest)
    if route.content is not None:
        if request.mimetype not in route.content.types:
            raise MediaTypeNotTaken(given=request.mimetype or "—", taken=sorted(route.content.types))
        return Body(raw)
    if route.body is None:
        if raw:
            raise InvalidFields([InvalidField(field="", value=None, vi="Không nhận nội dung.", en="No body is taken.")])
        return Body(raw)
    if route.form:
        return Body(raw, (_form(request, route.body, raw),))
    if request.mimetype != "application/json":
        raise NotJsonType(given=request.mimetype or "—")
    data = parsed(raw)
    if not (route.many and isinstance(data, dict) and isinstance(data.get("items"), list) and len(data) == 1):
        return Body(raw, (load(route.body, data),))
    items = data["items"]
    if len(items) > MOST_ITEMS:
        raise TooManyItems(count=len(items), limit=MOST_ITEMS)
    return Body(raw, tuple(load_each(route.body, items)), batch=True)


def _raw(request: Request, largest: int) -> bytes:
    too_large = BodyTooLarge(megabytes=largest >> 20)
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large from None
    except (ClientDisconnected, OSError, ValueError):  # the last one is a chunk that is none
        raise BodyCutShort() from None
    # A body that comes in chunks has no stated length, and werkzeug cuts it off at the limit without a word.
    if len(raw) > largest or (request.content_length is None and len(raw) >= LARGEST_BODY):
        raise too_large
    return raw


def _form(request: Request, kind: type[Schema], raw: bytes) -> dict[str, Any]:
    if request.mimetype != FORM:
        raise NotAForm(given=request.mimetype or "—")
    if request.comes_from_elsewhere:
        raise FormFromElsewhere()
    try:
        fields = parse_qs(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise NotAForm(given="—") from None
    return load(kind, arguments_of(kind, fields.items(), "/"))


def parsed(raw: bytes) -> Any:
    """JSON as data, every text in NFC. Raises NotJson and TextNotStorable."""
    try:
        data = orjson.loads(raw)
        # An escape may hide what NFC or the database objects to; without one a look at the whole is enough.
        if b"\\u" in raw or not (raw.isascii() or unicodedata.is_normalized("NFC", raw.decode())):
            data = _in_nfc(data)
    except orjson.JSONDecodeError as error:
        raise NotJson(reason=str(error)) from None
    except UnstorableText:
        raise TextNotStorable() from None
    return data


def _in_nfc(data: Any) -> Any:
    match data:
        case str():
            return nfc(data)
        case list():
            return [_in_nfc(item) for item in data]
        case dict():
            return {nfc(key): _in_nfc(value) for key, value in data.items()}
    return data
