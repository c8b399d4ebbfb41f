"""What a service does when an event has happened, at another service or at itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import TypeVar

from shared.eventstore import Recorded, Unit
from shared.messaging.envelope import Envelope, service_of

Policy = Callable[[Envelope, Unit], None]
"""A reaction to one event, inside the transaction that also notes that the event has been heard."""

_P = TypeVar("_P", bound=Callable[..., None])


def when(service: str, type: str) -> Callable[[_P], _P]:
    """Mark a function as what to do when `service` has published an event of `type`."""

    def mark(policy: _P) -> _P:
        policy.__dict__.setdefault("_hears", []).append((service, type))
        return policy

    return mark


class Policies:
    """The reactions of one service, in the order in which they were written."""

    def __init__(self, policies: Iterable[Policy], after_each: Iterable[Policy] = ()) -> None:
        """`after_each` follow whenever an event has called for anything else."""
        self._after_each = tuple(after_each)
        self._policies: dict[tuple[str, str], list[Policy]] = {}
        for policy in policies:
            for heard in policy.__dict__["_hears"]:
                self._policies.setdefault(heard, []).append(policy)

    def hears(self, service: str, type: str) -> bool:
        """Whether anything is to be done when `service` publishes `type`."""
        return (service, type) in self._policies

    def apply(self, event: Envelope, unit: Unit) -> None:
        """Do everything that the event calls for. Policies see it in the newest version that is known here.

        Raises NewerVersion for one that is newer: better to wait, parked, than to be half understood.
        """
        policies = self._policies.get((event.service, event.type), ())
        if policies:
            event = event.in_newest_version()
            for policy in (*policies, *self._after_each):
                policy(event, unit)

    def react(self, event: Envelope, unit: Unit) -> None:
        """Do everything that another service's event calls for; what is recorded names the event as its cause."""
        unit.context = replace(
            unit.context, correlation=event.correlation, causation=event.id, traceparent=event.traceparent
        )
        self.apply(event, unit)

    def projection(self, source: str) -> Callable[[Recorded, Unit], None]:
        """The same reactions for the events of the service's own store, to be given to it as `project`."""
        service = service_of(source)

        def project(recorded: Recorded, unit: Unit) -> None:
            if self.hears(service, recorded.type):
                self.apply(Envelope.of(recorded, source), unit)

        return project


def marked(*modules: ModuleType) -> list[Policy]:
    """All functions marked with `when` that the modules themselves define, in their order."""
    return [
        member
        for module in modules
        for member in vars(module).values()
        if isinstance(member, FunctionType) and member.__module__ == module.__name__ and "_hears" in member.__dict__
    ]
