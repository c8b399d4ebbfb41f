"""How JSON values become what an event's type hints say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]

_AS_IT_IS = frozenset({Any, object, NoneType, bool, int, str, dict, list})
_FROM_TEXT: dict[Any, Reader] = {date: date.fromisoformat, datetime: datetime.fromisoformat, Decimal: Decimal}
_COLLECTIONS = {tuple, frozenset, set, list}


def reader(hint: Any) -> Reader:
    """A function from a JSON value to a value of the type `hint`. Raises TypeError for types without one."""
    if isinstance(hint, NewType):
        return reader(hint.__supertype__)
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _AS_IT_IS or origin is Literal:
        return _as_it_is
    if hint in _FROM_TEXT:
        return _FROM_TEXT[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if origin in (Union, UnionType):
        return _reader_of_optional(hint, [argument for argument in arguments if argument is not NoneType])
    if origin in _COLLECTIONS:
        return partial(_read_collection, origin, reader(_item_of(hint, arguments)))
    if origin in (dict, Mapping):
        return partial(_read_mapping, reader(arguments[1]))
    if isinstance(hint, type) and is_dataclass(hint):
        return _reader_of_dataclass(hint)
    raise TypeError(f"an event's data cannot hold {hint!r}")


def _reader_of_dataclass(dataclass: type[Any]) -> Reader:
    hints = get_type_hints(dataclass)
    readers = {field.name: reader(hints[field.name]) for field in fields(dataclass)}
    return partial(_read_dataclass, dataclass, readers)


def _reader_of_optional(hint: Any, present: list[Any]) -> Reader:
    readers = {reader(argument) for argument in present}
    if len(readers) > 1:
        raise TypeError(f"{hint!r} does not say how JSON becomes a value")
    [read] = readers
    return read if read is _as_it_is else partial(_read_optional, read)


def _item_of(hint: Any, arguments: tuple[Any, ...]) -> Any:
    item, *others = arguments
    if others not in ([], [Ellipsis]):
        raise TypeError(f"{hint!r} mixes types; a record of its own would say what they mean")
    return item


def _as_it_is(value: Any) -> Any:
    return value


def _read_optional(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


def _read_collection(collection: Callable[[Any], Any], read: Reader, value: Any) -> Any:
    return collection(read(item) for item in value)


def _read_mapping(read: Reader, value: Any) -> dict[str, Any]:
    return {key: read(item) for key, item in value.items()}


def _read_dataclass(dataclass: type[Any], readers: dict[str, Reader], value: Any) -> Any:
    return dataclass(**{name: readers[name](item) for name, item in value.items()})
