"""Settings of one service process: from the environment only, each from a file too (NAME_FILE).

Every setting is a field of `Settings`; what it may be, and what is said where it is something else, stands with it.
docs/settings.md is written from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

from shared.contracts.vocabulary import CLASSIFICATIONS

PREFIX = "KIEMDIEM_"
DEFAULT_CEILING = "internal"
"""No state secret enters a system that nobody has told otherwise."""

_HIDDEN = "***"
_FILE_SCHEMES = ("file:///", "s3://")
_DATABASES = ("postgresql://", "postgresql+psycopg2://", "sqlite://")
_BROKERS = ("amqp://", "amqps://")
_WEB = ("http://", "https://")


class WrongSetting(ValueError):
    """Settings are missing or make no sense. The text has one line for each, in Vietnamese and English: its name, its
    value unless that is secret, what is allowed, and the way out."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the text of a setting may be. `read` gives the value, or raises ValueError."""

    read: Callable[[str], Any]
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, its form, its usual text (None: it must be given), and what it is for.

    `renewed`: its value is a function that reads it anew, so that what changes in its file is taken up.
    """

    name: str
    form: Form
    default: str | None
    meaning: str
    secret: bool
    renewed: bool

    def shown(self, value: object) -> str:
        """A value as it may be shown to anyone."""
        return _HIDDEN if self.secret and value else str(value)


def _with(starts: tuple[str, ...]) -> Form:
    def read(text: str) -> str:
        if not text.startswith(starts):
            raise ValueError
        return text

    named = ", ".join(starts)
    return Form(read, f"phải bắt đầu bằng một trong: {named}", f"must begin with one of {named}")


def _one_of(values: tuple[str, ...]) -> Form:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError
        return text

    named = ", ".join(values)
    return Form(read, f"phải là một trong: {named}", f"must be one of {named}")


def _seconds_up_to(most: int) -> Form:
    def read(text: str) -> float:
        if not 0 < (seconds := float(text)) <= most:
            raise ValueError
        return seconds

    return Form(read, f"phải là số giây lớn hơn 0, tối đa {most}", f"must be a number of seconds above 0, up to {most}")


def _count_up_to(most: int) -> Form:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text) <= most):
            raise ValueError
        return int(text)

    return Form(read, f"phải là số nguyên từ 1 đến {most}", f"must be a whole number from 1 to {most}")


def _read_address(text: str) -> str:
    host, separator, port = text.rpartition(":")
    if not separator or not host or not 0 < int(port) < 65_536:
        raise ValueError
    return text


def _read_file(text: str) -> Path:
    if not (path := Path(text)).is_file():
        raise ValueError
    return path


def _read_feeds(text: str) -> dict[str, str]:
    feeds = {}
    for entry in filter(None, text.split(",")):
        service, separator, address = entry.strip().partition("=")
        if not service or not separator or not address.startswith(_WEB):
            raise ValueError
        feeds[service] = address.rstrip("/")
    return feeds


def _read_code(text: str) -> str:
    if not text.replace("-", "").isalnum() or not text.isascii() or text != text.lower():
        raise ValueError
    return text


_TEXT = Form(str, "là một đoạn chữ", "any text")
_CODE = Form(_read_code, "chỉ gồm chữ thường không dấu, số và dấu -", "small letters a to z, digits and - only")
_ADDRESS = Form(_read_address, "phải có dạng địa-chỉ:cổng, ví dụ 0.0.0.0:8000", "address:port, such as 0.0.0.0:8000")
_FILE = Form(_read_file, "phải là đường dẫn của một tệp có thật", "the path of a file that exists")
_FOLDER = Form(Path, "là đường dẫn của một thư mục", "the path of a folder")
_FEEDS = Form(
    _read_feeds,
    "phải có dạng dịch-vụ=http://địa-chỉ, cách nhau bằng dấu phẩy",
    "service=http://address, separated by commas",
)


def _setting(
    form: Form, meaning: str, *, default: str | None = None, secret: bool = False, renewed: bool = False
) -> Any:
    return field(metadata={"form": form, "meaning": meaning, "default": default, "secret": secret, "renewed": renewed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one service needs to know of its surroundings."""

    database_url: str = _setting(
        _with(_DATABASES), "The service's own database, with user and password where it needs them.", secret=True
    )
    amqp_url: str = _setting(_with(_BROKERS), "The broker, with user, password and virtual host.", secret=True)
    province: str = _setting(
        _CODE,
        "Whose system this is; it stands in every event's source, `/binh-dinh/reviews`.",
        default="binh-dinh",
    )
    listen: str = _setting(_ADDRESS, "Where the service listens.", default="0.0.0.0:8000")
    feeds: Mapping[str, str] = _setting(
        _FEEDS, "Where the other services are: to read their feeds, and to ask what they have heard.", default=""
    )
    feed_token: Callable[[], str] = _setting(
        _TEXT,
        "The token of the role `subscriber` for those feeds. In a file it may be renewed without a restart.",
        default="",
        secret=True,
        renewed=True,
    )
    issuer: str = _setting(_TEXT, "Who issues the tokens: their `iss`.")
    audience: str = _setting(_TEXT, "For whom the tokens must be: their `aud`.", default="kiemdiem")
    jwks_file: Path = _setting(_FILE, "The issuer's public keys (JWKS). Read anew when the file changes.")
    wait_seconds: float = _setting(
        _seconds_up_to(300), "How long a request may wait until what it builds on has been heard.", default="10"
    )
    files_url: str = _setting(
        _with(_FILE_SCHEMES),
        "Where attached files are kept: `file:///folder` or `s3://bucket/prefix`.",
        default="file:///var/lib/kiemdiem/files",
    )
    classification_ceiling: str = _setting(
        _one_of(tuple(CLASSIFICATIONS)),
        "The highest classification of an attached file that is kept at all.",
        default=DEFAULT_CEILING,
    )
    snapshots_folder: Path = _setting(
        _FOLDER, "Where tables as they were are kept for readers of the past.", default="/var/lib/kiemdiem/snapshots"
    )
    snapshots_most: int = _setting(_count_up_to(1_000), "How many such snapshots are kept.", default="8")
    snapshots_megabytes: int = _setting(_count_up_to(1_000_000), "How many MiB they may take together.", default="4096")
    lag_seconds: float = _setting(
        _seconds_up_to(86_400), "Further behind than this, the service is not ready.", default="60"
    )
    lag_events: int = _setting(_count_up_to(1_000_000), "The same in events.", default="10000")
    workers: int = _setting(_count_up_to(1_000), "How many requests are worked on at a time.", default="64")
    most_requests: int = _setting(
        _count_up_to(10_000),
        "How many may be worked on and wait in all; more are sent away for a while.",
        default="256",
    )
    drain_seconds: float = _setting(
        _seconds_up_to(600), "Told to end, how long the service goes on answering what has been asked.", default="20"
    )
    idempotency_days: int = _setting(
        _count_up_to(10_000), "For how many days a repeated request is recognized.", default="400"
    )
    log_level: str = _setting(
        _one_of(("debug", "info", "warning", "error")), "From which level on log lines are written.", default="info"
    )
    traces_url: str = _setting(
        _with((*_WEB, "off")),
        "Where traces go (OTLP over HTTP), such as `http://collector:4318/v1/traces`; `off` costs nothing.",
        default="off",
    )

    def source(self, service: str) -> str:
        """The CloudEvents source of a service of this province, e.g. `/binh-dinh/reviews`."""
        return f"/{self.province}/{service}"


