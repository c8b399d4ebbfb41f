"""The definitions, imported into a real broker: each service does its work with its own user, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import amqp
import pytest

from deploy.broker import VHOST, definitions, upstream
from deploy.services import CENTRE, NAMES
from shared.messaging import BrokerUnavailable, Envelope, InboxTaken, RabbitBroker, exchange_of, inbox_of
from tests.servers.rabbit import Rabbit

Act = Callable[[amqp.Channel], object]


def envelope(service: str) -> Envelope:
    return Envelope(
        f"/binh-dinh/{service}",
        1,
        "id-1",
        "SomethingHappened",
        "thing:1",
        1,
        "2021-01-04T08:00:00Z",
        1,
        "{}",
        "0",
        "test",
    )


@pytest.fixture(scope="module")
def address(rabbit_server: Rabbit) -> str:
    """Where the broker with the definitions is."""
    rabbit_server.import_definitions(definitions({name: f"{name}'s" for name in (*NAMES, CENTRE)}))
    return f"127.0.0.1:{rabbit_server.port}"


def send(channel: amqp.Channel, exchange: str, routing_key: str) -> None:
    channel.confirm_select()
    channel.basic_publish(amqp.Message("{}"), exchange, routing_key)
    channel.connection.drain_events(timeout=5)


def try_as(address: str, service: str, act: Act) -> None:
    with amqp.Connection(address, userid=service, password=f"{service}'s", virtual_host=VHOST) as connection:
        act(connection.channel())


def test_a_service_publishes_and_hears_with_its_own_rights(address: str) -> None:
    broker = {name: RabbitBroker(f"amqp://{name}:{name}'s@{address}/{VHOST}") for name in ("organizations", "reviews")}
    with closing(broker["reviews"].inbox(inbox_of("reviews"), ["organizations", "ratings"])) as inbox:
        broker["organizations"].publish([envelope("organizations")])
        [heard] = inbox.take(10, 5)
        inbox.acknowledge()
    assert heard == envelope("organizations")
    for its in broker.values():
        its.close()


def test_a_service_replays_with_its_own_rights(address: str) -> None:
    broker = RabbitBroker(f"amqp://reviews:reviews's@{address}/{VHOST}")
    way = broker.replays("reviews")
    assert way is not None
    way.prepare("agency.queue", ["#"])
    way.join("agency.queue", ["#"])
    broker.close()


FORBIDDEN: dict[str, Act] = {
    "publish straight into a queue": lambda channel: send(channel, "", "ratings.inbox"),
    "replay for another": lambda channel: channel.exchange_declare("ratings.replay.agency.queue", "fanout"),
    "bind the queue of a subscriber": lambda channel: channel.queue_bind("so-noi-vu.dead", "reviews.events", "#"),
    "read another's inbox": lambda channel: channel.basic_consume(inbox_of("ratings")),
    "empty another's inbox": lambda channel: channel.queue_purge(inbox_of("ratings")),
    "delete another's inbox": lambda channel: channel.queue_delete(inbox_of("ratings")),
    "delete another's exchange": lambda channel: channel.exchange_delete(exchange_of("organizations")),
    "hear whom it does not listen to": lambda channel: channel.queue_bind(
        inbox_of("reviews"), exchange_of("reporting"), "#"
    ),
    "make a queue of another name": lambda channel: channel.queue_declare("spy", durable=True),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_service_may_not(address: str, what: str) -> None:
    for service in ("reviews", "ratings"):
        RabbitBroker(f"amqp://{service}:{service}'s@{address}/{VHOST}").inbox(inbox_of(service), []).close()
    with pytest.raises(amqp.AccessRefused):
        try_as(address, "reviews", FORBIDDEN[what])


def test_a_service_may_not_speak_for_another(address: str) -> None:
    broker = RabbitBroker(f"amqp://reviews:reviews's@{address}/{VHOST}", patience=2)
    with pytest.raises(BrokerUnavailable, match="AccessRefused"):
        broker.publish([envelope("ratings")])
    broker.close()


TO_THE_CENTRE: dict[str, Act] = {
    "read an inbox": lambda channel: channel.basic_consume(inbox_of("reviews")),
    "speak for a service": lambda channel: (
        channel.confirm_select(),
        channel.basic_publish_confirm(amqp.Message("{}"), exchange_of("reviews"), "ReviewSubmitted"),
    ),
    "make a queue of another name": lambda channel: channel.queue_declare("spy", durable=True),
    "delete an exchange": lambda channel: channel.exchange_delete(exchange_of("reviews")),
}


@pytest.mark.parametrize("what", TO_THE_CENTRE)
def test_the_centre_may_fetch_events_and_nothing_else(address: str, what: str) -> None:
    RabbitBroker(f"amqp://reviews:reviews's@{address}/{VHOST}").inbox(inbox_of("reviews"), []).close()

    def fetch(channel: amqp.Channel) -> None:
        queue = "federation: reviews.events -> centre"
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.queue_bind(queue, exchange_of("reviews"), "#")
        channel.queue_delete(queue)

    try_as(address, CENTRE, fetch)
    with pytest.raises(amqp.AccessRefused):
        try_as(address, CENTRE, TO_THE_CENTRE[what])


def test_of_two_instances_of_a_service_one_reads_the_inbox(address: str) -> None:
    first, second = (RabbitBroker(f"amqp://reviews:reviews's@{address}/{VHOST}") for _ in range(2))
    with closing(first.inbox(inbox_of("reviews"), ["organizations"])), pytest.raises(InboxTaken):
        second.inbox(inbox_of("reviews"), ["organizations"])


def test_a_province_has_a_virtual_host_of_its_own_at_the_centre() -> None:
    found = upstream("gia-lai", "amqps://centre:secret@gia-lai.example/kiemdiem", "secret")
    assert [vhost["name"] for vhost in found["vhosts"]] == ["gia-lai"]
    [policy] = found["policies"]
    assert policy["definition"] == {"federation-upstream": found["parameters"][0]["name"]}
    assert {thing["vhost"] for kind in ("exchanges", "parameters", "policies") for thing in found[kind]} == {"gia-lai"}
