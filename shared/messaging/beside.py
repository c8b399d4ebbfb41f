"""The in-process broker, lent to other processes of the machine over a Unix socket.

Each line is one JSON document: a call `[verb, …]` from the borrower, and what the lender says to it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from threading import Thread
from typing import Any, Self

import orjson

from shared.messaging.broker import Broker, BrokerUnavailable, Inbox, InboxTaken
from shared.messaging.envelope import Envelope

_ANSWER_SECONDS = 30.0
"""How long the lender may take with an answer, beside the time that was given to it for waiting."""

_LOOK_SECONDS = 0.1
"""How often the lender looks whether it is to end."""

_attributes = attrgetter(*(field.name for field in fields(Envelope)))


class Lender(ThreadingUnixStreamServer):
    """Carries out what borrowers call, each in a thread of its own, as long as the context lasts."""

    daemon_threads = True

    def __init__(self, broker: Broker, path: Path) -> None:
        """`path` is where the socket is to be; whoever may open it hears everything."""
        self.broker = broker
        super().__init__(str(path), _Conversation)

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, args=[_LOOK_SECONDS], name="lender", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Conversation(StreamRequestHandler):
    """What one connection says. It has one inbox at the most, which is closed with it."""

    server: Lender

    def handle(self) -> None:
        inbox: Inbox | None = None
        try:
            for line in self.rfile:
                verb, *told = orjson.loads(line)
                match verb:
                    case "publish":
                        self.server.broker.publish(_envelopes(told[0]))
                        self._say(True)
                    case "inbox":
                        with suppress(InboxTaken):
                            inbox = self.server.broker.inbox(*told)
                        self._say(inbox is not None)
                    case "take" if inbox is not None:
                        self._say(_written(inbox.take(*told)))
                    case "acknowledge" if inbox is not None:
                        inbox.acknowledge()
                        self._say(True)
                    case "close" if inbox is not None:
                        inbox.close()
                        inbox = None
                        self._say(True)
        except OSError:
            pass  # the borrower is gone
        finally:
            if inbox is not None:
                inbox.close()

    def _say(self, answer: Any) -> None:
        self.wfile.write(orjson.dumps(answer) + b"\n")


class BorrowedBroker:
    """The broker behind a lender's socket."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line: _Line | None = None

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        if self._line is None:
            self._line = _Line(self._path)
        try:
            self._line.ask("publish", _written(envelopes))
        except BrokerUnavailable:
            self.close()  # the next time, another lender may be there
            raise

    def keep_alive(self) -> None:
        """Nothing to tend: a Unix socket says at once when the other end is gone."""

    def inbox(self, queue: str, services: Sequence[str]) -> BorrowedInbox:
        with ExitStack() as unless_opened:
            line = unless_opened.enter_context(closing(_Line(self._path)))
            if not line.ask("inbox", queue, list(services)):
                raise InboxTaken
            unless_opened.pop_all()
        return BorrowedInbox(line)

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


class BorrowedInbox:
    def __init__(self, line: _Line) -> None:
        self._line = line

    def take(self, limit: int, timeout: float) -> Sequence[Envelope]:
        return _envelopes(self._line.ask("take", limit, timeout, waiting=timeout))

    def acknowledge(self) -> None:
        self._line.ask("acknowledge")

    def close(self) -> None:
        with suppress(BrokerUnavailable):
            self._line.ask("close")
        self._line.close()


class _Line:
    """A connection to the lender: one call, one answer. Every trouble is BrokerUnavailable."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(path))
        except OSError as error:
            self._socket.close()
            raise BrokerUnavailable(f"{path}: {error.strerror}") from error
        self._answers = self._socket.makefile("rb")

    def ask(self, *call: Any, waiting: float = 0.0) -> Any:
        self._socket.settimeout(_ANSWER_SECONDS + waiting)
        try:
            self._socket.sendall(orjson.dumps(call) + b"\n")
            answer = self._answers.readline()
        except OSError as error:
            raise BrokerUnavailable(f"the broker beside: {type(error).__name__}") from error
        if not answer:
            raise BrokerUnavailable("the broker beside is gone")
        return orjson.loads(answer)

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


def _written(envelopes: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [_attributes(envelope) for envelope in envelopes]


def _envelopes(written: Iterable[Sequence[Any]]) -> list[Envelope]:
    return [Envelope(*attributes) for attributes in written]
