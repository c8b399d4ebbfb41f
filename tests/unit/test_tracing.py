"""A trace goes on from whoever calls, through the command and its events, to whoever hears them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.messaging import Envelope
from shared.tracing import CONSUMER, spans, tracing_to
from shared.tracing.spans import Tracing
from tests.sample.bench import Bench, note
from tests.servers.collector import Collector

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE}-{CALLER}-01"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector().listening() as collector:
        yield collector


@pytest.fixture
def bench(tmp_path: Path, collector: Collector) -> Bench:
    bench = Bench(tmp_path)
    bench.tracing = tracing_to(collector.url, "samples", "binh-dinh")
    assert bench.tracing is not None
    bench.tracing.start()
    return bench


def take(bench: Bench, traceparent: str) -> int:
    return bench.call("POST", "/samples/notes", note("A"), role="importer", traceparent=traceparent).status_code


def end(bench: Bench) -> None:
    assert bench.tracing is not None
    bench.tracing.stop()


def test_a_command_is_a_span_below_its_caller_s_and_its_events_are_below_it(bench: Bench, collector: Collector) -> None:
    assert take(bench, TRACEPARENT) == 201
    end(bench)
    [span] = collector.spans()
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, CALLER)
    assert (span.name, span.kind) == ("POST /samples/notes", span.SPAN_KIND_SERVER)
    assert {each.key: each.value.string_value for each in span.attributes}["http.response.status_code"] == "201"
    [recorded] = bench.store.read(0, 10)
    assert recorded.traceparent == f"00-{TRACE}-{span.span_id.hex()}-01"


def test_who_hears_an_event_goes_on_below_the_command(collector: Collector) -> None:
    tracing = Tracing("reporting", "binh-dinh", collector.url)
    tracing.start()
    begun = time.time_ns() - 5_000_000_000
    span = tracing.begin(CONSUMER, TRACEPARENT, begun)
    assert span is not None
    tracing.end(span, "hear NoteTaken", {"messaging.message.id": "id-1"}, failed=True)
    tracing.stop()
    [sent] = collector.spans()
    assert (sent.trace_id.hex(), sent.parent_span_id.hex()) == (TRACE, CALLER)
    assert (sent.name, sent.kind, sent.start_time_unix_nano) == ("hear NoteTaken", sent.SPAN_KIND_CONSUMER, begun)
    assert sent.status.code == sent.status.STATUS_CODE_ERROR
    [sender] = collector.resources
    told = {each.key: each.value.string_value for each in sender.resource.attributes}
    assert (told["service.name"], told["service.namespace"]) == ("reporting", "binh-dinh")


def test_what_its_caller_does_not_want_sampled_is_passed_on_and_not_sent(bench: Bench, collector: Collector) -> None:
    unsampled = f"00-{TRACE}-{CALLER}-00"
    assert take(bench, unsampled) == 201
    end(bench)
    assert collector.spans() == []
    assert bench.store.read(0, 10)[0].traceparent == unsampled


def test_probes_and_feeds_are_no_spans(bench: Bench, collector: Collector) -> None:
    bench.client.get("/samples/readyz")
    bench.call("GET", "/samples/events", role="subscriber")
    end(bench)
    assert collector.spans() == []


def test_without_a_collector_a_trace_is_passed_on_as_it_came(tmp_path: Path) -> None:
    assert tracing_to("off", "samples", "binh-dinh") is None
    bench = Bench(tmp_path)
    assert take(bench, TRACEPARENT) == 201
    [recorded] = bench.store.read(0, 10)
    assert Envelope.of(recorded, bench.source).to_message()[1]["traceparent"] == TRACEPARENT


def test_without_a_collector_nothing_of_opentelemetry_is_loaded() -> None:
    program = "import sys, shared.messaging, shared.web; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "shared.web.dispatch" in loaded.stdout.split()
    assert "opentelemetry" not in loaded.stdout


def test_a_collector_that_is_away_hinders_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.tracing = Tracing("samples", "binh-dinh", "http://127.0.0.1:1/v1/traces")
    bench.tracing.start()
    assert take(bench, TRACEPARENT) == 201
    end(bench)


def test_a_collector_that_never_answers_holds_nobody_up(
    bench: Bench, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "STOP_SECONDS", 0.5)
    collector.silent.set()
    assert take(bench, TRACEPARENT) == 201
    told = time.monotonic()
    end(bench)
    assert time.monotonic() - told < 2
