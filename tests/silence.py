"""A telephone line to a server, which can fall silent or be cut."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Self
from urllib.parse import urlsplit


class Line:
    """Passes bytes on between any number of clients and the server of `uri`; `uri` is then the line's own."""

    def __init__(self, uri: str) -> None:
        address = urlsplit(uri)
        self._server = (address.hostname, address.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._speaking = Event()
        self._speaking.set()
        self._ends: list[socket.socket] = []
        self.uri = address._replace(
            netloc=f"{address.username}:{address.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        ).geturl()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._speaking.set()
        self.cut()

    def fall_silent(self) -> None:
        """Hold back what the server says, and keep the connections open."""
        self._speaking.clear()

    def speak_again(self) -> None:
        self._speaking.set()

    def cut(self) -> None:
        """Break all connections; new ones can be made."""
        while self._ends:
            with suppress(OSError):
                self._ends.pop().shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._ends += [client, server]
                Thread(target=self._pass_on, args=(client, server), daemon=True).start()
                Thread(target=self._pass_on, args=(server, client, self._speaking), daemon=True).start()

    @staticmethod
    def _pass_on(speaker: socket.socket, listener: socket.socket, speaking: Event | None = None) -> None:
        with suppress(OSError), speaker:
            while said := speaker.recv(65536):
                if speaking is not None:
                    speaking.wait()
                listener.sendall(said)
