"""Data against its marshmallow schema, each fault with its JSON pointer, value and texts in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields

from shared.eventstore.mapper import TextNotStorable
from shared.text import UnstorableText, nfc
from shared.web.messages import in_vietnamese
from shared.web.refusals import InvalidField, InvalidFields
from shared.web.request import Request
from shared.web.resource import Route


@cache
def schema_of(kind: type[Schema]) -> Schema:
    return kind()


def load(kind: type[Schema], data: Any) -> dict[str, Any]:
    """`data` as its schema reads it. Raises InvalidFields."""
    try:
        return _loaded(schema_of(kind).load(data, many=False))
    except ValidationError as error:
        raise InvalidFields(list(_faults(error.messages, data))) from None


def load_each(kind: type[Schema], items: Sequence[Any]) -> list[dict[str, Any] | InvalidFields]:
    """Each item as its schema reads it, or what is wrong with it. Pointers start from the item."""
    try:
        return list(schema_of(kind).load(items, many=True))
    except ValidationError:
        return [_attempt(kind, item) for item in items]


def query_of(request: Request, route: Route, apart: Collection[str] = ()) -> dict[str, Any]:
    """The query as the resource's schema reads it, but for the parameters `apart`.

    Raises InvalidFields, whose faults name the parameter as `?name`.
    """
    kind = route.query or Schema
    given = ((name, values) for name, values in request.args.lists() if name not in apart)
    arguments = arguments_of(kind, given, "?")
    try:
        return _loaded(schema_of(kind).load(arguments))
    except ValidationError as error:
        faults = _faults(error.messages, arguments)
        raise InvalidFields([_as_parameter(fault) for fault in faults]) from None


def arguments_of(kind: type[Schema], given: Iterable[tuple[str, list[str]]], place: str) -> dict[str, Any]:
    """Texts by name, in NFC. `place` stands before the name of one that cannot be stored. Raises TextNotStorable."""
    return {name: _argument(kind, name, values, place) for name, values in given}


def _argument(kind: type[Schema], name: str, values: list[str], place: str) -> str | list[str]:
    """A parameter's text; a list where the schema says so, and where it was wrongly given twice."""
    try:
        texts = [nfc(value) for value in values]
    except UnstorableText:
        raise TextNotStorable(field=f"{place}{name}") from None
    listed = isinstance(schema_of(kind).fields.get(name), fields.List)
    return texts if listed or len(texts) > 1 else texts[0]


def _loaded(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError(f"a schema of the web layer loads dictionaries, not {type(data).__name__}")
    return data


def _attempt(kind: type[Schema], item: Any) -> dict[str, Any] | InvalidFields:
    try:
        return load(kind, item)
    except InvalidFields as invalid:
        return invalid


def _as_parameter(fault: InvalidField) -> InvalidField:
    name = (fault.field or "").lstrip("/")
    return InvalidField(field=f"?{name}", value=fault.value, vi=fault.say("vi"), en=fault.say("en"))


def _faults(messages: Any, data: Any, pointer: str = "") -> Iterator[InvalidField]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == "_schema" or _is_entry(key, messages, data):
                yield from _faults(inner, data, pointer)
            else:
                yield from _faults(inner, _part(data, key), f"{pointer}/{_escaped(key)}")
        return
    value = None if isinstance(data, Mapping | list) else data
    for message in messages if isinstance(messages, list) else [messages]:
        yield InvalidField(field=pointer, value=value, vi=in_vietnamese(str(message)), en=str(message))


def _is_entry(key: Any, messages: Mapping[Any, Any], data: Any) -> bool:
    """Whether marshmallow means the entry of a Dict field by `key` or `value`, and not a field of that name."""
    inside = data if isinstance(data, Mapping) else {}
    return key in {"key", "value"} and messages.keys() <= {"key", "value"} and key not in inside


def _part(data: Any, key: Any) -> Any:
    if isinstance(data, Mapping):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
