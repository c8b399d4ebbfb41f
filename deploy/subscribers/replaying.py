"""`kiemdiem replay`: the past of a service for one queue of a subscriber, and live events behind it.

What must be done to the queue is done with the subscriber's own login, so the broker itself sees to it that no other
queue is touched; what is sent, the service's relay sends (shared.messaging.replays, docs/adr/0030). Every step may be
done again: who is killed in the middle runs the command once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import amqp

from deploy.subscribers.grants import Subscriber
from shared.domain import SystemClock
from shared.eventstore import EventStore
from shared.grants import granted_events, hears, hears_of_people
from shared.messaging import Replay, exchange_of
from shared.messaging.connections import close, connect, translated
from shared.messaging.replaying import EVERYTHING, replay_exchange_of
from shared.messaging.replays import DONE, ENDED, FAILED, FULL, LIVE, ask_for, clear_away, replay_into

PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.2
_CLOCK = SystemClock()


class NoSuchReplay(Exception):
    """What was asked for cannot be done; the text says why, and nothing has been done."""


class NobodyReplays(Exception):
    """No process of the service carries the replay on."""


class Logins(NamedTuple):
    """The broker, as the service and as the subscriber are known there."""

    service: str
    subscriber: str


def logins(service_url: str, subscriber: Subscriber, password: str) -> Logins:
    """The subscriber's login at the broker and the virtual host of the service."""
    parts = urlsplit(service_url)
    host = parts.netloc.rpartition("@")[2]
    as_subscriber = f"{quote(subscriber.name, safe='')}:{quote(password, safe='')}@{host}"
    return Logins(service_url, parts._replace(netloc=as_subscriber).geturl())


def keys_for(subscriber: Subscriber, service: str, events: list[str]) -> tuple[str, ...]:
    """The routing keys under which a queue hears these events, or all that were granted. Raises NoSuchReplay."""
    if not hears(subscriber.grants, service):
        raise NoSuchReplay(f"{subscriber.name} was granted nothing of {service}.")
    granted = granted_events(subscriber.grants, service)
    if refused := sorted(set(events) - set(granted)):
        raise NoSuchReplay(f"{subscriber.name} was not granted {', '.join(refused)}.")
    if events:
        return tuple(sorted(set(events)))
    return EVERYTHING if hears_of_people(subscriber.grants, service) else tuple(granted)


def replayed(
    store: EventStore, at: Logins, subscriber: Subscriber, asked: Replay, say: Callable[[str], None]
) -> dict[str, Any]:
    """Have a replay carried out, or the one into this queue that is under way; what came of it.

    Raises NoSuchReplay, NobodyReplays, BrokerUnavailable.
    """
    under_way = replay_into(store, asked.queue)
    if under_way is not None and under_way.state != FAILED:
        say(f"A replay into {asked.queue} is under way: this goes on with it.")
        asked = under_way
    else:
        _lead_into(at, subscriber, store.service, asked)
        ask_for(store, _CLOCK, asked)
    ended = _awaited(store, asked.queue, say)
    _lead_out(at, store.service, ended)
    clear_away(store, _CLOCK, asked.queue)
    return {"service": store.service, "queue": ended.queue, "reached": ended.number, "state": ended.state} | (
        {"reason": ended.reason} if ended.state == FAILED else {}
    )


def _lead_into(at: Logins, subscriber: Subscriber, service: str, asked: Replay) -> None:
    """Let the queue hear the replay, and, if live events are to come behind it, nothing else of the service."""
    through = replay_exchange_of(service, asked.queue)
    with _channel(at.service) as own:
        own.exchange_declare(through, "fanout", durable=True, auto_delete=False)
    try:
        with _channel(at.subscriber) as its:
            its.queue_declare(asked.queue, passive=True)
    except amqp.NotFound:
        raise NoSuchReplay(f"There is no queue {asked.queue}. The subscriber makes it, and nobody else.") from None
    with _channel(at.subscriber) as its:
        for key in _all_keys(subscriber, service) if asked.until is None else ():
            its.queue_unbind(asked.queue, exchange_of(service), key)
        its.queue_bind(asked.queue, through)


def _all_keys(subscriber: Subscriber, service: str) -> list[str]:
    """The routing keys under which the subscriber may have bound a queue."""
    patterns = ["#", "*"] if hears_of_people(subscriber.grants, service) else []
    return [*patterns, *granted_events(subscriber.grants, service)]


def _lead_out(at: Logins, service: str, ended: Replay) -> None:
    """Bind a queue that is live as subscribers bind theirs, and take the replay away.

    As long as both bindings exist an event comes once all the same: the broker puts it into a queue once.
    """
    through = replay_exchange_of(service, ended.queue)
    if ended.state in (LIVE, DONE):
        with _channel(at.subscriber) as its:
            for key in ended.keys if ended.state == LIVE else ():
                its.queue_bind(ended.queue, exchange_of(service), key)
            its.queue_unbind(ended.queue, through)
    with _channel(at.service) as own:
        own.exchange_delete(through)


def _awaited(store: EventStore, queue: str, say: Callable[[str], None]) -> Replay:
    """The replay once it has ended; meanwhile it is said how far it is."""
    seen, since = None, time.monotonic()
    while True:
        now = replay_into(store, queue)
        if now is None:
            raise NoSuchReplay(f"The replay into {queue} was cleared away by somebody else.")
        if now.state in ENDED:
            return now
        if now != seen:
            seen, since = now, time.monotonic()
            say(f"{now.number} of {now.until or store.head().number}{f', {now.reason}' if now.reason else ''}")
        elif now.reason != FULL and time.monotonic() > since + PATIENCE_SECONDS:
            raise NobodyReplays(
                f"The replay into {queue} stands at {now.number}. Does {store.service} run, does it reach the broker, "
                "and does the broker know its rights (kiemdiem broker definitions)? It goes on as soon as it can."
            )
        time.sleep(_LOOK_SECONDS)


@contextmanager
def _channel(uri: str) -> Iterator[amqp.Channel]:
    """A channel at the broker. Raises BrokerUnavailable; what the broker refuses is left as it is."""
    with translated():
        connection = connect(uri)
    try:
        yield connection.channel()
    finally:
        close(connection)
