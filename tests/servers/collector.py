"""A collector of traces: takes spans as OTLP over HTTP and keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, Span


class Collector:
    """`resources` are the spans that came, with who sent them. While `silent` is set nobody gets an answer."""

    def __init__(self) -> None:
        collector = self
        self.resources: list[ResourceSpans] = []
        self.silent = Event()
        self._speaks = Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if collector.silent.is_set():
                    collector._speaks.wait()
                collector.resources.extend(ExportTraceServiceRequest.FromString(body).resource_spans)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1/traces"

    def spans(self) -> list[Span]:
        return [span for resource in self.resources for scope in resource.scope_spans for span in scope.spans]

    @contextmanager
    def listening(self) -> Iterator[Collector]:
        Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._speaks.set()
            self._server.shutdown()
            self._server.server_close()
