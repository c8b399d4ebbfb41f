"""Messages that are read many at a time are what py-amqp would have made of them, however the bytes come."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from struct import pack
from typing import Any

import amqp
import pytest
from amqp.method_framing import frame_handler
from amqp.serialization import dumps
from amqp.transport import TCPTransport
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.deliveries import Deliveries, Delivery
from tests.contracts.test_broker import event

CHANNEL, FRAME = 1, 4096
METHOD, HEADER, BODY, HEARTBEAT = 1, 2, 3, 8

texts = st.text(st.characters(codec="utf-8"), max_size=20)
values = texts | st.integers(-(2**31) + 1, 2**63 - 1) | st.booleans() | st.none() | st.binary(max_size=9)
tables = st.dictionaries(texts, values, max_size=4) | st.just(event(1).to_message()[1])
properties = st.fixed_dictionaries(
    {}, optional={"content_type": texts, "content_encoding": texts, "application_headers": tables, "message_id": texts}
)
bodies = st.binary(max_size=20) | st.just(b"x" * 3 * FRAME)
messages = st.lists(st.tuples(bodies, properties), max_size=5)


class Line(amqp.Connection):
    """A connection that only reads, from a socket that a test fills."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._transport = TCPTransport("nowhere")
        self._transport.sock = sock
        self._transport._setup_transport()
        self.on_inbound_frame = frame_handler(self, self.on_inbound_method)


@contextmanager
def reading() -> Iterator[tuple[socket.socket, Deliveries, list[Delivery]]]:
    """The broker's end of a line, and what has been delivered at the other."""
    here, there = socket.socketpair()
    with closing(here), closing(there):
        channel = amqp.Channel(Line(there), CHANNEL, auto_decode=False)
        delivered: list[Delivery] = []
        deliveries = Deliveries(channel, delivered.append)
        channel.callbacks["me"] = deliveries.take_message
        yield here, deliveries, delivered


def frame(kind: int, channel: int, payload: bytes) -> bytes:
    return pack(">BHI", kind, channel, len(payload)) + payload + b"\xce"


def frames(tag: int, body: bytes, properties: dict[str, Any]) -> list[bytes]:
    """The frames of one message."""
    method = dumps("sLbss", ["me", tag, False, "notebooks.events", "NoteTaken"])
    message = amqp.Message(body, **properties)
    chunks = [body[start : start + FRAME] for start in range(0, len(body), FRAME)]
    return [
        frame(METHOD, CHANNEL, pack(">HH", *amqp.spec.Basic.Deliver) + method),
        frame(HEADER, CHANNEL, pack(">HxxQ", 60, len(body)) + message._serialize_properties()),
        *(frame(BODY, CHANNEL, chunk) for chunk in chunks),
    ]


def read(sent: Sequence[bytes]) -> list[Delivery]:
    """What is delivered when so many bytes come at a time."""
    with reading() as (broker, deliveries, delivered):
        for piece in filter(None, sent):
            broker.sendall(piece)
            deliveries.read(timeout=1)
        return delivered


def as_py_amqp_reads(sent: bytes, messages: int) -> list[Delivery]:
    with reading() as (broker, deliveries, delivered):
        broker.sendall(sent)
        while len(delivered) < messages:
            deliveries._connection.drain_events(timeout=1)
        return delivered


@given(messages, st.data())
def test_messages_are_what_py_amqp_makes_of_them_wherever_the_bytes_are_cut(
    sent: list[tuple[bytes, dict[str, Any]]], data: st.DataObject
) -> None:
    stream = b"".join(part for tag, message in enumerate(sent, 1) for part in frames(tag, *message))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    pieces = [stream[start:end] for start, end in pairwise([0, *cuts, len(stream)])]
    assert read(pieces) == as_py_amqp_reads(stream, len(sent))


@given(messages.filter(bool), st.data())
def test_a_frame_of_something_else_may_lie_anywhere_between(
    sent: list[tuple[bytes, dict[str, Any]]], data: st.DataObject
) -> None:
    parts = [part for tag, message in enumerate(sent, 1) for part in frames(tag, *message)]
    place = data.draw(st.integers(0, len(parts)))
    mixed = [*parts[:place], frame(HEARTBEAT, 0, b""), *parts[place:]]
    assert read([b"".join(mixed)]) == as_py_amqp_reads(b"".join(parts), len(sent))


def test_py_amqp_can_go_on_in_the_middle_of_a_message() -> None:
    first, second = (b"".join(frames(tag, b"{}", {"content_type": "application/json"})) for tag in (1, 2))
    with reading() as (broker, deliveries, delivered):
        broker.sendall(first + second[:30])
        deliveries.read(timeout=1)
        broker.sendall(second[30:])
        deliveries._connection.drain_events(timeout=1)
    assert [delivery.tag for delivery in delivered] == [1, 2]


def test_every_message_is_a_sign_of_life() -> None:
    with reading() as (broker, deliveries, _):
        broker.sendall(b"".join(frames(1, b"{}", {})))
        deliveries.read(timeout=1)
        assert deliveries._connection.bytes_recv > 0


def test_silence_a_closed_line_and_a_broken_frame_are_told_apart() -> None:
    with reading() as (broker, deliveries, _):
        with pytest.raises(TimeoutError):
            deliveries.read(timeout=0.01)
        broker.sendall(frame(METHOD, CHANNEL, b"....")[:-1] + b"!")
        with pytest.raises(amqp.UnexpectedFrame):
            deliveries.read(timeout=1)
        broker.shutdown(socket.SHUT_RDWR)
        with pytest.raises(ConnectionResetError):
            deliveries.read(timeout=1)
