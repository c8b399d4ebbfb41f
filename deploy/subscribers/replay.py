"""The command `kiemdiem replay`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.exits import Exit
from deploy.output import console, errors, fail, show, told_plainly
from deploy.services import known
from deploy.subscribers.commands import AsJson, SubscribersFile
from deploy.subscribers.grants import SHIPPED
from deploy.upkeep import ServiceName
from shared.domain import iso
from shared.eventstore import EventStore


def replay(
    service: ServiceName,
    start: Annotated[str, typer.Option("--from", help="The first event's number, or an instant: what came after it.")],
    queue: Annotated[str, typer.Option(help="The subscriber's queue; it must exist.")],
    passwords: Annotated[Path, typer.Option(help="Folder of NAME.password, as for `subscribers definitions`.")],
    end: Annotated[
        str, typer.Option("--to", help="The last event's number, or an instant; then nothing is bound.")
    ] = "",
    event: Annotated[list[str] | None, typer.Option(help="Only these events; else all that were granted.")] = None,
    file: SubscribersFile = SHIPPED,
    as_json: AsJson = False,
) -> None:
    """Send a subscriber's queue the past of a service, and let live events come behind it, none missing, none twice.

    Run in the environment of the service, which must be running. Killed, or run while one is under way, it goes on with
    that. Exit codes: 1 the replay was given up, 2 nothing was done, 3 broker, database or service did not answer.
    """
    from deploy.logs import opened
    from deploy.subscribers import replaying
    from shared.config import settings_from
    from shared.messaging import Replay

    with _told():
        name = known(service)
        subscriber = _owner(queue, file)
        store, _ = opened(name, None)
        asked = Replay(
            queue,
            replaying.keys_for(subscriber, name, event or []),
            _before(store, start),
            _position(store, end) if end else None,
        )
        at = replaying.logins(settings_from().amqp_url, subscriber, _password(passwords, subscriber.name))
        found = replaying.replayed(store, at, subscriber, asked, lambda text: errors.print(text, highlight=False))
    show(found, as_json, lambda it: console.print(f"{it['queue']}: {it['state']} at {it['reached']}"))
    if "reason" in found:
        raise fail(Exit.FINDINGS, f"The replay was given up: {found['reason']}. Mend that, and run it again.")


def _owner(queue: str, file: Path) -> Any:
    from deploy.subscribers.grants import owner_of, subscribers_in

    owner = owner_of(queue, subscribers_in(file))
    if owner is None:
        raise fail(Exit.USAGE, f"The queue {queue} belongs to no subscriber: its name begins with the name of none.")
    return owner


def _password(folder: Path, name: str) -> str:
    try:
        return (folder / f"{name}.password").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise fail(Exit.USAGE, f"{folder / name}.password: {error.strerror}") from None


def _before(store: EventStore, text: str) -> int:
    """The number of the last event that is not asked for."""
    number = int(text) - 1 if text.isascii() and text.isdecimal() else _position(store, text)
    if not 0 <= number <= store.head().number:
        raise fail(Exit.USAGE, f"--from {text}: the log has the events 1 to {store.head().number}.")
    return number


def _position(store: EventStore, text: str) -> int:
    """A number, or that of the last event until an instant."""
    if text.isascii() and text.isdecimal():
        return int(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise fail(Exit.USAGE, f"{text} is neither a number nor an instant such as 2026-01-31T08:00:00+07:00.")
    return store.until(iso(instant))


@contextmanager
def _told() -> Iterator[None]:
    """Turn whatever hinders it into one line and the right exit code."""
    from deploy.subscribers.grants import SubscribersFaulty
    from deploy.subscribers.replaying import NobodyReplays, NoSuchReplay
    from shared.messaging import BrokerUnavailable

    with told_plainly():
        try:
            yield
        except SubscribersFaulty as faulty:
            raise fail(Exit.INPUT, str(faulty)) from None
        except NoSuchReplay as error:
            raise fail(Exit.USAGE, str(error)) from None
        except (NobodyReplays, BrokerUnavailable) as error:
            raise fail(Exit.UNREACHABLE, str(error)) from None
