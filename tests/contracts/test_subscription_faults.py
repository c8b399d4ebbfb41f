"""What a subscription does when broker, feed, database or its own process fail: it waits, and nothing happens twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Semaphore
from typing import Any

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from deploy.broker import definitions
from deploy.services import NAMES
from shared.domain import CommandContext
from shared.eventstore import CommitUncertain, Unit
from shared.messaging import Broker, BrokerUnavailable, Inbox, MemoryBroker, RabbitBroker, list_parked
from shared.messaging.broker import Arrival
from shared.troubles import broker_unavailable, feed_unavailable
from tests.contracts.test_rabbit import channel
from tests.readers import on_the_shelf, open_readers
from tests.readers.library import LONG, NOTEBOOKS, PROBE, Library, running
from tests.servers.rabbit import Rabbit

SHORT = 0.05
PROBED = {"notebook:probe": "probe"}


def test_a_hole_waits_until_the_feed_can_be_read_again(tmp_path: Path, broker: Broker) -> None:
    library = Library(tmp_path, broker)
    with library.listening() as subscription:
        library.feed.closed = True
        library.publish(library.take("a", "1", "2")[1:])
        assert library.feed.refused.acquire(timeout=LONG) and library.feed.refused.acquire(timeout=LONG)
        assert subscription.healthy() == [feed_unavailable(NOTEBOOKS, "closed")]
        assert subscription.heard("notebooks") == PROBE
        library.feed.closed = False
        assert subscription.wait("notebooks", PROBE + 2, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2"}


def test_an_inbox_that_overflowed_loses_nothing(tmp_path: Path, rabbit_server: Rabbit, rabbit_uri: str) -> None:
    vhost = rabbit_uri.rpartition("/")[2]
    [policy] = definitions(dict.fromkeys(NAMES, "unused"))["policies"]
    small = policy["definition"] | {"max-length-bytes": policy["definition"]["max-length-bytes"] // 2**18}
    rabbit_server.import_definitions({"policies": [policy | {"vhost": vhost, "definition": small}]})
    library = Library(tmp_path, RabbitBroker(rabbit_uri))
    library.broker.inbox("readers.inbox", ["notebooks"]).close()
    texts = [str(number) for number in range(100)]
    library.publish(library.take("a", *texts))  # raises unless all are confirmed
    with channel(rabbit_uri) as onlooker:
        waiting = onlooker.queue_declare("readers.inbox", passive=True).message_count
    assert 0 < waiting < 50
    library.feed.closed = True
    with running(library.subscription()) as subscription:
        assert library.feed.refused.acquire(timeout=LONG) and library.feed.refused.acquire(timeout=LONG)
        assert subscription.heard("notebooks") == 0
        library.feed.closed = False
        assert subscription.wait("notebooks", 100, LONG)
    library.broker.close()
    assert on_the_shelf(library.readers) == {"notebook:a": " ".join(texts)}


class AbsentBroker(MemoryBroker):
    """A broker that is not up yet."""

    def __init__(self) -> None:
        super().__init__()
        self.up = False
        self.asked = Semaphore(0)

    def inbox(self, queue: str, services: Sequence[str]) -> Any:
        self.asked.release()
        if not self.up:
            raise BrokerUnavailable("not up yet")
        return super().inbox(queue, services)


def test_it_starts_before_the_broker_and_reads_the_feed_meanwhile(tmp_path: Path) -> None:
    broker = AbsentBroker()
    library = Library(tmp_path, broker)
    library.take("a", "1")
    with running(library.subscription()) as subscription:
        assert subscription.wait("notebooks", 1, LONG)
        assert broker.asked.acquire(timeout=LONG) and broker.asked.acquire(timeout=LONG)
        assert subscription.healthy() == [broker_unavailable("subscription", "not up yet")]
        broker.up = True
        library.take("a", "2")
        assert subscription.wait("notebooks", 2, LONG)
        assert subscription.healthy() == []


class ForgetfulBroker:
    """A broker that loses the connection at the first acknowledgement, so that all is delivered again."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.forgot = Semaphore(0)
        self._failures = 1

    def inbox(self, queue: str, services: Sequence[str]) -> Inbox:
        inbox = self._broker.inbox(queue, services)
        return ForgetfulInbox(inbox, self) if self._failures else inbox

    def forget(self) -> None:
        self._failures = 0
        self.forgot.release()
        raise BrokerUnavailable("the connection is lost")


