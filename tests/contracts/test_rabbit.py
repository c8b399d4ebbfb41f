"""What RabbitMQ does to publishers and readers beyond the contract, and what others see of our messages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import amqp
import pytest
from kombu.connection import Connection
from nameko.standalone.events import get_event_exchange

from shared.messaging import (
    Broker,
    BrokerMisconfigured,
    BrokerUnavailable,
    Envelope,
    RabbitBroker,
    Unreadable,
)
from tests.contracts.test_broker import LONG, SHORT, event, events, taken
from tests.servers.ports import free_ports
from tests.servers.rabbit import Rabbit
from tests.silence import Line


@pytest.fixture
def rabbit(rabbit_uri: str) -> Iterator[RabbitBroker]:
    broker = RabbitBroker(rabbit_uri)
    yield broker
    broker.close()


@contextmanager
def channel(uri: str) -> Iterator[amqp.Channel]:
    """A stranger's connection to the broker."""
    with Connection(uri) as connection:  # type: ignore[no-untyped-call]
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
    assert json.loads(message.body) == {"text": "Bình Định"}


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
    broker = RabbitBroker(rabbit_uri, patience=0.5)
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        broker.publish(events(1))
        with rabbit_server.memory_alarm():
            for _ in range(2):
                with pytest.raises(BrokerUnavailable, match="alarm"):
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
