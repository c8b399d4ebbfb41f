"""Rulebooks and overlays against their JSON Schemas, each fault with its place and in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from services.ratings.domain.rules.flaws import Flaw, pointer

PACKS = Path(__file__).parent / "rulebooks"
"""Where the shipped rulebooks and their schemas lie."""

RULEBOOK, OVERLAY = "schema.json", "overlay-schema.json"

_TYPES = {
    "object": ("một mục có các trường", "a mapping"),
    "array": ("một danh sách", "a list"),
    "string": ("văn bản", "text"),
    "integer": ("số nguyên", "a whole number"),
    "boolean": ("true hoặc false", "true or false"),
    "null": ("để trống", "nothing"),
}


def form_flaws(content: Any, schema: str) -> list[Flaw]:
    """Where the content does not have the schema's form."""
    found = (flaw for error in _validator(schema).iter_errors(content) for flaw in _flaws(error))
    return list(dict.fromkeys(found))


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((PACKS / schema).read_text(encoding="utf-8")))


def _flaws(error: ValidationError) -> Iterator[Flaw]:
    if error.validator in ("anyOf", "oneOf") and (inner := _nearest(error)):
        for part in inner:
            yield from _flaws(part)
    elif error.validator in _SEVERAL:
        yield from _SEVERAL[error.validator](error)
    else:
        vi, en = _SAID.get(error.validator, _other)(error)
        yield Flaw(pointer(*error.absolute_path), vi, en, _brief(error.instance))


def _nearest(error: ValidationError) -> list[ValidationError]:
    """The faults of the alternative that is meant: the one that the value fits, or whose type at least it has."""
    branches: dict[Any, list[ValidationError]] = {}
    for part in error.context or ():
        branches.setdefault(part.relative_schema_path[0], []).append(part)
    for unfit in ({"type", "enum"}, {"type"}):
        for parts in branches.values():
            if not any(part.validator in unfit and not part.relative_path for part in parts):
                return parts
    return []


def _missing(error: ValidationError) -> Iterator[Flaw]:
    for name in error.validator_value:
        if name not in error.instance:
            yield Flaw(pointer(*error.absolute_path, name), f"thiếu mục {name}", f"{name} is missing")


def _strange(error: ValidationError) -> Iterator[Flaw]:
    known = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    for name in error.instance:
        if name not in known and not any(_matches(pattern, name) for pattern in patterns):
            where = pointer(*error.absolute_path, name)
            yield Flaw(where, f"không có mục {name} ở đây", f"there is no {name} here", name)


def _companions(error: ValidationError) -> Iterator[Flaw]:
    for name, companions in error.validator_value.items():
        for companion in companions if name in error.instance else ():
            if companion not in error.instance:
                vi, en = f"có {name} thì phải có {companion}", f"{name} needs {companion} beside it"
                yield Flaw(pointer(*error.absolute_path, companion), vi, en)


def _matches(pattern: str, name: str) -> bool:
    return re.search(pattern, name) is not None


def _type(error: ValidationError) -> tuple[str, str]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    vi, en = (" / ".join(_TYPES[name][language] for name in wanted) for language in (0, 1))
    return f"phải là {vi}", f"must be {en}"


def _one_of(error: ValidationError) -> tuple[str, str]:
    values = ", ".join(str(value) for value in error.validator_value)
    return f"phải là một trong: {values}", f"must be one of {values}"


def _other(error: ValidationError) -> tuple[str, str]:
    return f"không đúng dạng ({error.validator})", f"has the wrong form ({error.validator})"


_SEVERAL: dict[Any, Callable[[ValidationError], Iterator[Flaw]]] = {
    "required": _missing,
    "additionalProperties": _strange,
    "dependentRequired": _companions,
}
_SAID: dict[Any, Callable[[ValidationError], tuple[str, str]]] = {
    "type": _type,
    "enum": _one_of,
    "const": lambda error: (f"phải là {error.validator_value}", f"must be {error.validator_value}"),
    "pattern": lambda error: ("không đúng dạng mã, số hoặc ngày", "is no code, number or date of the form asked for"),
    "minLength": lambda error: ("không được để trống", "must not be empty"),
    "minItems": lambda error: (f"cần ít nhất {error.validator_value}", f"needs {error.validator_value} at least"),
    "maxItems": lambda error: (f"nhiều nhất {error.validator_value}", f"has {error.validator_value} at most"),
    "minProperties": lambda error: ("không được để trống", "must not be empty"),
    "minimum": lambda error: (f"phải từ {error.validator_value}", f"must be {error.validator_value} or more"),
    "maximum": lambda error: (f"tối đa {error.validator_value}", f"must be {error.validator_value} or less"),
    "anyOf": lambda error: ("không đúng dạng nào được phép", "has none of the forms that are allowed"),
}


def _brief(value: Any) -> Any:
    """The value, if it is short enough to be repeated."""
    return value if isinstance(value, str | int | bool) else None
