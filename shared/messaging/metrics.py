"""What the messaging counts."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

PUBLISHED = Counter("kiemdiem_events_published", "Events confirmed by the broker.", ["service"])
HEARD = Counter("kiemdiem_events_heard", "Events whose checkpoint has been passed.", ["service", "source"])
PARKED = Counter("kiemdiem_events_parked", "Events whose application failed.", ["service", "source"])
DELAY = Gauge(
    "kiemdiem_heard_delay_seconds",
    "Seconds between the recording of the event that was heard last and its hearing.",
    ["service", "source"],
)
UNREADABLE = Counter("kiemdiem_messages_unreadable", "Messages that are no events.", ["service"])
