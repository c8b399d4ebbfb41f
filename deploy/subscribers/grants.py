"""The file of subscribers: `subscribers.yaml` beside this module, or another of the same form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.services import NAMES
from shared.grants import with_people

SHIPPED = Path(__file__).with_name("subscribers.yaml")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_GRANTS = {*NAMES, *map(with_people, NAMES)}
_RESERVED = {*NAMES, "amq", "evt", "guest"}
"""What the names of the services' and the broker's own queues and logins begin with."""


class SubscribersFaulty(ValueError):
    """The file does not say who may hear what; the text says why not."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An agency that hears events. Its queues are those whose name is `NAME.` and more."""

    name: str
    title: str
    grants: frozenset[str]

    @property
    def services(self) -> list[str]:
        """The services of which it hears something."""
        return [service for service in NAMES if self.grants & {service, with_people(service)}]

    @property
    def own_names(self) -> str:
        """The names of its queues and exchanges, as a regular expression; stock nameko names queues in its own way."""
        return rf"({self.name}\..*|evt-[a-z]+-[A-Za-z0-9]+--{self.name}\..*)"

    @property
    def dead_letters(self) -> str:
        """The exchange and the queue of what it could not take in."""
        return f"{self.name}.dead"

    def owns(self, queue: str) -> bool:
        return re.fullmatch(self.own_names, queue) is not None

    def claims(self) -> dict[str, Any]:
        """What its tokens say beside issuer, audience and expiry."""
        return {"sub": f"subscriber:{self.name}", "roles": ["subscriber"], "grants": sorted(self.grants)}


def subscribers_in(file: Path = SHIPPED) -> dict[str, Subscriber]:
    """All subscribers, by name. Raises SubscribersFaulty."""
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SubscribersFaulty(f"{file} cannot be read: {error}") from None
    listed = document.get("subscribers") if isinstance(document, dict) else None
    if not isinstance(listed, dict):
        raise SubscribersFaulty(f"{file} has no mapping `subscribers`")
    faults = [f"{name}: {fault}" for name, said in listed.items() for fault in _faults(name, said)]
    if faults:
        raise SubscribersFaulty(f"{file}: {'; '.join(faults)}")
    return {name: Subscriber(name, said["title"], frozenset(said["grants"])) for name, said in listed.items()}


def owner_of(queue: str, subscribers: Mapping[str, Subscriber]) -> Subscriber | None:
    """Whose queue that is, by its name."""
    return next((subscriber for subscriber in subscribers.values() if subscriber.owns(queue)), None)


def _faults(name: Any, said: Any) -> Iterator[str]:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield "a name is lower-case letters and digits, with single hyphens between"
    if name in _RESERVED:
        yield "this name belongs to the system itself"
    if not isinstance(said, dict) or said.keys() != {"title", "grants"} or not isinstance(said["title"], str):
        yield "it needs `title` and `grants`, and nothing else"
    elif not isinstance(said["grants"], list) or not said["grants"]:
        yield "`grants` is a list that is not empty"
    else:
        unknown = [str(grant) for grant in said["grants"] if grant not in _GRANTS]
        yield from (f"{grant} is no grant; there are {', '.join(sorted(_GRANTS))}" for grant in unknown)
