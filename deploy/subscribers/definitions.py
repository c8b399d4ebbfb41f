"""What RabbitMQ has to know of subscribers: definitions for `rabbitmqctl import_definitions`.

A queue is bound only under a routing key that the topic permission of its owner allows, and the routing key is the
event's name. So personal events are kept apart on the exchange that carries everything: `#` is granted to nobody who
may not hear all (docs/adr/0028).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deploy.broker import LONGEST_QUEUE, exchange, user
from deploy.subscribers.grants import Subscriber
from shared.grants import granted_events, hears_of_people
from shared.messaging import exchange_of

LONGEST_DEAD = 16 * 2**20
DELIVERIES = 20
"""Attempts after which a message of a quorum queue is a dead letter."""

_NOTHING = "^$"


def definitions(subscribers: Iterable[Subscriber], passwords: Mapping[str, str], vhost: str) -> dict[str, Any]:
    """Users, rights, limits and places for dead letters of all subscribers, in one virtual host.

    `passwords` gives each name its password; only the hashes are in the definitions.
    """
    listed = list(subscribers)
    return {
        "users": [user(it.name, passwords[it.name]) for it in listed],
        "permissions": [_permission(it, vhost) for it in listed],
        "topic_permissions": [right for it in listed for right in _topic_permissions(it, vhost)],
        "exchanges": [
            *(exchange(exchange_of(service), "topic", vhost) for service in _heard(listed)),
            *(exchange(it.dead_letters, "fanout", vhost) for it in listed),
        ],
        "queues": [_dead_letters(it, vhost) for it in listed],
        "bindings": [_binding(it, vhost) for it in listed],
        "policies": [policy for it in listed for policy in _policies(it, vhost)],
    }


def _heard(subscribers: list[Subscriber]) -> list[str]:
    return sorted({service for it in subscribers for service in it.services})


def _permission(subscriber: Subscriber, vhost: str) -> dict[str, str]:
    own = subscriber.own_names
    exchanges = (exchange_of(service).replace(".", r"\.") for service in subscriber.services)
    # What a replay brings: each through an exchange of the service's, named for the queue (docs/adr/0030).
    replays = rf"({'|'.join(subscriber.services)})\.replay\.{own}"
    read = f"^({'|'.join((own, replays, *exchanges))})$"
    return {"user": subscriber.name, "vhost": vhost, "configure": f"^{own}$", "write": f"^{own}$", "read": read}


def _topic_permissions(subscriber: Subscriber, vhost: str) -> list[dict[str, str]]:
    """Without a rule for an exchange every routing key would be allowed, so there is one for each that it may read."""
    return [
        {
            "user": subscriber.name,
            "vhost": vhost,
            "exchange": exchange_of(service),
            "write": _NOTHING,
            "read": _keys(subscriber, service),
        }
        for service in subscriber.services
    ]


def _keys(subscriber: Subscriber, service: str) -> str:
    if hears_of_people(subscriber.grants, service):
        return ".*"
    return f"^({'|'.join(granted_events(subscriber.grants, service))})$"


def _dead_letters(subscriber: Subscriber, vhost: str) -> dict[str, Any]:
    arguments = {"x-queue-type": "quorum"}
    return {
        "name": subscriber.dead_letters,
        "vhost": vhost,
        "durable": True,
        "auto_delete": False,
        "arguments": arguments,
    }


def _binding(subscriber: Subscriber, vhost: str) -> dict[str, Any]:
    both = {"source": subscriber.dead_letters, "destination": subscriber.dead_letters}
    return {**both, "vhost": vhost, "destination_type": "queue", "routing_key": "", "arguments": {}}


def _policies(subscriber: Subscriber, vhost: str) -> list[dict[str, Any]]:
    """A queue that nobody reads drops its oldest messages, and never makes the publisher wait.

    A policy with a delivery limit goes to quorum queues alone: classic ones, such as stock nameko's, take the next.
    """
    dead = subscriber.dead_letters
    limits = {"max-length-bytes": LONGEST_QUEUE, "overflow": "drop-head", "dead-letter-exchange": dead}
    of_quorum = {**limits, "delivery-limit": DELIVERIES}
    rare = {"max-length-bytes": LONGEST_DEAD, "overflow": "drop-head"}
    return [
        _policy(subscriber.name, f"^{subscriber.own_names}$", limits, 10, vhost),
        _policy(f"{subscriber.name}.quorum", f"^{subscriber.own_names}$", of_quorum, 11, vhost),
        _policy(dead, f"^{dead.replace('.', chr(92) + '.')}$", rare, 12, vhost),
    ]


def _policy(name: str, pattern: str, definition: dict[str, Any], priority: int, vhost: str) -> dict[str, Any]:
    place = {"vhost": vhost, "pattern": pattern, "apply-to": "queues", "priority": priority}
    return {"name": name, **place, "definition": definition}
