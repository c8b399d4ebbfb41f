"""What the web layer counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import Gauge, Histogram, generate_latest
from sqlalchemy import func, select

from shared.eventstore.schema import STORE
from shared.messaging import DISCARDED
from shared.web.parts import Parts

REQUESTS = Histogram(
    "kiemdiem_http_request_seconds",
    "Duration of the answered requests, in seconds",
    ("service", "method", "route", "status"),
)
HEAD = Gauge("kiemdiem_store_head", "Number of the last event of the service's store", ("service",))
HEARD = Gauge("kiemdiem_heard_position", "Number of the last event heard, by source", ("service", "source"))
PARKED = Gauge("kiemdiem_parked_events", "Events that could not be applied and wait for a person", ("service",))
REACHABLE = Gauge("kiemdiem_store_reachable", "Whether the store could be read for these metrics", ("service",))
WAITING = Gauge("kiemdiem_relay_waiting_events", "Events that are not published yet", ("service",))
AGE = Gauge("kiemdiem_relay_age_seconds", "Seconds that the oldest event not published yet has waited", ("service",))
STANDING = Gauge(
    "kiemdiem_log_sound",
    "1 if the log is what others have heard of it, else 0",
    ("service",),
)
_WAITING = select(func.count()).where(STORE.parked.c.source.not_like(f"{DISCARDED}%"))


def exposition(parts: Parts) -> bytes:
    """All metrics of the process, those of the service as of now."""
    try:
        HEAD.labels(parts.service).set(parts.store.head().number)
        with parts.store.query() as connection:
            PARKED.labels(parts.service).set(connection.scalar(_WAITING) or 0)
            for measure in parts.measures:
                measure.take(connection, parts.clock.now())
        events, seconds = parts.relay.waiting()
        WAITING.labels(parts.service).set(events)
        AGE.labels(parts.service).set(seconds)
        STANDING.labels(parts.service).set(not parts.standing.healthy())
        for source in parts.subscription.sources:
            HEARD.labels(parts.service, source).set(parts.subscription.heard(source))
    except Exception:  # whatever keeps the store from answering, the other metrics are still wanted
        REACHABLE.labels(parts.service).set(0)
    else:
        REACHABLE.labels(parts.service).set(1)
    return generate_latest()
