"""From the broker and the feed to a service's policies: every event once in effect, in the order of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from operator import attrgetter
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

import orjson
import structlog

from shared.domain import Clock
from shared.eventstore import EventStore
from shared.messaging.broker import (
    Arrival,
    Broker,
    BrokerUnavailable,
    InboxTaken,
    Unreadable,
    exchange_of,
    inbox_of,
)
from shared.messaging.envelope import Envelope, source_beside
from shared.messaging.feed import Feed, FeedUnavailable
from shared.messaging.hearing import Hearing
from shared.messaging.limits import LAG_LIMITS, LagLimits
from shared.messaging.outage import StoreTrouble
from shared.messaging.policies import Policies
from shared.messaging.sources import Source
from shared.messaging.worker import Backoff, Worker
from shared.troubles import Trouble, broker_unavailable, inbox_behind, store_unavailable

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

BATCH = 1_000
QUIET_SECONDS = 5.0
"""After this long without an event of a source, its feed is asked whether any has been missed."""

GATHERING_SECONDS = 0.05
"""What arrives within this time after a small batch shares the next transaction, and so its cost; unless somebody
waits to have it heard."""

_TICK = 0.25
_by_number = attrgetter("number")
_log = structlog.get_logger()


class Subscription(Worker):
    """What one service hears of others.

    The broker is the fast way, the feed the truth. A number at or below the checkpoint is a duplicate; a
    hole is filled from the feed; what the broker loses, the feed gives. Messages are acknowledged once
    their effects are committed; those behind a hole at once, for the feed gives them again.
    """

    name: ClassVar[str] = "subscription"

    def __init__(
        self,
        store: EventStore,
        broker: Broker,
        feed: Feed,
        policies: Policies,
        source: str,
        sources: Sequence[str],
        clock: Clock,
        quiet: float = QUIET_SECONDS,
        limits: LagLimits = LAG_LIMITS,
        tracing: Tracing | None = None,
    ) -> None:
        """`source` is the subscriber's own; `sources` names the services of its province that it listens to."""
        super().__init__()
        self.sources = tuple(sources)
        self._store = store
        self._broker = broker
        self._feed = feed
        self._policies = policies
        self._source = source
        self._quiet = quiet
        self._limits = limits
        self.longest_round = limits.seconds
        self._hearing = Hearing(store, policies, clock, tracing)
        self._followed = {name: Source(name, quiet) for name in map(self._beside, sources)}
        self._broker_trouble: Trouble | None = None
        self._store_trouble: Trouble | None = None
        self._inbox_is_open = False
        self._full_since: float | None = None

    def heard(self, service: str) -> int:
        """The number of the last event of `service` that has been applied, skipped or parked."""
        return self._hearing.heard.number(self._beside(service))

    def wait(self, service: str, number: int, timeout: float) -> bool:
        """Whether the event `number` of `service` has been heard, at the latest after `timeout` seconds."""
        return self._hearing.heard.wait(self._beside(service), number, timeout)

    def silent(self, service: str) -> float:
        """For how many seconds nothing has been heard of `service`, neither an event nor an answer of its feed."""
        return self._followed[self._beside(service)].silent()

    def _beside(self, service: str) -> str:
        return source_beside(self._source, service)

    def _work(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set():
            self._beat()
            try:
                self._hearing.heard.refresh()
                self._store_trouble = None
                self._catch_up()
                self._listen(backoff)
            except InboxTaken:
                self._broker_trouble = None
            except BrokerUnavailable as error:
                self._broker_trouble = broker_unavailable(self.name, str(error))
                _log.warning("subscription.broker_unavailable", reason=str(error))
            except StoreTrouble as error:
                self._store_trouble = store_unavailable(self.name, type(error).__name__)
                _log.warning("subscription.store_unavailable", reason=type(error).__name__)
            self._stopping.wait(backoff.next())
        self._save_at_the_end()

    def _catch_up(self) -> None:
        """Read the feeds to their ends; that needs no broker."""
        while not self._stopping.is_set() and not self._seconds_to_ask():
            self._ask_feeds()
        self._hearing.save_if_due()

    def _listen(self, backoff: Backoff) -> None:
        """Take what arrives until stopped. Raises what broker and store raise."""
        with closing(self._broker.inbox(inbox_of(self._store.service), self.sources)) as inbox, self._inbox_open():
            self._broker_trouble = None
            for source in self._followed.values():
                source.is_behind()  # what was published before the inbox was bound is not in it
            while not self._stopping.is_set():
                self._beat()
                self._ask_feeds()
                arrivals = inbox.take(BATCH, min(self._seconds_to_ask(), _TICK))
                if len(arrivals) < BATCH:
                    self._full_since = None
                elif self._full_since is None:
                    self._full_since = monotonic()
                self._take_in(arrivals)
                inbox.acknowledge()
                self._hearing.save_if_due()
                backoff.reset()
                if 0 < len(arrivals) < BATCH:
                    self._hearing.heard.until_wanted(GATHERING_SECONDS)

    @contextmanager
    def _inbox_open(self) -> Iterator[None]:
        self._inbox_is_open = True
        try:
            yield
        finally:
            self._inbox_is_open, self._full_since = False, None

    def _take_in(self, arrivals: Sequence[Arrival]) -> None:
        unreadable: list[Unreadable] = []
        arrived: dict[str, list[Envelope]] = {}
        for arrival in map(self._examined, arrivals):
            if isinstance(arrival, Unreadable):
                unreadable.append(arrival)
            elif arrival.service in self.sources:  # a queue keeps the bindings of services no longer listened to
                arrived.setdefault(arrival.source, []).append(arrival)
        self._hearing.keep(unreadable)
        self._hearing.apply([event for name, events in arrived.items() for event in self._in_order(name, events)])
        for name, events in arrived.items():
            heard = self._hearing.heard.number(name)
            self._followed[name].reached(heard, max(map(_by_number, events)))

    def _examined(self, arrival: Arrival) -> Arrival:
        """The arrival, or what is unreadable about it. The body of an event that no policy hears is not looked at."""
        if (
            isinstance(arrival, Envelope)
            and self._policies.hears(arrival.service, arrival.type)
            and not _holds_an_object(arrival.body)
        ):
            reason = "the body is not a JSON object"
            return Unreadable(exchange_of(arrival.service), arrival.type, arrival.body.encode(), reason)
        return arrival

    def _in_order(self, name: str, arrived: list[Envelope]) -> list[Envelope]:
        """The events that follow the checkpoint, each once, up to the first hole. The feed fills that next."""
        source = self._followed.setdefault(name, Source(name, self._quiet))
        following: list[Envelope] = []
        reached = self._hearing.heard.number(name)
        for event in sorted(arrived, key=_by_number):
            if event.number > reached + 1:
                source.is_behind()
                return following
            if event.number == reached + 1:
                following.append(event)
                reached += 1
                source.spoke()
        return following

    def _ask_feeds(self) -> None:
        """Read one page of each source that is due, and apply it."""
        for source in tuple(self._followed.values()):
            if source.seconds_to_ask():
                continue
            self._beat()
            try:
                page = self._next_page(source.name)
            except FeedUnavailable as error:
                source.failed(error)
            else:
                source.answered()
                self._hearing.apply(page)
                if len(page) < BATCH:
                    source.is_caught_up_with(self._hearing.heard.number(source.name))

    def _next_page(self, name: str) -> list[Envelope]:
        after = self._hearing.heard.number(name)
        page = self._feed.read(name, after, BATCH)
        if [event.number for event in page] != list(range(after + 1, after + 1 + len(page))):
            raise FeedUnavailable(f"the feed of {name} has a hole after {after}")
        return page

    def _seconds_to_ask(self) -> float:
        return min((source.seconds_to_ask() for source in self._followed.values()), default=_TICK)

    def _save_at_the_end(self) -> None:
        try:
            self._hearing.save()
        except StoreTrouble as error:
            _log.warning("subscription.checkpoint_not_saved", reason=type(error).__name__)

    def _troubles(self) -> list[Trouble]:
        found = [trouble for trouble in (self._broker_trouble, self._store_trouble) if trouble]
        if self._full_since is not None and (seconds := monotonic() - self._full_since) > self._limits.seconds:
            found.append(inbox_behind(self.name, seconds))
        for source in tuple(self._followed.values()):
            heard = self._hearing.heard.number(source.name)
            found += source.troubles(heard, self._limits, by_broker=self._inbox_is_open)
        return found


def _holds_an_object(body: str) -> bool:
    try:
        return isinstance(orjson.loads(body), dict)
    except orjson.JSONDecodeError:
        return False
