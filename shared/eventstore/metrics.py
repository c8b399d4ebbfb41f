"""What the store measures."""

from __future__ import annotations

from prometheus_client import Histogram

APPENDING = Histogram(
    "kiemdiem_append_seconds",
    "How long a command or policy waited for its transaction, from asking to the confirmed commit",
    ["service"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
