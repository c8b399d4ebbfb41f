"""Settings of one service process: from the environment only, each from a file too (NAME_FILE)."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from shared.contracts.vocabulary import CLASSIFICATIONS
from shared.history.shelf import Limits

PREFIX = "KIEMDIEM_"
FILE_SCHEMES = ("file:///", "s3://")
DEFAULT_CEILING = "internal"
"""No state secret enters a system that nobody has told otherwise."""


class WrongSetting(ValueError):
    """A setting is missing or makes no sense. The text names it and says what it should be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one service needs to know of its surroundings.

    `feeds` gives the address of each service that is heard, for healing; `listen` is `address:port`;
    `wait_seconds` bounds how long a request may wait for what it builds on. `files_url` is where attached files are
    kept (`file:///folder` or `s3://bucket/prefix`), `ceiling` the highest classification that may be among them.
    `snapshots` is where tables as they were are kept, and how many.
    Further behind than `lag_seconds` or `lag_events`, the service is not ready. It works on `workers` requests at a
    time and lets others wait, up to `most_requests` in all. Told to end, it has `drain_seconds` to answer what has been
    asked. For `idempotency_days` a repeated request is recognized.
    """

    database_url: str
    amqp_url: str
    province: str
    listen: str
    feeds: Mapping[str, str]
    feed_token: str
    issuer: str
    audience: str
    jwks_file: Path
    wait_seconds: float
    files_url: str
    ceiling: str
    snapshots: Limits
    lag_seconds: float
    lag_events: int
    workers: int
    most_requests: int
    drain_seconds: float
    idempotency_days: int

    def source(self, service: str) -> str:
        """The CloudEvents source of a service of this province, e.g. `/binh-dinh/reviews`."""
        return f"/{self.province}/{service}"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises WrongSetting with one line that names the variable."""
    return Settings(
        database_url=_text(environment, "DATABASE_URL"),
        amqp_url=_text(environment, "AMQP_URL"),
        province=_text(environment, "PROVINCE", "binh-dinh"),
        listen=_text(environment, "LISTEN", "0.0.0.0:8000"),
        feeds=_feeds(_text(environment, "FEEDS", "")),
        feed_token=_text(environment, "FEED_TOKEN", ""),
        issuer=_text(environment, "ISSUER"),
        audience=_text(environment, "AUDIENCE", "kiemdiem"),
        jwks_file=_file(environment, "JWKS_FILE"),
        wait_seconds=_seconds(environment, "WAIT_SECONDS", "10"),
        files_url=_files_url(environment),
        lag_seconds=_seconds(environment, "LAG_SECONDS", "60"),
        lag_events=_count(environment, "LAG_EVENTS", "10000"),
        workers=(workers := _count(environment, "WORKERS", "64")),
        most_requests=_count(environment, "MOST_REQUESTS", str(4 * workers)),
        drain_seconds=_seconds(environment, "DRAIN_SECONDS", "20"),
        idempotency_days=_count(environment, "IDEMPOTENCY_DAYS", "400"),
        ceiling=_one_of(environment, "CLASSIFICATION_CEILING", CLASSIFICATIONS, DEFAULT_CEILING),
        snapshots=Limits(
            Path(_text(environment, "SNAPSHOTS_FOLDER", str(Path(gettempdir()) / "kiemdiem-snapshots"))),
            _count(environment, "SNAPSHOTS_MOST", "8"),
            _count(environment, "SNAPSHOTS_MEGABYTES", "4096"),
        ),
    )


def _text(environment: Mapping[str, str], name: str, default: str | None = None) -> str:
    if value := environment.get(PREFIX + name):
        return value
    if path := environment.get(f"{PREFIX}{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{PREFIX}{name}_FILE: cannot read {path}: {error.strerror}") from None
    if default is None:
        raise WrongSetting(f"{PREFIX}{name} is not set (nor {PREFIX}{name}_FILE)")
    return default


def _feeds(text: str) -> dict[str, str]:
    feeds = {}
    for entry in filter(None, text.split(",")):
        service, separator, address = entry.strip().partition("=")
        if not separator or not address.startswith(("http://", "https://")):
            raise WrongSetting(f"{PREFIX}FEEDS: {entry!r} is not of the form service=http://address")
        feeds[service] = address.rstrip("/")
    return feeds


def _file(environment: Mapping[str, str], name: str) -> Path:
    path = Path(_text(environment, name))
    if not path.is_file():
        raise WrongSetting(f"{PREFIX}{name}: there is no file {path}")
    return path


def _files_url(environment: Mapping[str, str]) -> str:
    url = _text(environment, "FILES_URL", "file:///var/lib/kiemdiem/files")
    if not url.startswith(FILE_SCHEMES):
        raise WrongSetting(f"{PREFIX}FILES_URL: {url!r} does not begin with one of {', '.join(FILE_SCHEMES)}")
    return url


def _one_of(environment: Mapping[str, str], name: str, values: Collection[str], default: str) -> str:
    value = _text(environment, name, default)
    if value not in values:
        raise WrongSetting(f"{PREFIX}{name}: {value!r} is not one of {', '.join(values)}")
    return value


def _count(environment: Mapping[str, str], name: str, default: str) -> int:
    text = _text(environment, name, default)
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 1_000_000:
        raise WrongSetting(f"{PREFIX}{name}: {text!r} is not a number between 1 and 999999")
    return int(text)


def _seconds(environment: Mapping[str, str], name: str, default: str) -> float:
    text = _text(environment, name, default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds <= 300:
        raise WrongSetting(f"{PREFIX}{name}: {text!r} is not a number of seconds between 0 and 300")
    return seconds
