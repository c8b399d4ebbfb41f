"""Writing events to a broker, many messages at a time.

py-amqp writes each message by itself, through layers that serve every kind of method and property. Ours differ in
little: so their frames are put together here, and given to the system in large pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from struct import Struct
from typing import Any

import amqp

from shared.messaging.broker import exchange_of
from shared.messaging.envelope import Envelope

_PIECE = 64 * 1024
_PUBLISH = b"\x00\x3c\x00\x28\x00\x00"
"""Class and method of basic.publish, and a field that is no longer used."""
_MANDATORY = b"\x01"
_METHOD, _HEADER, _BODY = 1, 2, 3
_FRAME_END = b"\xce"
_AROUND_A_FRAME = 8
_FLAGS = 0xF080
"""Which properties follow: content type and encoding, headers, delivery mode, message id."""

_frame = Struct(">BHI")
_content = Struct(">HHQH")
_length = Struct(">I")
_BASIC = 60


class Publications:
    """What is published on one channel, each message with `mandatory`: the broker returns what nobody is bound to."""

    def __init__(self, channel: amqp.Channel) -> None:
        self._connection = channel.connection
        self._channel = channel.channel_id

    def write(self, envelopes: Sequence[Envelope], exchange: str | None = None) -> None:
        """Send them in order, to the exchange of their service unless another is given. Raises what the socket does."""
        largest = self._connection.frame_max - _AROUND_A_FRAME
        piece = bytearray()
        for envelope in envelopes:
            for frame in _frames(envelope, exchange, self._channel, largest):
                piece += frame
            if len(piece) >= _PIECE:
                self._connection.transport.write(piece)
                piece = bytearray()
        self._connection.transport.write(piece)
        self._connection.bytes_sent += len(envelopes)  # signs of life, for the heartbeat


def _frames(envelope: Envelope, exchange: str | None, channel: int, largest: int) -> Iterator[bytes]:
    body, headers, properties = envelope.to_message()
    yield _method(exchange or exchange_of(envelope.service), envelope.type, channel)
    yield _framed(_HEADER, channel, _header(len(body), headers, properties))
    for start in range(0, len(body), largest):
        yield _framed(_BODY, channel, body[start : start + largest])


@cache
def _method(exchange: str, routing_key: str, channel: int) -> bytes:
    return _framed(_METHOD, channel, _PUBLISH + _short(exchange) + _short(routing_key) + _MANDATORY)


def _header(size: int, headers: Mapping[str, str], properties: Mapping[str, Any]) -> bytes:
    table = b"".join([_named(name, value.encode()) for name, value in headers.items()])
    return b"".join(
        (
            _content.pack(_BASIC, 0, size, _FLAGS),
            _short(properties["content_type"]),
            _short(properties["content_encoding"]),
            _length.pack(len(table)),
            table,
            bytes((properties["delivery_mode"],)),
            _short(properties["message_id"]),
        )
    )


def _named(name: str, value: bytes) -> bytes:
    return _name(name) + _length.pack(len(value)) + value


@cache
def _name(name: str) -> bytes:
    """The name of a header, and that it is a text."""
    return _short(name) + b"S"


def _short(text: str) -> bytes:
    encoded = text.encode()
    return bytes((len(encoded),)) + encoded


def _framed(kind: int, channel: int, payload: bytes) -> bytes:
    return _frame.pack(kind, channel, len(payload)) + payload + _FRAME_END
