"""Traces: spans as OpenTelemetry knows them, sent to a collector as OTLP in JSON over HTTP.

A request is a span below the one that its `traceparent` names, and so are the events that it records: who hears them,
in whatever service, goes on below it. Where no collector is named, traces that others began are passed on as they are,
and nothing else is done.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import deque
from collections.abc import Mapping, Sequence
from threading import Event, Thread
from typing import Any, NamedTuple

import orjson
import structlog
import urllib3

SERVER, CONSUMER = 2, 5
"""Kinds of spans, as OTLP numbers them."""
MOST_WAITING = 10_000
"""Spans that wait to be sent; of more, the oldest are dropped. A trace is a help, not a record."""
_SEND_SECONDS = 1.0
_TIMEOUT = urllib3.Timeout(connect=2, read=5)
_FAILED = {"code": 2}
_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_SAMPLED = 1
_log = structlog.get_logger()


class Span(NamedTuple):
    """Something that has begun: below which other span, if any, and when, in nanoseconds."""

    trace: str
    id: str
    parent: str
    started: int

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace}-{self.id}-01"


class Tracing:
    """Begins spans and sends them once they have ended. Safe for many threads."""

    def __init__(self, service: str, province: str, url: str) -> None:
        self._resource = {"service.name": service, "service.namespace": province}
        self._url = url
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST_WAITING)
        self._stopping = Event()
        self._sender = Thread(target=self._send_for_ever, name="tracing", daemon=True)

    def start(self) -> None:
        self._sender.start()

    def stop(self) -> None:
        """Send what waits, and end."""
        self._stopping.set()
        self._sender.join(_SEND_SECONDS + 5)

    def begin(self, traceparent: str | None, started: int | None = None) -> Span | None:
        """A span below the one that `traceparent` names, or of a new trace; None if that one is not to be sampled."""
        named = _PARENT.fullmatch(traceparent or "")
        if named is None:
            trace, parent = secrets.token_hex(16), ""
        elif not int(named[3], 16) & _SAMPLED:
            return None
        else:
            trace, parent = named[1], named[2]
        return Span(trace, secrets.token_hex(8), parent, started or time.time_ns())

    def end(self, span: Span, name: str, kind: int, attributes: Mapping[str, str], *, failed: bool = False) -> None:
        self._waiting.append(
            {
                "traceId": span.trace,
                "spanId": span.id,
                **({"parentSpanId": span.parent} if span.parent else {}),
                "name": name,
                "kind": kind,
                "startTimeUnixNano": str(span.started),
                "endTimeUnixNano": str(time.time_ns()),
                "attributes": _attributes(attributes),
                "status": _FAILED if failed else {},
            }
        )

    def _send_for_ever(self) -> None:
        while not self._stopping.wait(_SEND_SECONDS):
            self._send()
        self._send()

    def _send(self) -> None:
        spans = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not spans:
            return
        try:
            answer = self._pool.request(
                "POST", self._url, body=_message(self._resource, spans), headers={"Content-Type": "application/json"}
            )
            if answer.status >= 300:
                _log.warning("tracing.refused", status=answer.status, spans=len(spans))
        except (urllib3.exceptions.HTTPError, OSError) as error:
            _log.warning("tracing.collector_away", reason=type(error).__name__, spans=len(spans))


def tracing_to(url: str, service: str, province: str) -> Tracing | None:
    """What sends a service's spans to `url`; None for `off`."""
    return None if url == "off" else Tracing(service, province, url)


def _message(resource: Mapping[str, str], spans: Sequence[Mapping[str, Any]]) -> bytes:
    scope = {"scope": {"name": "kiemdiem"}, "spans": spans}
    return orjson.dumps({"resourceSpans": [{"resource": {"attributes": _attributes(resource)}, "scopeSpans": [scope]}]})


def _attributes(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]
