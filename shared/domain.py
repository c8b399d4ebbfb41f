"""The words that every service's domain is written in.

Pure Python: events are facts in the past tense, aggregates decide which facts follow
from a command, refusals say why none do. Nothing here knows a database or a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, Self

Instant = datetime
"""A moment in UTC, always aware."""


class Clock(Protocol):
    """Where "now" comes from; passed in, so that a test can hold it still."""

    def now(self) -> Instant: ...


class SystemClock:
    def now(self) -> Instant:
        return datetime.now(UTC)


class Event:
    """A fact, past tense, small. Subclasses are frozen dataclasses.

    `schema` is the version of the fact's published form (shared.contracts).
    """

    schema: ClassVar[int] = 1

    def data(self) -> dict[str, Any]:
        """The fact as JSON-ready data: dates as ISO text, sets sorted, no floats."""
        return _plain_fields(self)


def _plain_fields(value: Any) -> dict[str, Any]:
    return {name: plain(getattr(value, name)) for name in _fields_of(value.__class__)}


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_PLAIN = frozenset({str, int, bool, type(None)})


def plain(value: Any) -> Any:
    """`value` as JSON writes it. Decimals become text, so that 1.10 keeps its zero."""
    if type(value) in _PLAIN:
        return value
    match value:
        case None | bool() | int():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case frozenset() | set():
            return sorted(plain(item) for item in value)
        case list() | tuple():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return _plain_fields(value)
    raise TypeError(f"{type(value).__name__} has no plain form: {value!r}")


def iso(instant: Instant) -> str:
    """An instant as text that sorts: 2021-02-24T17:00:00.000000Z."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its zone: {instant!r}")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_Handler = Callable[[Any, Any], None]
_marked: dict[str, int] = {}


def when(event: type[Event]) -> Callable[[_Handler], _Handler]:
    """Mark an aggregate's method as what changes in it once `event` has happened."""

    def mark(method: _Handler) -> _Handler:
        place = f"{method.__module__}.{method.__qualname__}"
        if _marked.setdefault(place, method.__code__.co_firstlineno) != method.__code__.co_firstlineno:
            raise TypeError(f"{place} is defined twice: the second would replace the first")
        method.__dict__.setdefault("_applies", []).append(event)
        return method

    return mark


class Aggregate:
    """Something with an identity whose state is the sum of its events.

    Methods that decide are generators of events and change nothing; methods marked with
    `when` apply one event. `record` does both, so a decision sees its own earlier events.
    """

    kind: ClassVar[str]
    _handlers: ClassVar[dict[type[Event], list[_Handler]]] = {}

    def __init_subclass__(cls) -> None:
        handlers: dict[type[Event], list[_Handler]] = {}
        for method in list(vars(cls).values()):
            for event in getattr(method, "_applies", ()):
                handlers.setdefault(event, []).append(method)
        cls._handlers = handlers

    def __init__(self, key: str) -> None:
        self.key = key
        self.version = 0

    @classmethod
    def stream_of(cls, key: str) -> str:
        """The name of the stream that holds the aggregate's events, e.g. `person:DV000001`."""
        return f"{cls.kind}:{key}"

    @property
    def stream(self) -> str:
        return self.stream_of(self.key)

    def apply(self, event: Event) -> None:
        for handler in self._handlers.get(type(event), ()):
            handler(self, event)
        self.version += 1

    def replay(self, events: Iterable[Event]) -> Self:
        for event in events:
            self.apply(event)
        return self

    def decide(self, events: Iterator[Event]) -> list[Event]:
        """Run a decision, apply each event as it comes, and give the events back."""
        decided = []
        for event in events:
            self.apply(event)
            decided.append(event)
        return decided


class Refusal(Exception):
    """What the rules or the data forbid, said to the person who must act.

    Subclasses give the texts; the values that the texts name come as keyword arguments.
    `rule` names the document behind the refusal, `field` the JSON pointer of the value at fault. A year's rulebook
    may have another document instead (shared.citations), unless the rule is a lasting one, such as a law.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    vi: ClassVar[str] = "Yêu cầu bị từ chối."
    en: ClassVar[str] = "The request was refused."
    way_out_vi: ClassVar[str] = ""
    way_out_en: ClassVar[str] = ""
    rule: str | None = None
    rule_certainty: str | None = None
    lasting_rule: ClassVar[bool] = False

    def __init__(self, *, field: str | None = None, value: Any = None, **values: Any) -> None:
        self.field = field
        self.value = value
        self.values = values
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        return self._fill(self.vi if language == "vi" else self.en)

    def way_out(self, language: str) -> str:
        return self._fill(self.way_out_vi if language == "vi" else self.way_out_en)

    def _fill(self, template: str) -> str:
        named = {"value": self.value, **self.values}
        return template.format(
            **{name: ", ".join(map(str, item)) if isinstance(item, list) else item for name, item in named.items()}
        )


class NotFound(Refusal):
    """There is no such thing, or the caller is not entitled to know that there is."""

    code = "not_found"
    status = 404
    vi = "Không tìm thấy {what}."
    en = "{what} was not found."
    way_out_vi = "Kiểm tra lại mã, hoặc phạm vi đơn vị của tài khoản."
    way_out_en = "Check the code, or the organization that your account is limited to."


class AlreadyExists(Refusal):
    """The identity is taken, and by something else than what is being said now."""

    code = "already_exists"
    status = 409
    vi = "{what} đã có với nội dung khác."
    en = "{what} exists already with other content."
    way_out_vi = "Dùng lệnh thay đổi tương ứng thay cho đăng ký mới."
    way_out_en = "Use the command that changes it instead of registering it anew."


class VersionConflict(Refusal):
    """Somebody else was faster: the version that the caller built on is no longer the newest."""

    code = "version_conflict"
    status = 412
    vi = "{what} đã được người khác thay đổi (bản {actual}, yêu cầu dựa trên bản {expected})."
    en = "{what} has been changed by someone else (version {actual}, the request was based on {expected})."
    way_out_vi = "Đọc lại bản mới nhất rồi gửi lại."
    way_out_en = "Read the newest version and send the request again."


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Who commands, when, on behalf of which organization. Recorded with every event."""

    actor: str
    organization: str | None
    now: Instant
    may_state_instants: bool = False
    correlation: str | None = None
    causation: str | None = None
    traceparent: str | None = None
    expected_version: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    def instant(self, stated: Instant | None, field: str) -> Instant:
        """The instant that counts: the server's, unless an importer states the recorded one."""
        if stated is None:
            return self.now
        if not self.may_state_instants:
            raise InstantNotYours(field=field, value=iso(stated))
        return stated


class InstantNotYours(Refusal):
    """Only the server's clock counts, outside an import."""

    code = "instant_not_yours"
    vi = "Thời điểm {value} không được nhận: ngoài việc nhập dữ liệu, chỉ tính theo giờ của máy chủ."
    en = "The instant {value} is not accepted: outside an import only the server's clock counts."
    way_out_vi = "Bỏ trường này khỏi yêu cầu."
    way_out_en = "Leave this field out."
