"""Reading what a broker delivers, many messages at a time.

py-amqp asks the system for each part of each frame, and decodes a message through layers that serve every kind of
method: that takes longer than all that a subscription then does with the event. So here a full buffer is read at once,
and the frames of a message are decoded as one. All other frames, and what is unusual in a message, go py-amqp's way.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import Any, NamedTuple

import amqp
from amqp.serialization import loads

_BUFFER = 256 * 1024
_DELIVER = b"\x00\x3c\x00\x3c"
"""Class and method of basic.deliver."""
_METHOD, _HEADER, _BODY = 1, 2, 3
_FRAME_END = 0xCE
_HAS_CONTENT_TYPE, _HAS_CONTENT_ENCODING, _HAS_HEADERS = 0x8000, 0x4000, 0x2000
_LONG_STRING = ord("S")

_frame = Struct(">BHI")
_content = Struct(">xxxxQH")
_tag = Struct(">Q")
_length = Struct(">I")


class Delivery(NamedTuple):
    """A message with its place; it is acknowledged by its `tag`."""

    tag: int
    exchange: str
    routing_key: str
    headers: dict[str, Any]
    body: bytes


class _Incomplete(Exception):
    """The rest has not come yet."""


class Deliveries:
    """What comes on a connection with one consumer on one channel: `deliver` gets each message in its order.

    What is not whole yet waits in the buffer of py-amqp's transport, so py-amqp can go on reading at any time.
    """

    def __init__(self, channel: amqp.Channel, deliver: Callable[[Delivery], None]) -> None:
        self._connection = channel.connection
        self._channel = channel.channel_id
        self._deliver = deliver

    def take_message(self, message: amqp.Message) -> None:
        """The consumer's callback, for messages that have come py-amqp's way."""
        info = message.delivery_info
        headers = message.properties.get("application_headers", {})
        self._deliver(
            Delivery(info["delivery_tag"], info["exchange"], info["routing_key"], headers, message.body or b"")
        )

    def read(self, timeout: float) -> None:
        """Wait for bytes and take in all that is whole. Raises TimeoutError, and what py-amqp raises."""
        transport = self._connection.transport
        with transport.having_timeout(timeout) as sock:
            received = sock.recv(_BUFFER)
        if not received:
            raise ConnectionResetError("the broker closed the connection")
        transport._read_buffer += received
        while self._take_messages(transport):
            self._connection.blocking_read()

    def _take_messages(self, transport: Any) -> bool:
        """Take in the messages that come next; whether a whole frame of something else follows."""
        data, at = transport._read_buffer, 0
        try:
            while (found := _message_at(data, at, self._channel)) is not None:
                delivery, at = found
                self._deliver(delivery)
                self._connection.bytes_recv += 1  # a sign of life, for the heartbeat
        except _Incomplete:
            return False
        finally:
            transport._read_buffer = data[at:]
        return True


def _message_at(data: bytes, at: int, channel: int) -> tuple[Delivery, int] | None:
    """The message that begins at `at` and where it ends; None if its frames do not come first, one after the other."""
    *found, method, at = _frame_at(data, at)
    if found != [_METHOD, channel] or not method.startswith(_DELIVER):
        return None
    *found, header, at = _frame_at(data, at)
    if found != [_HEADER, channel]:
        return None
    left, _ = _content.unpack_from(header)
    chunks: list[bytes] = []
    while left > 0:
        *found, chunk, at = _frame_at(data, at)
        if found != [_BODY, channel]:
            return None
        chunks.append(chunk)
        left -= len(chunk)
    return _delivery(method, header, b"".join(chunks)), at


def _frame_at(data: bytes, at: int) -> tuple[int, int, bytes, int]:
    """Type, channel and payload of the frame that begins at `at`, and where it ends."""
    start = at + _frame.size
    if start > len(data):
        raise _Incomplete
    kind, channel, size = _frame.unpack_from(data, at)
    end = start + size
    if end >= len(data):
        raise _Incomplete
    if data[end] != _FRAME_END:
        raise amqp.UnexpectedFrame(f"a frame ends with {data[end]:#04x}")
    return kind, channel, data[start:end], end + 1


def _delivery(method: bytes, header: bytes, body: bytes) -> Delivery:
    at = len(_DELIVER)
    at += 1 + method[at]  # the consumer
    (tag,) = _tag.unpack_from(method, at)
    at += _tag.size + 1  # and whether it has been delivered before
    exchange, at = _short_string_at(method, at)
    routing_key, _ = _short_string_at(method, at)
    return Delivery(tag, exchange, routing_key, _headers_in(header), body)


def _short_string_at(data: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + data[at]
    return data[at + 1 : end].decode(), end


def _headers_in(header: bytes) -> dict[str, Any]:
    """The headers of a message, if it has any. They come after its content type and encoding, before all else."""
    _, flags = _content.unpack_from(header)
    if not flags & _HAS_HEADERS:
        return {}
    at = _content.size
    for flag in (_HAS_CONTENT_TYPE, _HAS_CONTENT_ENCODING):
        if flags & flag:
            at += 1 + header[at]
    try:
        texts = _texts_at(header, at)
    except UnicodeDecodeError:
        texts = None
    return loads("F", header, at)[0][0] if texts is None else texts


def _texts_at(data: bytes, at: int) -> dict[str, Any] | None:
    """The table that begins at `at`; None if it holds anything but texts, which are all that ours hold."""
    texts: dict[str, Any] = {}
    (size,) = _length.unpack_from(data, at)
    at += _length.size
    end = at + size
    while at < end:
        after_name = at + 1 + data[at]
        if data[after_name] != _LONG_STRING:
            return None
        (size,) = _length.unpack_from(data, after_name + 1)
        value = after_name + 1 + _length.size
        texts[data[at + 1 : after_name].decode()] = data[value : value + size].decode()
        at = value + size
    return texts
