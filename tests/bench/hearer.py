"""A process that hears notes and writes one row for each: `ours`, by a subscription, or `stock`, by nameko's handler.

python -m tests.bench.hearer ours|feed|stock DATABASE_URL BROKER_URI [FEED_ADDRESS TOKEN]
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import sys
from typing import Any

from nameko.events import event_handler
from nameko.runners import ServiceRunner
from sqlalchemy import create_engine, insert

from shared.domain import SystemClock
from shared.eventstore import EventStore, Mapper, Unit, open_engine
from shared.messaging import Broker, Envelope, Feed, HttpFeed, MemoryBroker, Policies, RabbitBroker, when
from shared.messaging.subscription import Subscription
from tests.bench.heard import heard

SOURCE = "/binh-dinh/hearer"


@when("notebooks", "NoteTaken")
def when_note_taken_write_it_down(event: Envelope, unit: Unit) -> None:
    unit.tables.put(heard, number=event.number, text=event.data["text"])


@when("organizations", "PersonRegistered")
def when_person_registered_write_it_down(event: Envelope, unit: Unit) -> None:
    unit.tables.put(heard, number=event.number, text=event.data["code"])


POLICIES = Policies([when_note_taken_write_it_down, when_person_registered_write_it_down])


class NothingMissed:
    """A feed of a source that has lost nothing on its way over the broker."""

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        return []


def ours(database: str, broker: Broker, feed: Feed, source: str) -> None:
    engine = open_engine(database)
    store = EventStore(engine, "hearer", Mapper("hearer", []), SystemClock(), lambda: "")
    Subscription(store, broker, feed, POLICIES, SOURCE, [source], SystemClock()).run()


def stock(database: str, uri: str) -> None:
    engine = create_engine(database)

    class Stock:
        name = "stock"

        @event_handler("notebooks", "NoteTaken")
        def hear(self, data: dict[str, Any]) -> None:
            with engine.begin() as connection:
                connection.execute(insert(heard).values(text=data["text"]))

    runner = ServiceRunner({"AMQP_URI": uri})
    runner.add_service(Stock)
    runner.start()
    runner.wait()


def main() -> None:
    how, database, uri, *rest = sys.argv[1:]
    if how == "ours":
        ours(database, RabbitBroker(uri), NothingMissed(), "notebooks")
    elif how == "feed":
        address, token = rest
        feed = HttpFeed({"/binh-dinh/organizations": address}, lambda: token)
        ours(database, MemoryBroker(), feed, "organizations")
    else:
        stock(database, uri)


if __name__ == "__main__":
    main()
