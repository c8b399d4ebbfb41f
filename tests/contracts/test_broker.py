"""What a broker promises: in order, confirmed, and again until it is acknowledged."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from shared.messaging import (
    Broker,
    BrokerUnavailable,
    Envelope,
    Inbox,
    InboxTaken,
    MemoryBroker,
)
from shared.messaging.beside import BorrowedBroker, Lender
from shared.messaging.broker import Arrival
from shared.messaging.memory import CAPACITY

LONG = 10.0
SHORT = 0.05


def event(number: int, service: str = "notebooks") -> Envelope:
    return Envelope(
        source=f"/binh-dinh/{service}",
        number=number,
        id=f"id-{number}",
        type="NoteTaken",
        subject="notebook:a",
        version=number,
        time="2021-02-24T17:00:00.000000Z",
        schema=1,
        body='{"text":"Bình Định"}',
        hash="0" * 64,
        actor="clerk",
    )


def events(*numbers: int) -> list[Envelope]:
    return [event(number) for number in numbers]


def taken(inbox: Inbox, count: int) -> list[Arrival]:
    """The next messages, acknowledged."""
    arrivals: list[Arrival] = []
    while len(arrivals) < count:
        batch = inbox.take(count - len(arrivals), LONG)
        assert batch, f"only {len(arrivals)} of {count} have come"
        arrivals += batch
    inbox.acknowledge()
    return arrivals


def is_free(broker: Broker) -> bool:
    try:
        broker.inbox("readers.inbox", ["notebooks"]).close()
    except InboxTaken:
        return False
    return True


def test_events_arrive_complete_and_in_order(broker: Broker) -> None:
    sent = [replace(event(number), organization="TU", correlation="c", causation="d") for number in range(1, 1502)]
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish(sent)
        assert taken(inbox, len(sent)) == sent
        assert inbox.take(1, SHORT) == []


def test_an_inbox_gets_the_events_of_its_services_and_no_others(broker: Broker) -> None:
    with closing(broker.inbox("readers.inbox", ["notebooks", "letters"])) as inbox:
        broker.publish([event(1), event(1, "accounts"), event(1, "letters")])
        assert taken(inbox, 2) == [event(1), event(1, "letters")]
        assert inbox.take(1, SHORT) == []


def test_every_inbox_gets_every_event(broker: Broker) -> None:
    with (
        closing(broker.inbox("readers.inbox", ["notebooks"])) as readers,
        closing(broker.inbox("critics.inbox", ["notebooks"])) as critics,
    ):
        broker.publish(events(1, 2))
        assert taken(readers, 2) == taken(critics, 2) == events(1, 2)


def test_no_more_is_taken_than_asked_for(broker: Broker) -> None:
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish(events(1, 2, 3))
        assert list(inbox.take(2, LONG)) == events(1, 2)
        assert list(inbox.take(2, LONG)) == events(3)


def test_what_is_not_acknowledged_comes_again_in_order(broker: Broker) -> None:
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        for number in range(1, 5):
            broker.publish(events(number))
        assert taken(inbox, 1) == events(1)
        assert len(inbox.take(1, LONG)) + len(inbox.take(1, LONG)) == 2
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert taken(inbox, 3) == events(2, 3, 4)
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert inbox.take(1, SHORT) == []


def test_events_wait_for_a_reader_that_is_away(broker: Broker) -> None:
    broker.inbox("readers.inbox", ["notebooks"]).close()
    broker.publish(events(1, 2))
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert taken(inbox, 2) == events(1, 2)


def test_an_inbox_has_one_reader_and_another_may_follow(broker: Broker) -> None:
    with closing(broker.inbox("readers.inbox", ["notebooks"])), pytest.raises(InboxTaken):
        broker.inbox("readers.inbox", ["notebooks"])
    broker.inbox("readers.inbox", ["notebooks"]).close()


def test_events_that_nobody_is_bound_to_are_no_error(broker: Broker) -> None:
    broker.publish(events(1))
    broker.keep_alive()
    broker.publish(events(2))


def test_a_lender_that_is_not_there_or_goes_away_is_an_outage(tmp_path: Path) -> None:
    broker = BorrowedBroker(tmp_path / "broker")
    with pytest.raises(BrokerUnavailable):
        broker.publish(events(1))
    with closing(socket.socket(socket.AF_UNIX)) as lender:
        lender.bind(str(tmp_path / "broker"))
        lender.listen()
        hanging_up = Thread(target=lambda: [lender.accept()[0].close() for _ in range(2)])
        hanging_up.start()
        with pytest.raises(BrokerUnavailable):
            broker.publish(events(1))
        with pytest.raises(BrokerUnavailable):
            broker.inbox("readers.inbox", ["notebooks"])
        hanging_up.join()


def test_after_an_outage_another_lender_will_do(tmp_path: Path) -> None:
    broker = BorrowedBroker(tmp_path / "broker")
    with closing(socket.socket(socket.AF_UNIX)) as lender:
        lender.bind(str(tmp_path / "broker"))
        lender.listen()
        hanging_up = Thread(target=lambda: lender.accept()[0].close())
        hanging_up.start()
        with pytest.raises(BrokerUnavailable):
            broker.publish(events(1))
        hanging_up.join()
    (tmp_path / "broker").unlink()
    with Lender(MemoryBroker(), tmp_path / "broker"), closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish(events(1))
        assert taken(inbox, 1) == events(1)
    broker.close()


def test_an_inbox_is_free_again_when_its_borrower_is_gone(lender: Lender) -> None:
    """However it went: the lender hears that the line is cut."""
    broker = BorrowedBroker(Path(lender.server_address))
    with closing(socket.socket(socket.AF_UNIX)) as borrower:
        borrower.connect(lender.server_address)
        borrower.sendall(b'["inbox","readers.inbox",["notebooks"]]\n')
        assert borrower.recv(100) == b"true\n"
        with pytest.raises(InboxTaken):
            broker.inbox("readers.inbox", ["notebooks"])
    ends = monotonic() + LONG
    while not is_free(broker):
        assert monotonic() < ends


def test_a_full_queue_in_memory_leaves_the_rest_to_the_feed() -> None:
    broker = MemoryBroker()
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish([event(1)] * CAPACITY)
        broker.publish(events(2))
        assert len(inbox.take(CAPACITY, LONG)) == CAPACITY
        assert inbox.take(1, SHORT) == []
