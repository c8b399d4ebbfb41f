"""A client may be slow for a while and no longer; and a service that ends leaves no request without an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import eventlet
import pytest
from eventlet.event import Event
from werkzeug.wrappers import Response

from shared.config import WrongSetting
from shared.web import listening, server
from shared.web.listening import Listener
from shared.web.request import Request
from shared.web.server import Application

SOON = 0.1
LONG = 5.0
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345"


class Bench:
    """A listener whose requests can be held up."""

    def __init__(self, most_connections: int = 10) -> None:
        self.goes_on = Event()
        self.begun = 0
        self.listener = Listener(("127.0.0.1", 0), Application(self._respond), most_connections)
        self.thread = eventlet.spawn(self.listener.run)
        self.address = self.listener.address

    def hold(self) -> None:
        self.goes_on = Event()

    def let_go(self) -> None:
        if not self.goes_on.ready():
            self.goes_on.send()

    def connect(self, sent: bytes = b"") -> Any:
        connection = eventlet.connect(self.address)
        connection.settimeout(LONG)
        connection.sendall(sent)
        return connection

    def _respond(self, request: Request) -> Response:
        self.begun += 1
        self.goes_on.wait()
        try:
            return Response(request.get_data())
        except server.BodyTooSlow as slow:
            return Response(slow.code, slow.status)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    bench.let_go()
    yield bench
    bench.let_go()
    bench.thread.kill()


def answer_on(connection: Any) -> bytes:
    """What comes until the other side ends the connection, or has given one short answer."""
    data: bytes = connection.recv(10_000)
    return data


def until(happens: Callable[[], bool]) -> None:
    with eventlet.Timeout(LONG):
        while not happens():
            eventlet.sleep(0.005)


def test_an_address_is_one_listeners_alone(bench: Bench) -> None:
    host, port = bench.address
    with pytest.raises(WrongSetting, match=f"{host}:{port} .*Address already in use.*choose another"):
        Listener(bench.address, Application(bench._respond))


def test_a_connection_is_kept_for_the_next_request(bench: Bench) -> None:
    connection = bench.connect(GET)
    assert answer_on(connection).startswith(b"HTTP/1.1 200")
    connection.sendall(GET)
    assert answer_on(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("begun", [b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-"], ids=["request line", "headers"])
def test_a_head_that_does_not_end_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", SOON)
    connection = bench.connect(begun)
    assert answer_on(connection) == b""


def test_a_body_that_does_not_end_is_refused_and_its_connection_closed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "BODY_SECONDS", SOON)
    monkeypatch.setattr(listening, "DISCARD_SECONDS", SOON)
    connection = bench.connect(POST)
    assert answer_on(connection).startswith(b"HTTP/1.1 408")
    assert answer_on(connection) == b""


def test_more_connections_than_the_limit_wait_until_one_ends() -> None:
    bench = Bench(most_connections=1)
    bench.let_go()
    first, second = bench.connect(GET), bench.connect(GET)
    assert answer_on(first).startswith(b"HTTP/1.1 200")
    second.settimeout(SOON)
    with pytest.raises(TimeoutError):
        second.recv(1)
    first.close()
    second.settimeout(LONG)
    assert answer_on(second).startswith(b"HTTP/1.1 200")
    bench.thread.kill()


def test_a_client_that_vanishes_is_nobody_elses_trouble(bench: Bench) -> None:
    bench.hold()
    bench.connect(POST + b"67890").close()
    until(lambda: bench.begun == 1)
    bench.let_go()
    assert answer_on(bench.connect(GET)).startswith(b"HTTP/1.1 200")


def test_a_drain_answers_what_has_been_asked_and_takes_nothing_new(bench: Bench) -> None:
    bench.hold()
    asked = bench.connect(GET)
    until(lambda: bench.begun == 1)
    draining = eventlet.spawn(bench.listener.drain, LONG)
    eventlet.sleep(SOON)
    with pytest.raises(ConnectionRefusedError):
        bench.connect()
    bench.let_go()
    answer = answer_on(asked)
    assert answer.startswith(b"HTTP/1.1 200") and b"Connection: close" in answer
    assert draining.wait() == 0


def test_a_request_that_comes_on_a_kept_connection_while_draining_is_answered(bench: Bench) -> None:
    kept = bench.connect(GET)
    answer_on(kept)
    draining = eventlet.spawn(bench.listener.drain, LONG)
    eventlet.sleep(SOON)
    kept.sendall(GET)
    assert b"Connection: close" in answer_on(kept)
    assert draining.wait() == 0


def test_a_drain_closes_idle_connections_after_a_grace(bench: Bench) -> None:
    idle = bench.connect(GET)
    answer_on(idle)
    assert bench.listener.drain(LONG) == 0
    assert answer_on(idle) == b""


def test_a_drain_ends_in_time_and_says_what_it_cut_off(bench: Bench) -> None:
    bench.hold()
    bench.connect(GET)
    until(lambda: bench.begun == 1)
    assert bench.listener.drain(SOON) == 1


def test_the_last_in_the_kernels_queue_are_answered_too(bench: Bench) -> None:
    waiting = [bench.connect(GET) for _ in range(3)]  # nobody has been given a turn to accept them
    assert bench.listener.drain(LONG) == 0
    assert all(answer_on(connection).startswith(b"HTTP/1.1 200") for connection in waiting)
