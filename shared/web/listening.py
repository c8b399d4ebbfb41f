"""Listening on an address with patience that ends, and ending without a failed request."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

import eventlet
import structlog
from eventlet import wsgi
from eventlet.greenio import GreenSocket
from eventlet.semaphore import Semaphore
from nameko.web.server import HttpOnlyProtocol

from shared.config import WrongSetting

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

MOST_CONNECTIONS = 1_000
"""More wait in the kernel's queue until one ends, and are refused when that is full."""
IDLE_SECONDS = 75
"""How long a connection may stay silent before it is closed."""
HEAD_SECONDS = 15
"""How long a request may take from its first byte to the end of its headers."""
DISCARD_SECONDS = 5
"""How long what nobody wants of a body is read away, so that the connection can be used again."""
GRACE_SECONDS = 0.5
"""While draining, so long a request that is on its way on an idle connection may still arrive."""

_LOOK_SECONDS = 0.02
_log = structlog.get_logger("web")


class Listener:
    """Answers connections through a WSGI application until it is told to drain.

    Raises WrongSetting if it cannot listen on the address.
    """

    def __init__(self, address: tuple[str, int], application: Wsgi, most_connections: int = MOST_CONNECTIONS) -> None:
        self._socket = _listening_on(address)
        self._socket.settimeout(None)
        self._server = wsgi.Server(
            self._socket,
            self._socket.getsockname(),
            application,
            protocol=_Protocol,
            debug=False,
            log_output=False,  # our own line per request names the route, not the raw path
            socket_timeout=IDLE_SECONDS,
        )
        self._connections: list[list[Any]] = []
        self._room = Semaphore(most_connections)
        self._drains = False

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()[:2]
        return host, port

    def run(self) -> None:
        """Accept connections until drained or killed."""
        while not self._drains:
            self._room.acquire()
            try:
                self._serve(*self._socket.accept())
            except OSError as error:  # such as a connection that was given up in the queue, or no file left to open
                self._room.release()
                if not self._drains:
                    _log.warning("accepting_failed", reason=type(error).__name__)
                    eventlet.sleep(_LOOK_SECONDS)

    def drain(self, seconds: float) -> int:
        """Take no new connection, answer what has been asked, and give the number of requests cut off after `seconds`.

        Every answer ends its connection; those on which nothing is asked are closed after a short grace.
        """
        ends = monotonic() + seconds
        self._drains = True
        self._server.keepalive = False
        with suppress(BlockingIOError, OSError):
            while True:  # what the kernel has accepted for us would be reset
                accepted, address = self._socket.fd.accept()
                self._serve(GreenSocket(accepted), address)
        self._socket.close()
        self._wait_for_the_end(min(ends, monotonic() + GRACE_SECONDS))
        for _, connection, state in self._connections:
            if state == wsgi.STATE_IDLE:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
        self._wait_for_the_end(ends)
        return len(self._connections)

    def close(self) -> None:
        """Take no new connection. Does nothing once drained."""
        self._drains = True
        self._socket.close()

    def _wait_for_the_end(self, latest: float) -> None:
        while self._connections and monotonic() < latest:
            eventlet.sleep(_LOOK_SECONDS)

    def _serve(self, connection: Any, address: Any) -> None:
        connection.settimeout(IDLE_SECONDS)
        state = [address, connection, wsgi.STATE_IDLE]
        self._connections.append(state)
        eventlet.spawn(self._process, state)

    def _process(self, state: list[Any]) -> None:
        try:
            self._server.process_request(state)
        except Exception as error:  # a client's doing, such as one that vanished; it is nobody else's trouble
            _log.info("connection_failed", reason=type(error).__name__)
        finally:
            self._connections.remove(state)
            self._room.release()


class _Protocol(HttpOnlyProtocol):
    """HTTP with an end to the time that a client may take."""

    def _read_request_line(self) -> Any:
        self._await_first_byte()
        with eventlet.Timeout(HEAD_SECONDS, TimeoutError("the head of the request takes too long")):
            return super()._read_request_line()

    def parse_request(self) -> Any:
        with eventlet.Timeout(HEAD_SECONDS, TimeoutError("the head of the request takes too long")):
            return super().parse_request()

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        body = environ["eventlet.input"]
        body.discard = partial(_discard, body.discard)
        return environ

    def _await_first_byte(self) -> None:
        with suppress(OSError, ValueError):  # what is wrong with the connection shows again when the line is read
            self.rfile.peek(1)


def _discard(discard: Callable[[], None]) -> None:
    with eventlet.Timeout(DISCARD_SECONDS, TimeoutError("the rest of the body takes too long")):
        discard()


def _listening_on(address: tuple[str, int]) -> GreenSocket:
    try:
        # By eventlet's own choice two processes that were given one port by mistake would share it without a word.
        return eventlet.listen(address, reuse_port=False)
    except OSError as error:
        host, port = address
        raise WrongSetting(
            f"{host}:{port} ({error.strerror}): không lắng nghe được ở địa chỉ này. Hãy dừng tiến trình đang dùng cổng "
            "đó hoặc chọn địa chỉ khác. | cannot listen on this address. Stop what uses the port, or choose another."
        ) from error