class ForgetfulInbox:
    def __init__(self, inbox: Inbox, broker: ForgetfulBroker) -> None:
        self._inbox = inbox
        self._broker = broker
        self._holds_any = False

    def take(self, limit: int, timeout: float) -> Sequence[Arrival]:
        taken = self._inbox.take(limit, timeout)
        self._holds_any = bool(taken)
        return taken

    def acknowledge(self) -> None:
        if self._holds_any:
            self._broker.forget()

    def close(self) -> None:
        self._inbox.close()


def test_a_crash_between_commit_and_acknowledgement_has_no_double_effect(tmp_path: Path, broker: Broker) -> None:
    library = Library(tmp_path, broker)
    forgetful = ForgetfulBroker(broker)
    with library.listening(broker=forgetful) as subscription:
        assert forgetful.forgot.acquire(timeout=LONG)
        library.publish(library.take("a", "1", "2"))
        assert subscription.wait("notebooks", PROBE + 2, LONG)
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2"}
    with closing(broker.inbox("readers.inbox", ["notebooks"])) as inbox:
        assert inbox.take(1, SHORT) == []


class FailsOnce:
    """In place of the store's `execute`: the first caller gets the error, after the commit or without one."""

    def __init__(self, execute: Callable[[CommandContext, Callable[[Unit], Any]], Any], error: Exception) -> None:
        self._execute = execute
        self._error: Exception | None = error
        self.failed = Semaphore(0)

    def __call__(self, context: CommandContext, work: Callable[[Unit], Any]) -> Any:
        error, self._error = self._error, None
        if error is None:
            return self._execute(context, work)
        if isinstance(error, CommitUncertain):
            self._execute(context, work)
        self.failed.release()
        raise error


def of_sqlite(code: int) -> DBAPIError:
    original = sqlite3.OperationalError("a test")
    original.sqlite_errorcode = code
    return OperationalError("INSERT", {}, original)


def of_postgres(state: str) -> DBAPIError:
    original = psycopg2.OperationalError("a test")
    return OperationalError("INSERT", {}, type("WithState", (psycopg2.OperationalError,), {"pgcode": state})(original))


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(sqlite3.SQLITE_FULL),
        of_postgres("53100"),
        of_postgres("57014"),
        CommitUncertain("no answer"),
    ],
    ids=["busy", "file system full", "disk full", "statement took too long", "uncertain"],
)
def test_a_failing_database_parks_nothing_and_repeats_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    library = Library(tmp_path, MemoryBroker())
    with library.listening() as subscription:
        execute = FailsOnce(library.readers.execute, error)
        monkeypatch.setattr(library.readers, "execute", execute)
        library.publish(library.take("a", "1"))
        assert execute.failed.acquire(timeout=LONG)
        library.publish(library.take("a", "2"))
        assert subscription.wait("notebooks", PROBE + 2, LONG)
        assert subscription.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2"}
    assert list_parked(library.readers) == []


def test_of_two_processes_of_a_service_one_reads_and_the_other_takes_over(tmp_path: Path, broker: Broker) -> None:
    library = Library(tmp_path, broker)
    other = library.subscription(store=open_readers(tmp_path), quiet=SHORT)
    with library.listening() as first, running(other) as second:
        library.publish(library.take("a", "1"))
        assert first.wait("notebooks", PROBE + 1, LONG) and second.wait("notebooks", PROBE + 1, LONG)
        first.stop()
        library.publish(library.take("a", "2"))
        assert second.wait("notebooks", PROBE + 2, LONG)
        assert second.healthy() == []
    assert on_the_shelf(library.readers) == PROBED | {"notebook:a": "1 2"}
