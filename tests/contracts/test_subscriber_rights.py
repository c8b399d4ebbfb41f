"""What a subscriber may do on the broker with its own credentials: hear what it was granted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import amqp
import pytest
from kombu.connection import Connection

from deploy.subscribers.definitions import definitions
from deploy.subscribers.grants import Subscriber
from shared.grants import granted_events
from shared.messaging import Envelope, RabbitBroker
from tests.contracts.test_broker import event
from tests.servers.rabbit import Rabbit

IMPERSONAL = Subscriber("so-noi-vu", "Sở Nội vụ", frozenset({"reviews"}))
WHOLE = Subscriber("ban-noi-chinh", "Ban Nội chính Tỉnh ủy", frozenset({"reviews/personal", "ratings"}))
BOTH = (IMPERSONAL, WHOLE)
PASSWORDS = {"so-noi-vu": "một", "ban-noi-chinh": "hai"}
QUORUM = {"x-queue-type": "quorum"}
SMALL = 5_000


class Place(NamedTuple):
    """A virtual host whose subscribers are known; `own` is where services are at home."""

    rabbit: Rabbit
    own: str

    @property
    def vhost(self) -> str:
        return self.own.rpartition("/")[2]

    def uri(self, name: str) -> str:
        return f"amqp://{name}:{PASSWORDS[name]}@127.0.0.1:{self.rabbit.port}/{self.vhost}"

    @contextmanager
    def channel(self, name: str | None = None) -> Iterator[amqp.Channel]:
        with Connection(self.own if name is None else self.uri(name)) as connection:  # type: ignore[no-untyped-call]
            yield connection.channel()


@pytest.fixture(scope="module")
def place(rabbit_server: Rabbit) -> Place:
    here = Place(rabbit_server, rabbit_server.vhost())
    known = definitions(BOTH, PASSWORDS, here.vhost)
    for policy in known["policies"]:
        policy["definition"]["max-length-bytes"] = SMALL
    rabbit_server.import_definitions(known)
    with here.channel() as services:
        services.queue_declare("reviews.inbox", durable=True, auto_delete=False)
        services.exchange_declare("organizations.events", "topic", durable=True, auto_delete=False)
        for it in BOTH:
            services.exchange_declare(f"reviews.replay.{it.name}.reviews", "fanout", durable=True, auto_delete=False)
    for it in BOTH:
        with here.channel(it.name) as own:
            own.queue_declare(f"{it.name}.reviews", durable=True, auto_delete=False, arguments=QUORUM)
    return here


def reviewed(number: int, type_: str = "PlanAdopted", text: str = "") -> Envelope:
    made = event(number, "reviews")
    return Envelope(**{name: getattr(made, name) for name in made.__slots__} | {"type": type_, "body": f'"{text}"'})


def test_it_binds_its_own_queue_under_every_event_that_it_was_granted(place: Place) -> None:
    for it in BOTH:
        with place.channel(it.name) as own:
            for type_ in granted_events(it.grants, "reviews"):
                own.queue_bind(f"{it.name}.reviews", "reviews.events", routing_key=type_)


def test_it_hears_its_own_replay(place: Place) -> None:
    for it in BOTH:
        with place.channel(it.name) as own:
            own.queue_bind(f"{it.name}.reviews", f"reviews.replay.{it.name}.reviews")
            own.queue_unbind(f"{it.name}.reviews", f"reviews.replay.{it.name}.reviews")


@pytest.mark.parametrize("key", ["ReviewSubmitted", "PromptIssued", "#", "*", "Review*", "PlanAdopted.#", ""])
def test_no_routing_key_lets_personal_events_through_to_who_was_not_granted_them(place: Place, key: str) -> None:
    with place.channel("so-noi-vu") as own, pytest.raises(amqp.AccessRefused, match="topic"):
        own.queue_bind("so-noi-vu.reviews", "reviews.events", routing_key=key)
    with place.channel("so-noi-vu") as own:
        own.exchange_declare("so-noi-vu.way-round", "topic", durable=True, auto_delete=False)
        with pytest.raises(amqp.AccessRefused, match="topic"):
            own.exchange_bind("so-noi-vu.way-round", "reviews.events", routing_key=key)


def test_whoever_was_granted_everything_may_ask_for_everything(place: Place) -> None:
    with place.channel("ban-noi-chinh") as own:
        own.queue_bind("ban-noi-chinh.reviews", "reviews.events", routing_key="#")


@pytest.mark.parametrize("name", PASSWORDS)
def test_whatever_it_tries_beyond_its_grants_is_refused(place: Place, name: str) -> None:
    other = next(it.name for it in BOTH if it.name != name)
    to_inbox = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "reviews.inbox"}

    def publish(channel: amqp.Channel, exchange: str, key: str) -> None:
        channel.confirm_select()
        channel.basic_publish(amqp.Message("{}"), exchange, key)
        channel.connection.drain_events(timeout=5)

    attempts = {
        "bind to another service": lambda it: it.queue_bind(f"{name}.reviews", "organizations.events", "#"),
        "publish": lambda it: publish(it, "reviews.events", "PlanAdopted"),
        "publish straight into an inbox": lambda it: publish(it, "", "reviews.inbox"),
        "dead letters into an inbox": lambda it: it.queue_declare(f"{name}.trick", durable=True, arguments=to_inbox),
        "hear another's replay": lambda it: it.queue_bind(f"{name}.reviews", f"reviews.replay.{other}.reviews"),
        "speak in its own replay": lambda it: publish(it, f"reviews.replay.{name}.reviews", "PlanAdopted"),
        "bind its replay itself": lambda it: it.exchange_bind(
            f"reviews.replay.{name}.reviews", "reviews.events", "PlanAdopted"
        ),
        "read an inbox": lambda it: it.basic_consume("reviews.inbox"),
        "read another's queue": lambda it: it.basic_consume(f"{other}.reviews"),
        "fetch from another's queue": lambda it: it.basic_get(f"{other}.reviews"),
        "bind another's queue": lambda it: it.queue_bind(f"{other}.reviews", "reviews.events", "PlanAdopted"),
        "empty another's queue": lambda it: it.queue_purge(f"{other}.reviews"),
        "delete another's queue": lambda it: it.queue_delete(f"{other}.reviews"),
        "delete the exchange": lambda it: it.exchange_delete("reviews.events"),
        "declare what is not its own": lambda it: it.queue_declare("reviews.spy", durable=True),
    }
    for carry_out in attempts.values():
        with place.channel(name) as own, pytest.raises(amqp.AccessRefused):
            carry_out(own)


def test_a_queue_that_nobody_reads_forgets_its_oldest_and_stops_no_publisher(place: Place) -> None:
    with place.channel("so-noi-vu") as own:
        own.queue_declare("evt-reviews-PlanAdopted--so-noi-vu.note", durable=True, auto_delete=False)
        own.queue_declare("so-noi-vu.full", durable=True, auto_delete=False, arguments=QUORUM)
        for queue in ("so-noi-vu.full", "evt-reviews-PlanAdopted--so-noi-vu.note"):
            own.queue_bind(queue, "reviews.events", routing_key="PlanAdopted")
    broker = RabbitBroker(place.own)
    broker.publish([reviewed(number, text="x" * 1_000) for number in range(1, 101)])  # raises unless all are confirmed
    broker.close()
    told = place.rabbit.report("list_queues", "-p", place.vhost, "name", "messages", "policy")
    queues = {queue["name"]: queue for queue in told}
    assert queues["so-noi-vu.full"]["policy"] == "so-noi-vu.quorum"
    assert queues["evt-reviews-PlanAdopted--so-noi-vu.note"]["policy"] == "so-noi-vu"
    with place.channel("so-noi-vu") as own:
        last = own.basic_get("evt-reviews-PlanAdopted--so-noi-vu.note", no_ack=True)
    assert int(last.headers["cloudEvents_sequence"]) > 90
    assert queues["so-noi-vu.dead"]["policy"] == "so-noi-vu.dead"
    assert queues["reviews.inbox"]["policy"] == ""


def test_what_cannot_be_taken_in_becomes_a_dead_letter_after_some_attempts(place: Place) -> None:
    with place.channel("ban-noi-chinh") as own:
        own.queue_purge("ban-noi-chinh.reviews")
        own.queue_purge("ban-noi-chinh.dead")
        own.queue_bind("ban-noi-chinh.reviews", "reviews.events", routing_key="PlanAdopted")
        broker = RabbitBroker(place.own)
        broker.publish([reviewed(1)])
        broker.close()
        attempts = 0
        while message := own.basic_get("ban-noi-chinh.reviews"):
            own.basic_reject(message.delivery_tag, requeue=True)
            attempts += 1
        assert attempts == 21
        dead = own.basic_get("ban-noi-chinh.dead", no_ack=True)
        assert dead.headers["x-death"][0]["reason"] == "delivery_limit"
