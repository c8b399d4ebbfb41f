"""Spans by OpenTelemetry's SDK. Loaded only where somebody collects them: it is 3 MB of memory more."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

MOST_WAITING = 10_000
"""Spans that wait to be sent; of more, the oldest are dropped. A trace is a help, not a record."""
STOP_SECONDS = 5
_SEND_MILLISECONDS = 1000
_COLLECTOR_SECONDS = 3
"""How long a batch may take, with every attempt to send it again."""
_PROPAGATOR = TraceContextTextMapPropagator()


class Tracing:
    """Begins spans and sends them once they have ended. Safe for many threads.

    What the SDK reads from the environment holds, OTEL_EXPORTER_OTLP_HEADERS and OTEL_TRACES_SAMPLER among it.
    """

    def __init__(self, service: str, province: str, url: str) -> None:
        resource = Resource.create({"service.name": service, "service.namespace": province})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._tracer = self._provider.get_tracer("kiemdiem")
        self._url = url

    def start(self) -> None:
        # It sends in a thread of its own, a green one in a process that was made cooperative.
        exporter = OTLPSpanExporter(self._url, timeout=_COLLECTOR_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, MOST_WAITING, _SEND_MILLISECONDS))

    def stop(self) -> None:
        """Send what waits, and end; whatever the collector does, within STOP_SECONDS."""
        ending = Thread(target=self._provider.shutdown, name="tracing", daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)

    def begin(self, kind: str, traceparent: str | None, started: int | None = None) -> Span | None:
        """A span below the one that `traceparent` names, or of a new trace; None if it is not to be sampled.

        `started` are nanoseconds since 1970, now unless given.
        """
        above = _PROPAGATOR.extract({"traceparent": traceparent or ""}, Context())
        span = self._tracer.start_span(kind, above, SpanKind[kind], start_time=started)
        return span if span.is_recording() else None

    def end(self, span: Span, name: str, attributes: Mapping[str, str], *, failed: bool = False) -> None:
        span.update_name(name)
        span.set_attributes(attributes)
        if failed:
            span.set_status(StatusCode.ERROR)
        span.end()

    def traceparent_of(self, span: Span) -> str:
        """The header that names the span."""
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier, set_span_in_context(span, Context()))
        return carrier["traceparent"]
