"""A trace goes on from whoever calls, through the command and its events, to whoever hears them."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import orjson
import pytest

from shared.messaging import Envelope
from shared.tracing import CONSUMER, Tracing, tracing_to
from tests.sample.bench import Bench, note

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE}-{CALLER}-01"


class Collector:
    """Takes spans at an address of its own."""

    def __init__(self) -> None:
        collector = self
        self.messages: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collector.messages.append(orjson.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/traces"

    def spans(self) -> list[dict[str, Any]]:
        resources = [resource for message in self.messages for resource in message["resourceSpans"]]
        return [span for resource in resources for scope in resource["scopeSpans"] for span in scope["spans"]]


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    Thread(target=collector.server.serve_forever, daemon=True).start()
    yield collector
    collector.server.shutdown()
    collector.server.server_close()


@pytest.fixture
def bench(tmp_path: Path, collector: Collector) -> Bench:
    bench = Bench(tmp_path)
    tracing = tracing_to(collector.url, "samples", "binh-dinh")
    assert tracing is not None
    tracing.start()
    bench.tracing = tracing
    return bench


def take(bench: Bench, traceparent: str) -> int:
    return bench.call("POST", "/samples/notes", note("A"), role="importer", traceparent=traceparent).status_code


def ended(bench: Bench) -> Tracing:
    assert bench.tracing is not None
    bench.tracing.stop()
    return bench.tracing


def test_a_command_is_a_span_below_its_caller_s_and_its_events_are_below_it(bench: Bench, collector: Collector) -> None:
    assert take(bench, TRACEPARENT) == 201
    ended(bench)
    [span] = collector.spans()
    assert (span["traceId"], span["parentSpanId"]) == (TRACE, CALLER)
    assert span["name"] == "POST /samples/notes"
    [recorded] = bench.store.read(0, 10)
    assert recorded.traceparent == f"00-{TRACE}-{span['spanId']}-01"


def test_who_hears_an_event_goes_on_below_the_command(collector: Collector) -> None:
    tracing = Tracing("reporting", "binh-dinh", collector.url)
    tracing.start()
    span = tracing.begin(TRACEPARENT)
    assert span is not None
    tracing.end(span, "hear NoteTaken", CONSUMER, {"messaging.message.id": "id-1"}, failed=True)
    tracing.stop()
    [sent] = collector.spans()
    assert (sent["traceId"], sent["parentSpanId"], sent["kind"], sent["status"]) == (TRACE, CALLER, 5, {"code": 2})
    [resource] = [message["resourceSpans"][0]["resource"] for message in collector.messages]
    assert {each["key"]: each["value"]["stringValue"] for each in resource["attributes"]} == {
        "service.name": "reporting",
        "service.namespace": "binh-dinh",
    }


def test_what_its_caller_does_not_want_sampled_is_passed_on_and_not_sent(bench: Bench, collector: Collector) -> None:
    unsampled = f"00-{TRACE}-{CALLER}-00"
    assert take(bench, unsampled) == 201
    ended(bench)
    assert collector.spans() == []
    assert bench.store.read(0, 10)[0].traceparent == unsampled


def test_probes_and_feeds_are_no_spans(bench: Bench, collector: Collector) -> None:
    bench.client.get("/samples/readyz")
    bench.call("GET", "/samples/events", role="subscriber")
    ended(bench)
    assert collector.spans() == []


def test_without_a_collector_a_trace_is_passed_on_as_it_came(tmp_path: Path) -> None:
    assert tracing_to("off", "samples", "binh-dinh") is None
    bench = Bench(tmp_path)
    assert take(bench, TRACEPARENT) == 201
    [recorded] = bench.store.read(0, 10)
    assert Envelope.of(recorded, bench.source).to_message()[1]["traceparent"] == TRACEPARENT


def test_a_collector_that_is_away_hinders_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.tracing = Tracing("samples", "binh-dinh", "http://127.0.0.1:1/v1/traces")
    bench.tracing.start()
    assert take(bench, TRACEPARENT) == 201
    bench.tracing.stop()
