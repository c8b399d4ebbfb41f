"""Relay and subscription as nameko dependencies: the engines, on the container's threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from nameko.extensions import DependencyProvider

from shared.domain import Clock
from shared.eventstore import EventStore
from shared.messaging import relay, subscription
from shared.messaging.broker import Broker
from shared.messaging.feed import Feed
from shared.messaging.limits import LagLimits
from shared.messaging.policies import Policies
from shared.messaging.replays import Replays
from shared.messaging.standing import Standing
from shared.messaging.worker import Worker

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing


class Parts(Protocol):
    """What the process gives a service, as `container.config["kiemdiem"]`, and where it finds the engines."""

    store: EventStore
    broker: Broker
    feed: Feed
    source: str
    clock: Clock
    lag_limits: LagLimits
    standing: Standing
    replays: Replays | None
    tracing: Tracing | None
    relay: relay.Relay
    subscription: subscription.Subscription


class Beside(DependencyProvider):
    """A worker that lives as long as the container. A fault that leaves it ends the container."""

    engine: Worker

    def start(self) -> None:
        self.container.spawn_managed_thread(self.engine.run, identifier=self.engine.name)

    def stop(self) -> None:
        self.engine.stop()

    def get_dependency(self, worker_ctx: Any) -> Worker:
        return self.engine


class Relay(Beside):
    """Publishes the service's events, unless others have heard more than its log holds."""

    def setup(self) -> None:
        parts: Parts = self.container.config["kiemdiem"]
        self._standing = parts.standing
        parts.store.guard_with(parts.standing.guard)
        parts.relay = self.engine = relay.Relay(
            parts.store,
            parts.broker,
            parts.source,
            parts.clock,
            parts.lag_limits,
            parts.standing.guard,
            parts.replays,
        )

    def start(self) -> None:
        self.container.spawn_managed_thread(self._standing.run, identifier=self._standing.name)
        super().start()

    def stop(self) -> None:
        super().stop()
        self._standing.stop()


class Subscription(Beside):
    """Gives the events of the services that `sources` names to the policies."""

    def __init__(self, policies: Policies, sources: Sequence[str]) -> None:
        self.policies = policies
        self.sources = sources

    def setup(self) -> None:
        parts: Parts = self.container.config["kiemdiem"]
        parts.subscription = self.engine = subscription.Subscription(
            parts.store,
            parts.broker,
            parts.feed,
            self.policies,
            parts.source,
            self.sources,
            parts.clock,
            limits=parts.lag_limits,
            tracing=parts.tracing,
        )
