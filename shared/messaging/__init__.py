"""Events between services: sent in order, heard once in effect, set aside when they cannot be applied.

The engines are in the modules `relay` and `subscription`. The nameko dependencies of a service class that run them
stand apart, in `extensions`: a command, or a process that writes one file, starts without nameko and eventlet.
"""

from shared.messaging.broker import (
    Broker,
    BrokerMisconfigured,
    BrokerUnavailable,
    Inbox,
    InboxTaken,
    Unreadable,
    exchange_of,
    inbox_of,
)
from shared.messaging.envelope import Envelope, UnreadableMessage, service_of, source_beside
from shared.messaging.feed import Feed, FeedUnavailable, HttpFeed, LocalFeed, feed_from, log_at
from shared.messaging.limits import LAG_LIMITS, LagLimits
from shared.messaging.memory import MemoryBroker
from shared.messaging.parking import (
    DISCARDED,
    UNREADABLE,
    OnlyWaits,
    Parked,
    Retried,
    discard_parked,
    list_parked,
    retry_parked,
    show_parked,
)
from shared.messaging.policies import Policies, Policy, marked, when
from shared.messaging.rabbit import RabbitBroker
from shared.messaging.replays import Replay, Replays
from shared.messaging.standing import HttpWitness, LogBehind, LogForked, LogUnchecked, Standing, WitnessAway

__all__ = [
    "DISCARDED",
    "LAG_LIMITS",
    "UNREADABLE",
    "Broker",
    "BrokerMisconfigured",
    "BrokerUnavailable",
    "Envelope",
    "Feed",
    "FeedUnavailable",
    "HttpFeed",
    "HttpWitness",
    "Inbox",
    "InboxTaken",
    "LagLimits",
    "LocalFeed",
    "LogBehind",
    "LogForked",
    "LogUnchecked",
    "MemoryBroker",
    "OnlyWaits",
    "Parked",
    "Policies",
    "Policy",
    "RabbitBroker",
    "Replay",
    "Replays",
    "Retried",
    "Standing",
    "Unreadable",
    "UnreadableMessage",
    "WitnessAway",
    "discard_parked",
    "exchange_of",
    "feed_from",
    "inbox_of",
    "list_parked",
    "log_at",
    "marked",
    "retry_parked",
    "service_of",
    "show_parked",
    "source_beside",
    "when",
]
