"""Data that surely has the form of a schema: a quick yes, before the schema is asked what is wrong.

Marshmallow builds what it loads, field by field; whoever only wants to know whether an event has its published form
pays for all of that. What is not surely right here may still be right: the schema decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

Sure = Callable[[Any], bool]
"""Whether a value surely has a form."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?(Z|[+-][0-9]{2}:[0-9]{2})")


def sure_of(schema: Schema) -> Sure:
    """A function that says whether a schema surely accepts something."""
    checks = {name: _sure_of_field(field) for name, field in schema.fields.items()}
    required = {name for name, field in schema.fields.items() if field.required}
    if any(schema._hooks.values()) or any(field.data_key for field in schema.fields.values()):
        return _never

    def accepts(data: Any) -> bool:
        if type(data) is not dict or not required <= data.keys() <= checks.keys():
            return False
        return all(checks[name](value) for name, value in data.items())

    return accepts


def _sure_of_field(field: fields.Field[Any]) -> Sure:
    check = _checks.get(type(field), _unknown)(field)
    if not field.allow_none:
        return check
    return lambda value: value is None or check(value)


def _unknown(_: Any) -> Sure:
    return _never


def _never(_: Any) -> bool:
    return False


def _anything(_: Any) -> bool:
    return True


def _text(field: fields.String) -> Sure:
    valid = _valid(field)
    return lambda value: type(value) is str and valid(value)


def _number(field: fields.Integer) -> Sure:
    valid = _valid(field)
    return lambda value: type(value) is int and valid(value)


def _truth(field: fields.Boolean) -> Sure:
    valid = _valid(field)
    return lambda value: type(value) is bool and valid(value)


def _read(pattern: re.Pattern[str], read: Callable[[str], Any]) -> Callable[[Any], Sure]:
    """The check of a text in a pattern, from which a value is read that is valid."""

    def of(field: fields.Field[Any]) -> Sure:
        valid = _valid(field)

        def check(value: Any) -> bool:
            if type(value) is not str or not pattern.fullmatch(value):
                return False
            try:
                return valid(read(value))
            except (ValueError, OverflowError):
                return False

        return check

    return of


def _list(field: fields.List[Any]) -> Sure:
    valid, item = _valid(field), _sure_of_field(field.inner)
    return lambda value: type(value) is list and all(map(item, value)) and valid(value)


def _dict(field: fields.Dict) -> Sure:
    valid = _valid(field)
    key, item = (_anything if part is None else _sure_of_field(part) for part in (field.key_field, field.value_field))

    def check(value: Any) -> bool:
        return type(value) is dict and all(map(key, value)) and all(map(item, value.values())) and valid(value)

    return check


def _nested(field: fields.Nested) -> Sure:
    if field.many or field.validators:
        return _never
    return sure_of(field.schema)


_checks: Mapping[type, Callable[[Any], Sure]] = {
    fields.String: _text,
    fields.Integer: _number,
    fields.Boolean: _truth,
    fields.Date: _read(_DATE, date.fromisoformat),
    fields.AwareDateTime: _read(_INSTANT, datetime.fromisoformat),
    fields.List: _list,
    fields.Dict: _dict,
    fields.Nested: _nested,
}


def _valid(field: fields.Field[Any]) -> Sure:
    """Whether a value surely passes all the field's validators."""
    return _all([_sure_of_validator(validator) for validator in field.validators])


def _all(checks: Iterable[Sure]) -> Sure:
    match list(checks):
        case []:
            return _anything
        case [check]:
            return check
        case several:
            return lambda value: all(check(value) for check in several)


def _sure_of_validator(validator: Any) -> Sure:
    if type(validator) is validate.OneOf and all(isinstance(choice, str | int) for choice in validator.choices):
        return frozenset(validator.choices).__contains__
    if type(validator) is validate.Regexp:
        match = validator.regex.match
        return lambda value: match(value) is not None
    if type(validator) is validate.And:
        return _all(map(_sure_of_validator, validator.validators))

    def passes(value: Any) -> bool:
        try:
            validator(value)
        except ValidationError:
            return False
        return True

    return passes
