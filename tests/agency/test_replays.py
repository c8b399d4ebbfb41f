"""The past comes into an agency's queue, and live events behind it: none missing, none twice, whatever breaks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import amqp
import kombu
import pytest

ME = "thanh-tra-tinh"
LIMITED = "cuc-thong-ke"
QUORUM = {"x-queue-type": "quorum"}
QUIET_SECONDS = 30
BETWEEN_SECONDS = 0.01
"""Between two events of the traffic: dense enough for the seam, and the test's machine has other work."""


@contextmanager
def channel(operator: Any, name: str) -> Iterator[Any]:
    with kombu.Connection(operator.access(name)["AMQP_URL"]) as connection:
        yield connection.default_channel


def queue_of(operator: Any, name: str, purpose: str) -> str:
    """A queue of the agency's own that hears nothing yet."""
    queue = f"{name}.{purpose}"
    with channel(operator, name) as own:
        own.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)
    return queue


def replay(queue: str, start: object, *options: str) -> str:
    return (
        f"kiemdiem replay reviews --from {start} --queue {queue} --json "
        f'--passwords "$PASSWORDS" --file "$SUBSCRIBERS" {" ".join(options)}'
    )


def heard(operator: Any, name: str, queue: str, upto: int) -> list[int]:
    """The numbers of what comes out of a queue, in order, up to that one."""
    numbers: list[int] = []

    def note(body: Any, message: kombu.Message) -> None:
        numbers.append(int(message.headers["cloudEvents_sequence"]))
        message.ack()

    with (
        kombu.Connection(operator.access(name)["AMQP_URL"]) as connection,
        connection.Consumer(kombu.Queue(queue, no_declare=True), callbacks=[note], accept=["json"]),
    ):
        while not numbers or numbers[-1] < upto:
            connection.drain_events(timeout=QUIET_SECONDS)
    return numbers


@contextmanager
def traffic(operator: Any) -> Iterator[None]:
    """Something is recorded all the time."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(BETWEEN_SECONDS):
            operator.record_something()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def last_of(operator: Any) -> int:
    """The number of an event that is recorded now."""
    operator.record_something()
    number: int = operator.log()[-1][0]
    return number


def test_the_past_and_what_happens_meanwhile_come_once_and_in_order(operator: Any) -> None:
    queue = queue_of(operator, ME, "whole")
    with channel(operator, ME) as own:
        own.queue_bind(queue, "reviews.events", "#")  # what comes before the replay stays before it
    with traffic(operator):
        operator.carry_out(replay(queue, 1))
    last = last_of(operator)
    numbers = heard(operator, ME, queue, last)
    assert numbers[numbers.index(1) :] == list(range(1, last + 1))


def test_a_limited_subscriber_gets_what_it_was_granted_and_nothing_else(operator: Any) -> None:
    queue = queue_of(operator, LIMITED, "limited")
    with traffic(operator):
        operator.carry_out(replay(queue, 1))
    last = last_of(operator)
    granted = [number for number, type_, personal in operator.log() if not personal]
    assert len(granted) < last
    assert heard(operator, LIMITED, queue, last) == granted


def test_a_part_of_the_past_is_sent_and_nothing_is_bound(operator: Any) -> None:
    queue = queue_of(operator, ME, "part")
    operator.carry_out(replay(queue, 11, "--to 20"))
    last_of(operator)
    assert heard(operator, ME, queue, 20) == list(range(11, 21))
    with channel(operator, ME) as own:
        assert own.queue_declare(queue, passive=True).message_count == 0
        with pytest.raises(amqp.NotFound):
            own.exchange_declare(f"reviews.replay.{queue}", "fanout", passive=True)


def test_while_the_service_and_the_command_are_killed_nothing_gets_lost(operator: Any) -> None:
    queue = queue_of(operator, ME, "killed")
    operator.service.kill()
    operator.kill_once_it_says(replay(queue, 1), "0 of")
    operator.start()
    with traffic(operator):
        operator.break_connections()
        operator.carry_out(replay(queue, 1))
    last = last_of(operator)
    first_time = list(dict.fromkeys(heard(operator, ME, queue, last)))
    assert first_time == list(range(1, last + 1))
