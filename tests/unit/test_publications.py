"""Messages that are written many at a time are, byte for byte, what py-amqp would have written."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import amqp
from amqp.method_framing import frame_writer
from amqp.serialization import dumps
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging import Envelope
from shared.messaging.publications import Publications
from tests.contracts.test_broker import event

CHANNEL, FRAME = 7, 4096

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
maybe = st.none() | texts
envelopes = st.builds(
    replace,
    st.builds(event, st.integers(1, 2**63 - 1)),
    body=texts | st.sampled_from(["", "x" * FRAME, "x" * (FRAME - 8), "x" * 3 * FRAME]),
    subject=texts,
    organization=maybe,
    causation=maybe,
    traceparent=maybe,
)


class Line:
    """A connection whose bytes are kept."""

    frame_max = FRAME
    bytes_sent = 0

    def __init__(self) -> None:
        self.written = bytearray()
        self.transport = SimpleNamespace(write=self.written.extend)


def as_py_amqp_writes(line: Line, sent: list[Envelope]) -> None:
    write = frame_writer(line, line.transport)
    for envelope in sent:
        body, headers, properties = envelope.to_message()
        message = amqp.Message(body, application_headers=headers, **properties)
        place: list[Any] = [0, f"{envelope.service}.events", envelope.type, True, False]
        write(1, CHANNEL, amqp.spec.Basic.Publish, dumps("Bssbb", place), message)


@given(st.lists(envelopes, min_size=1, max_size=4))
def test_the_bytes_are_those_of_py_amqp(sent: list[Envelope]) -> None:
    ours, theirs = Line(), Line()
    Publications(cast(amqp.Channel, SimpleNamespace(connection=ours, channel_id=CHANNEL))).write(sent)
    as_py_amqp_writes(theirs, sent)
    assert ours.written == theirs.written
    assert ours.bytes_sent == theirs.bytes_sent == len(sent)
