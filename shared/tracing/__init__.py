"""Traces: spans of OpenTelemetry's SDK, sent to a collector as OTLP over HTTP.

A request is a span below the one that its `traceparent` names, and so are the events that it records: who hears them,
in whatever service, goes on below it. Where no collector is named, traces that others began are passed on as they are,
nothing else is done, and the SDK is not even loaded (docs/adr/0032).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

SERVER, CONSUMER = "SERVER", "CONSUMER"
"""Kinds of spans, as OpenTelemetry names them."""


def tracing_to(url: str, service: str, province: str) -> Tracing | None:
    """What sends a service's spans to `url`; None for `off`."""
    if url == "off":
        return None
    from shared.tracing.spans import Tracing

    return Tracing(service, province, url)
