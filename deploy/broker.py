"""`kiemdiem broker definitions`: the broker's users, rights and policies, from what the services say of themselves.

A service may declare and fill its own exchange and its own inbox, and read the exchanges of those it listens to;
nothing else. Its code needs no more: it declares others' exchanges only where it may.

Inboxes are classic durable queues, not quorum queues: those let two instances of a service read at once (seen on 3.10),
and what a lost inbox held is in the feeds.

A queue that nobody empties, be it an inbox, an agency's or one of a federation, drops its oldest messages. To refuse
new ones instead (`reject-publish`) would refuse the publisher's confirm, and so hold up all for the sake of one. What
is dropped is no dead letter: it is in the feed, and a copy of each would fill another queue.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from deploy.services import CENTRE, NAMES, service_class
from shared.messaging import exchange_of, inbox_of

VHOST = "kiemdiem"
LONGEST_QUEUE = 256 * 2**20
"""Bytes that one queue may hold, of a service or of a subscriber. What is older is dropped first; the feed has it."""
REPORTING = "reporting"
LONGEST_AWAY = 24 * 60 * 60 * 1000
"""Milliseconds for which a province's broker keeps what the central one does not fetch; the feeds have it all."""
_SALT_BYTES = 4


def definitions(passwords: Mapping[str, str]) -> dict[str, Any]:
    """What the broker loads at its start. `passwords` are by service; what stands in here is their salted hashes.

    With a password for `centre`, the central broker may fetch the services' events by federation.
    """
    fetched = [CENTRE] if CENTRE in passwords else []
    return {
        "vhosts": [{"name": VHOST, "metadata": {"description": VHOST, "tags": []}}],
        "users": [user(name, passwords[name]) for name in (*NAMES, *fetched)],
        "permissions": [*(rights(name) for name in NAMES), *(_rights_to_fetch(name) for name in fetched)],
        "topic_permissions": [],
        "parameters": [],
        "exchanges": [exchange(exchange_of(name), "topic", VHOST) for name in NAMES],
        "policies": [_bounded(VHOST)],
    }


def _bounded(vhost: str) -> dict[str, Any]:
    return {
        "vhost": vhost,
        "name": "bounded",
        "pattern": ".*",
        "apply-to": "queues",
        "definition": {"max-length-bytes": LONGEST_QUEUE, "overflow": "drop-head"},
        "priority": 0,
    }


def rights(service: str, login: str = "", vhost: str = VHOST) -> dict[str, str]:
    """What a service may declare, fill and read: names that match a pattern. Its login is its name, if nothing else."""
    own = [exchange_of(service), inbox_of(service)]
    hears = [exchange_of(source) for source in service_class(service).hears.sources]
    # The lock of its replays and their exchanges, to which it binds its own exchange: no queue of a subscriber.
    replays = rf"{service}\.replay(\..+)?"
    return {
        "user": login or service,
        "vhost": vhost,
        "configure": _exactly(own, replays),
        "write": _exactly(own, replays),
        "read": _exactly([inbox_of(service), exchange_of(service), *hears]),
    }


def _rights_to_fetch(login: str) -> dict[str, str]:
    """Federation keeps a queue and an exchange of its own at the broker that it fetches from, and reads the events."""
    own = "federation: .*"
    return {
        "user": login,
        "vhost": VHOST,
        "configure": _exactly([], own),
        "write": _exactly([], own),
        "read": _exactly([exchange_of(name) for name in NAMES], own),
    }


def login_at_the_centre(province: str) -> str:
    """The user of a province's reporting at the central broker."""
    return f"{province}.{REPORTING}"


def upstream(province: str, uri: str, password: str) -> dict[str, Any]:
    """What the central broker adds for one province: a virtual host of its own, fed from the province's exchanges, and
    a login for the reporting of that province there, with this password.

    `uri` names the province's broker, with the user that its definitions make for the centre.
    """
    exchanges = [exchange_of(name) for name in NAMES]
    login = login_at_the_centre(province)
    return {
        "vhosts": [{"name": province}],
        "users": [user(login, password)],
        "permissions": [rights(REPORTING, login, province)],
        "exchanges": [exchange(name, "topic", province) for name in exchanges],
        "parameters": [
            {
                "vhost": province,
                "component": "federation-upstream",
                "name": province,
                "value": {
                    "uri": uri,
                    "ack-mode": "on-confirm",
                    "prefetch-count": 1000,
                    "reconnect-delay": 5,
                    "expires": LONGEST_AWAY,
                },
            }
        ],
        "policies": [
            _bounded(province),
            {
                "vhost": province,
                "name": "from-the-province",
                "pattern": _exactly(exchanges),
                "apply-to": "exchanges",
                "definition": {"federation-upstream": province},
                "priority": 1,
            },
        ],
    }


def passwords_in(folder: Path, names: Iterable[str] = NAMES) -> dict[str, str]:
    """The passwords in FOLDER/<name>.password; a file that is missing is made, for its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {name: _password_in(folder / f"{name}.password") for name in names}


def _password_in(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32) + "\n", encoding="ascii")
    return file.read_text(encoding="utf-8").strip()


def as_text(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=2) + "\n"


def user(name: str, password: str) -> dict[str, Any]:
    """A login, with a salt that follows from name and password: the same settings give the same definitions."""
    salt = hashlib.sha256(f"{name}\n{password}".encode()).digest()[:_SALT_BYTES]
    sealed = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    hashing = {"password_hash": sealed, "hashing_algorithm": "rabbit_password_hashing_sha256"}
    return {"name": name, **hashing, "tags": [], "limits": {}}


def exchange(name: str, kind: str, vhost: str) -> dict[str, Any]:
    lasting = {"durable": True, "auto_delete": False, "internal": False, "arguments": {}}
    return {"name": name, "vhost": vhost, "type": kind, **lasting}


def _exactly(names: list[str], *patterns: str) -> str:
    return f"^({'|'.join((*map(re.escape, names), *patterns))})$"
