"""What a broker promises: in order, confirmed, and again until it is acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace

import amqp
import kombu
import pytest
from nameko.standalone.events import get_event_exchange

from shared.messaging import (
    Broker,
    BrokerMisconfigured,
    BrokerUnavailable,
    Envelope,
    Inbox,
    InboxTaken,
    MemoryBroker,
    RabbitBroker,
    Unreadable,
)
from shared.messaging.broker import Arrival
from shared.messaging.memory import CAPACITY
from tests.servers.ports import free_ports
from tests.servers.rabbit import Rabbit
from tests.silence import Line

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


def test_a_full_queue_in_memory_leaves_the_rest_to_the_feed() -> None:
    broker = MemoryBroker()
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish([event(1)] * CAPACITY)
        broker.publish(events(2))
        assert len(inbox.take(CAPACITY, LONG)) == CAPACITY
        assert inbox.take(1, SHORT) == []


@pytest.fixture
def rabbit(rabbit_uri: str) -> Iterator[RabbitBroker]:
    broker = RabbitBroker(rabbit_uri)
    yield broker
    broker.close()


@contextmanager
def channel(uri: str) -> Iterator[amqp.Channel]:
    """A stranger's connection to the broker."""
    with kombu.Connection(uri) as connection:
        yield connection.channel()


def send_raw(uri: str, body: bytes, **properties: object) -> None:
    with channel(uri) as raw:
        raw.basic_publish(amqp.Message(body, **properties), "notebooks.events", "NoteTaken")


def test_exchanges_agree_with_nameko_whoever_declares_first(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    with channel(rabbit_uri) as raw:
        get_event_exchange("notebooks", {})(raw).declare()
        rabbit.publish(events(1))
        rabbit.publish([event(1, "letters")])
        get_event_exchange("letters", {})(raw).declare()


def test_the_message_is_persistent_json_with_the_envelope_in_its_headers(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    with channel(rabbit_uri) as raw:
        get_event_exchange("notebooks", {})(raw).declare()
        raw.queue_declare("agency", exclusive=True)
        raw.queue_bind("agency", "notebooks.events", "NoteTaken")
        rabbit.publish(events(7))
        message = raw.basic_get("agency", no_ack=True)
    assert message.properties["delivery_mode"] == 2
    assert (message.properties["content_type"], message.properties["content_encoding"]) == ("application/json", "utf-8")
    assert message.properties["message_id"] == "id-7"
    assert message.properties["application_headers"]["cloudEvents_sequence"] == "00000000000000000007"
    assert kombu.Message(message.body, "utf-8", "application/json", "utf-8").payload == {"text": "Bình Định"}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{}", {}),
        (b"\xff\xfe", event(1).to_message()[1]),
        (b"{}", {**event(1).to_message()[1], "cloudEvents_sequence": "first"}),
    ],
    ids=["no envelope", "not UTF-8", "no number"],
)
def test_what_is_no_event_arrives_as_raw_bytes(
    rabbit: RabbitBroker, rabbit_uri: str, body: bytes, headers: dict[str, str]
) -> None:
    with closing(rabbit.inbox("readers.inbox", ["notebooks"])) as inbox:
        send_raw(rabbit_uri, body, content_type="text/strange", application_headers=headers)
        rabbit.publish(events(1))
        unreadable, true = taken(inbox, 2)
    assert isinstance(unreadable, Unreadable)
    assert (unreadable.exchange, unreadable.routing_key, unreadable.body) == ("notebooks.events", "NoteTaken", body)
    assert true == event(1)


