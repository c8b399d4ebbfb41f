"""Settings of one service process: from the environment only, each from a file too (NAME_FILE).

Every setting is a field of `Settings`; what it may be, and what is said where it is something else, stands with it.
What shows several provinces at the Centre reads `CentreSettings` instead.
docs/settings.md is written from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from shared.contracts.vocabulary import CLASSIFICATIONS
from shared.forms import (
    ADDRESS,
    BROKERS,
    CODE,
    DATABASES,
    FEEDS,
    FILE,
    FILES,
    FOLDER,
    TEXT,
    WEB,
    Form,
    beginning_with,
    count_up_to,
    one_of,
    seconds_up_to,
)

PREFIX = "KIEMDIEM_"
DEFAULT_CEILING = "internal"
"""No state secret enters a system that nobody has told otherwise."""

_HIDDEN = "***"


class WrongSetting(ValueError):
    """Settings are missing or make no sense. The text has one line for each, in Vietnamese and English: its name, its
    value unless that is secret, what is allowed, and the way out."""


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


def _setting(
    form: Form, meaning: str, *, default: str | None = None, secret: bool = False, renewed: bool = False
) -> Any:
    return field(metadata={"form": form, "meaning": meaning, "default": default, "secret": secret, "renewed": renewed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one service needs to know of its surroundings."""

    database_url: str = _setting(
        beginning_with(DATABASES),
        "The service's own database, with user and password where it needs them.",
        secret=True,
    )
    amqp_url: str = _setting(beginning_with(BROKERS), "The broker, with user, password and virtual host.", secret=True)
    province: str = _setting(
        CODE,
        "Whose system this is; it stands in every event's source, `/binh-dinh/reviews`.",
        default="binh-dinh",
    )
    listen: str = _setting(ADDRESS, "Where the service listens.", default="0.0.0.0:8000")
    feeds: Mapping[str, str] = _setting(
        FEEDS, "Where the other services are: to read their feeds, and to ask what they have heard.", default=""
    )
    feed_token: Callable[[], str] = _setting(
        TEXT,
        "The token of the role `subscriber` for those feeds. In a file it may be renewed without a restart.",
        default="",
        secret=True,
        renewed=True,
    )
    issuer: str = _setting(TEXT, "Who issues the tokens: their `iss`.")
    audience: str = _setting(TEXT, "For whom the tokens must be: their `aud`.", default="kiemdiem")
    jwks_file: Path = _setting(FILE, "The issuer's public keys (JWKS). Read anew when the file changes.")
    wait_seconds: float = _setting(
        seconds_up_to(300), "How long a request may wait until what it builds on has been heard.", default="10"
    )
    files_url: str = _setting(
        beginning_with(FILES),
        "Where attached files are kept: `file:///folder` or `s3://bucket/prefix`.",
        default="file:///var/lib/kiemdiem/files",
    )
    classification_ceiling: str = _setting(
        one_of(tuple(CLASSIFICATIONS)),
        "The highest classification of an attached file that is kept at all.",
        default=DEFAULT_CEILING,
    )
    snapshots_folder: Path = _setting(
        FOLDER, "Where tables as they were are kept for readers of the past.", default="/var/lib/kiemdiem/snapshots"
    )
    snapshots_most: int = _setting(count_up_to(1_000), "How many such snapshots are kept.", default="8")
    snapshots_megabytes: int = _setting(count_up_to(1_000_000), "How many MiB they may take together.", default="4096")
    lag_seconds: float = _setting(
        seconds_up_to(86_400), "Further behind than this, the service is not ready.", default="60"
    )
    lag_events: int = _setting(count_up_to(1_000_000), "The same in events.", default="10000")
    workers: int = _setting(count_up_to(1_000), "How many requests are worked on at a time.", default="64")
    most_requests: int = _setting(
        count_up_to(10_000),
        "How many may be worked on and wait in all; more are sent away for a while.",
        default="256",
    )
    drain_seconds: float = _setting(
        seconds_up_to(600), "Told to end, how long the service goes on answering what has been asked.", default="20"
    )
    idempotency_days: int = _setting(
        count_up_to(10_000), "For how many days a repeated request is recognized.", default="400"
    )
    log_level: str = _setting(
        one_of(("debug", "info", "warning", "error")), "From which level on log lines are written.", default="info"
    )
    traces_url: str = _setting(
        beginning_with((*WEB, "off")),
        "Where traces go (OTLP over HTTP), such as `http://collector:4318/v1/traces`; `off` costs nothing.",
        default="off",
    )

    def source(self, service: str) -> str:
        """The CloudEvents source of a service of this province, e.g. `/binh-dinh/reviews`."""
        return f"/{self.province}/{service}"


def _like_every_service(name: str) -> Any:
    """The setting of that name, as every service has it."""
    return field(metadata={its.name: its for its in fields(Settings)}[name].metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSettings:
    """What the centre needs to know of its surroundings. It has no database and no broker."""

    centre: Path = _setting(FILE, "The file of the provinces: their names, and where the reporting of each answers.")
    listen: str = _like_every_service("listen")
    issuer: str = _like_every_service("issuer")
    audience: str = _like_every_service("audience")
    jwks_file: Path = _like_every_service("jwks_file")
    lag_seconds: float = _like_every_service("lag_seconds")
    workers: int = _like_every_service("workers")
    most_requests: int = _like_every_service("most_requests")
    drain_seconds: float = _like_every_service("drain_seconds")
    log_level: str = _like_every_service("log_level")
    traces_url: str = _like_every_service("traces_url")


S = TypeVar("S", Settings, CentreSettings)


def known_settings(of: type[Settings] | type[CentreSettings] = Settings) -> list[Setting]:
    """Every setting, in the order of the reference."""
    return [_described(its) for its in fields(of)]


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of a service. Raises WrongSetting, which names everything that is wrong."""
    return _settings_of(Settings, environment)


def centre_settings_from(environment: Mapping[str, str] = os.environ) -> CentreSettings:
    """Read the settings of the centre. Raises WrongSetting, which names everything that is wrong."""
    return _settings_of(CentreSettings, environment)


def _settings_of(of: type[S], environment: Mapping[str, str]) -> S:
    values: dict[str, Any] = {}
    faults: list[str] = []
    for its in fields(of):
        setting = _described(its)
        try:
            values[its.name] = _value(setting, environment)
        except WrongSetting as wrong:
            faults.append(str(wrong))
    if faults:
        raise WrongSetting("\n".join(faults))
    return of(**values)


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The variables that look like settings and are none: mistyped, or of another version."""
    names = [setting.name for of in (Settings, CentreSettings) for setting in known_settings(of)]
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