def known_settings() -> list[Setting]:
    """Every setting, in the order of the reference."""
    return [_described(its) for its in fields(Settings)]


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises WrongSetting, which names everything that is wrong."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for its in fields(Settings):
        setting = _described(its)
        try:
            values[its.name] = _value(setting, environment)
        except WrongSetting as wrong:
            faults.append(str(wrong))
    if faults:
        raise WrongSetting("\n".join(faults))
    return Settings(**values)


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The variables that look like settings and are none: mistyped, or of another version."""
    names = [setting.name for setting in known_settings()]
    known = {*names, *(f"{name}_FILE" for name in names), *_OF_COMMANDS}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


_OF_COMMANDS = frozenset({f"{PREFIX}TOKEN", f"{PREFIX}SERVICE"})
"""What the command line reads, and no service."""


def _described(its: Field[Any]) -> Setting:
    assert its.default is MISSING
    return Setting(name=PREFIX + its.name.upper(), **its.metadata)


def _value(setting: Setting, environment: Mapping[str, str]) -> Any:
    value = _read(setting, environment)
    return partial(_read, setting, environment) if setting.renewed else value


def _read(setting: Setting, environment: Mapping[str, str]) -> Any:
    text = _text(setting, environment)
    try:
        return setting.form.read(text)
    except ValueError:
        told = f"{setting.name} = {setting.shown(text)!r}"
        raise _wrong(setting, told, setting.form.vi, setting.form.en) from None


def _text(setting: Setting, environment: Mapping[str, str]) -> str:
    in_file = f"{setting.name}_FILE"
    given, path = environment.get(setting.name), environment.get(in_file)
    if given and path:
        raise _wrong(setting, f"{setting.name} + {in_file}", "chỉ được đặt một trong hai", "only one may be set")
    if given:
        return given
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise _wrong(setting, f"{in_file} = {path!r}", f"không đọc được ({why})", f"unreadable ({why})") from None
    if setting.default is None:
        raise _wrong(setting, setting.name, f"chưa được đặt; {setting.form.vi}", f"is not set; {setting.form.en}")
    return setting.default


def _wrong(setting: Setting, told: str, vi: str, en: str) -> WrongSetting:
    """One line: what was said, what is wrong with it, and the way out."""
    way_out_vi = f"Đặt {setting.name} hoặc {setting.name}_FILE"
    way_out_en = f"Set {setting.name} or {setting.name}_FILE"
    if setting.default:
        way_out_vi += f", hoặc bỏ trống để dùng {setting.default!r}"
        way_out_en += f", or leave it out for {setting.default!r}"
    return WrongSetting(f"{told}: {vi}. {way_out_vi}. | {en}. {way_out_en}.")