def test_a_refused_message_is_reported_and_the_next_attempt_starts_clean(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    with channel(rabbit_uri) as raw:
        get_event_exchange("notebooks", {})(raw).declare()
        arguments = {"x-max-length": 1, "x-overflow": "reject-publish"}
        raw.queue_declare("narrow", durable=True, auto_delete=False, arguments=arguments)
        raw.queue_bind("narrow", "notebooks.events", "#")
        with pytest.raises(BrokerUnavailable, match="refused"):
            rabbit.publish(events(1, 2, 3))
        raw.queue_delete("narrow")
    rabbit.publish(events(1, 2, 3))


def test_a_channel_closed_by_the_broker_is_reported_and_opened_anew(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    rabbit.publish(events(1))
    with channel(rabbit_uri) as raw:
        raw.exchange_delete("notebooks.events")
    with pytest.raises(BrokerUnavailable):
        rabbit.publish(events(2))
    with closing(rabbit.inbox("readers.inbox", ["notebooks"])) as inbox:
        rabbit.publish(events(2))
        assert taken(inbox, 1) == events(2)


def test_a_reader_whose_queue_is_deleted_notices_and_declares_it_anew(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    with closing(rabbit.inbox("readers.inbox", ["notebooks"])) as inbox:
        with channel(rabbit_uri) as raw:
            raw.queue_delete("readers.inbox")
        with pytest.raises(BrokerUnavailable):
            inbox.take(1, LONG)
    with closing(rabbit.inbox("readers.inbox", ["notebooks"])) as inbox:
        rabbit.publish(events(1))
        assert taken(inbox, 1) == events(1)


def test_other_properties_of_an_exchange_or_a_queue_are_named_at_once(rabbit: RabbitBroker, rabbit_uri: str) -> None:
    with channel(rabbit_uri) as raw:
        raw.exchange_declare("notebooks.events", "fanout", durable=True, auto_delete=False)
        raw.queue_declare("critics.inbox", durable=True, auto_delete=False, arguments={"x-max-length": 7})
    with pytest.raises(BrokerMisconfigured, match="notebooks.events"):
        rabbit.publish(events(1))
    with pytest.raises(BrokerMisconfigured, match="notebooks.events"):
        rabbit.inbox("readers.inbox", ["notebooks"])
    with pytest.raises(BrokerMisconfigured, match="critics.inbox"):
        rabbit.inbox("critics.inbox", [])


def test_a_broker_that_is_away_is_unavailable() -> None:
    [port] = free_ports(1)
    broker = RabbitBroker(f"amqp://guest:guest@127.0.0.1:{port}//")
    with pytest.raises(BrokerUnavailable):
        broker.publish(events(1))
    with pytest.raises(BrokerUnavailable):
        broker.inbox("readers.inbox", ["notebooks"])


def test_a_confirm_that_never_comes_is_not_waited_for_for_ever(rabbit_uri: str) -> None:
    with Line(rabbit_uri) as line:
        broker = RabbitBroker(line.uri, patience=SHORT)
        broker.publish(events(1))
        line.fall_silent()
        with pytest.raises(BrokerUnavailable, match="confirms do not come"):
            broker.publish(events(2))
        line.speak_again()
        broker.publish(events(2))
        broker.close()


def test_a_connection_that_breaks_while_idle_is_found_dead(rabbit_uri: str) -> None:
    with Line(rabbit_uri) as line:
        broker = RabbitBroker(line.uri)
        broker.publish(events(1))
        line.cut()
        with pytest.raises(BrokerUnavailable):
            broker.keep_alive()
        broker.publish(events(2))
        broker.close()


def test_a_memory_alarm_loses_nothing(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    broker = RabbitBroker(rabbit_uri, patience=SHORT)
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish(events(1))
        with rabbit_server.memory_alarm():
            for _ in range(2):
                with pytest.raises(BrokerUnavailable):
                    broker.publish(events(2))
        publish_patiently(broker, events(2, 3))
        arrived = taken(inbox, 3)
        while batch := inbox.take(10, SHORT):
            arrived += batch
    broker.close()
    assert [arrival.number for arrival in arrived if isinstance(arrival, Envelope)][-2:] == [2, 3]


def publish_patiently(broker: Broker, envelopes: Sequence[Envelope]) -> None:
    """As the relay does, without its delays."""
    for _ in range(200):
        try:
            return broker.publish(envelopes)
        except BrokerUnavailable:
            continue
    raise AssertionError("the broker has not come back")


def test_the_first_publication_after_a_restart_of_the_broker_arrives(rabbit_server: Rabbit, rabbit_uri: str) -> None:
    broker = RabbitBroker(rabbit_uri)
    broker.inbox("readers.inbox", ["notebooks"]).close()
    broker.publish(events(1))
    rabbit_server.restart()
    publish_patiently(broker, events(2))
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert taken(inbox, 2) == events(1, 2)
    broker.close()
