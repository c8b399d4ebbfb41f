"""`kiemdiem doctor`: what a service needs, whether it is there, and what to do where it is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

import amqp
import urllib3
from alembic.script.revision import RevisionError
from kombu.utils.url import parse_url
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from deploy.migrate import missing_migrations
from deploy.services import NAMES
from shared.config import Settings, WrongSetting, known_settings, settings_from, unknown_settings
from shared.eventstore import open_engine

SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` is empty when all is well."""

    what: str
    remedy: str = ""

    @property
    def well(self) -> bool:
        return not self.remedy

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "well": self.well}


def examine() -> list[Finding]:
    """Look at everything that `kiemdiem run` needs in this environment."""
    findings = [_python()]
    try:
        settings = settings_from()
    except WrongSetting as error:
        return [*findings, *(Finding("settings", line) for line in str(error).splitlines())]
    checks: list[Callable[[Settings], Iterator[Finding]]] = [_settings, _database, _broker, _keys, _feeds]
    return [*findings, *(finding for check in checks for finding in check(settings))]


def _settings(settings: Settings) -> Iterator[Finding]:
    """Each setting with its value, but for those that are secret."""
    for setting, its in zip(known_settings(), fields(settings), strict=True):
        value = getattr(settings, its.name)
        yield Finding(f"{setting.name} = {setting.shown(value() if setting.renewed else value)}")
    for name in unknown_settings():
        yield Finding(name, "There is no such setting. Correct its name, or take it away: docs/settings.md lists them.")


def _python() -> Finding:
    name = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    supported = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(name, "" if supported else "Install Python 3.11, 3.12 or 3.13 and make the environment anew.")


def _database(settings: Settings) -> Iterator[Finding]:
    engine = open_engine(settings.database_url)
    name = engine.url.render_as_string(hide_password=True)
    try:
        migrated = any(_is_up_to_date(service, engine) for service in NAMES)
    except SQLAlchemyError as error:
        yield Finding(
            f"database {name}",
            f"It cannot be reached ({type(error).__name__}). Start it, or correct KIEMDIEM_DATABASE_URL.",
        )
        return
    yield Finding(f"database {name}")
    if not migrated:
        yield Finding("migrations", "No service's tables are up to date here. Run `kiemdiem migrate SERVICE`.")


def _is_up_to_date(service: str, engine: Engine) -> bool:
    try:
        return not missing_migrations(service, engine)
    except RevisionError:  # the database is that of another service, which has migrations that this one has not
        return False


def _broker(settings: Settings) -> Iterator[Finding]:
    parts = parse_url(settings.amqp_url)
    name = f"broker {parts['hostname']}:{parts['port'] or 5672}"
    try:
        connection = amqp.Connection(
            host=f"{parts['hostname']}:{parts['port'] or 5672}",
            userid=parts["userid"] or "guest",
            password=parts["password"] or "guest",
            virtual_host=parts["virtual_host"] or "/",
            connect_timeout=SECONDS,
        )
        connection.connect()
        connection.close()
    except (OSError, amqp.AMQPError) as error:
        yield Finding(
            name, f"It cannot be reached ({type(error).__name__}). Start RabbitMQ, or correct KIEMDIEM_AMQP_URL."
        )
    else:
        yield Finding(name)


def _keys(settings: Settings) -> Iterator[Finding]:
    try:
        keys = json.loads(settings.jwks_file.read_text(encoding="utf-8"))["keys"]
    except (OSError, ValueError, LookupError, TypeError):
        keys = []
    remedy = "" if keys else "It holds no keys. Put the identity provider's JWKS there."
    yield Finding(f"token keys {settings.jwks_file}", remedy)


def _feeds(settings: Settings) -> Iterator[Finding]:
    pool = urllib3.PoolManager(retries=False, timeout=SECONDS)
    for service, address in settings.feeds.items():
        try:
            status = pool.request(
                "GET",
                f"{address}/{service}/events?limit=1",
                headers={"Authorization": f"Bearer {settings.feed_token()}"},
            ).status
        except urllib3.exceptions.HTTPError as error:
            yield Finding(
                f"feed of {service}",
                f"{address} does not answer ({type(error).__name__}). Start it, or correct KIEMDIEM_FEEDS.",
            )
            continue
        remedy = (
            ""
            if status == 200
            else f"{address} answered {status}. Check KIEMDIEM_FEED_TOKEN: it needs the role subscriber, "
            f"and {service}/personal among its grants."
        )
        yield Finding(f"feed of {service}", remedy)
