"""What a contract is: the marshmallow schema of one public event in one version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.contracts import vocabulary
from shared.contracts.sure import Sure, sure_of

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

_classes: dict[tuple[str, str, int], type[Contract]] = {}
_newest: dict[tuple[str, str], int] = {}


class ContractBroken(ValueError):
    """An event's data does not have the form that its contract publishes."""


class Contract(Schema):
    """Schema of one public event: the class's name is the event's type, its docstring the meaning.

    A version is never changed once published. A new one is a class of its own, named `…V2` with
    `schema_version = 2`, whose `upcast` says what an event of the version before means in it. So whoever reads a log,
    the service that wrote it or one that listens, old events or new ones, deals with the newest version alone.
    """

    class Meta:
        unknown = RAISE

    service: ClassVar[str]
    schema_version: ClassVar[int] = 1
    personal: ClassVar[bool] = False
    """Whether the data is about a named or identifiable person."""
    first_release: ClassVar[str] = "0.1.0"
    """The release that published this version first."""

    @classmethod
    def upcast(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The data of the version before as this version says it."""
        raise NotImplementedError(f"{cls.__name__} has no version before it")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__doc__ and hasattr(cls, "service"):
            event = cls.service, cls.__name__.removesuffix(f"V{cls.schema_version}")
            _classes[*event, cls.schema_version] = cls
            _newest[event] = max(cls.schema_version, _newest.get(event, 1))


class NewerVersion(ContractBroken):
    """An event is in a version that this code does not know yet: whoever publishes it was brought up to date first."""


@cache
def contract(service: str, type_: str, version: int) -> Contract:
    try:
        return _classes[service, type_, version]()
    except KeyError:
        raise ContractBroken(f"{service} publishes no {type_} version {version}") from None


@cache
def _sure_of(service: str, type_: str, version: int) -> Sure:
    return sure_of(contract(service, type_, version))


def contracts_of(service: str) -> dict[tuple[str, int], Contract]:
    """The contracts of one service, by event type and version."""
    return {
        (type_, version): contract(*key)
        for key in sorted(_classes)
        for owner, type_, version in [key]
        if owner == service
    }


def upcasters_of(service: str) -> dict[tuple[str, int], Upcaster]:
    """What leads from each version of the service's events to the next, by type and the version that it starts from."""
    return {
        (type_, version - 1): kind.upcast
        for (owner, type_, version), kind in _classes.items()
        if owner == service and version > 1
    }


def newest_version(service: str, type_: str) -> int | None:
    """The newest version of an event that this code knows; None if it knows no such event."""
    return _newest.get((service, type_))


def in_newest_version(service: str, type_: str, version: int, data: dict[str, Any]) -> dict[str, Any]:
    """The data of a known event of that version, as the newest version says it. Raises NewerVersion."""
    newest = _newest[service, type_]
    if version > newest:
        raise NewerVersion(f"{service} publishes {type_} in version {version}, here the newest known is {newest}")
    for later in range(version + 1, newest + 1):
        data = _classes[service, type_, later].upcast(data)
    return data


def check(service: str, type_: str, version: int, data: dict[str, Any]) -> None:
    """Raise ContractBroken, naming event and field, unless `data` has the published form."""
    if _sure_of(service, type_, version)(data):
        return
    try:
        contract(service, type_, version).load(data)
    except ValidationError as error:
        raise ContractBroken(f"{service} {type_} v{version}: {error.messages}") from None


def a_code(**options: Any) -> fields.String:
    """An identifier: not empty, at most 200 characters."""
    return fields.String(validate=validate.Length(min=1, max=200), **{"required": True, **options})


def a_plain_code() -> fields.String:
    """An identifier that stands in addresses and in keys, so it is no path: no slash, and not `.` or `..`."""
    no_path = validate.Regexp(r"(?!\.{1,2}\Z)[^/]+\Z", error="May hold no slash, and not be . or ..")
    return fields.String(required=True, validate=validate.And(validate.Length(min=1, max=200), no_path))


def a_text(**options: Any) -> fields.String:
    """Free text that may be published, at most 2,000 characters."""
    return fields.String(validate=validate.Length(max=2000), **{"required": True, **options})


def a_date(**options: Any) -> fields.Date:
    return fields.Date(format="iso", **{"required": True, **options})


def an_instant(**options: Any) -> fields.AwareDateTime:
    """A moment that has a date in every zone, with a year of four digits, so that its text sorts."""
    between = validate.Range(datetime(1000, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
    return fields.AwareDateTime(format="iso", validate=between, **{"required": True, **options})


def one_of(names: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(list(names)), **{"required": True, **options})


def a_subject(**options: Any) -> fields.String:
    """`org:CODE`, `col:CODE`, `mem:PERSON` or `ldr:POST`."""
    kinds = "|".join(vocabulary.SUBJECT_KINDS)
    return fields.String(validate=validate.Regexp(f"^({kinds}):.{{1,196}}$"), **{"required": True, **options})


def a_level(**options: Any) -> fields.String:
    return one_of(vocabulary.LEVELS, **options)


def points(**options: Any) -> fields.String:
    """Points for a criterion, as plain decimal text: `7`, `72.68`."""
    return fields.String(validate=validate.Regexp(r"^[0-9]{1,6}(\.[0-9]{1,6})?$"), **{"required": True, **options})


def a_fingerprint(**options: Any) -> fields.String:
    """SHA-256 of a text that is kept beside the log, in hexadecimal."""
    return fields.String(validate=validate.Regexp("^[0-9a-f]{64}$"), **{"required": True, **options})


MAYBE: dict[str, Any] = {"allow_none": True}
