"""The port to the feed: every event of a source in its order, for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import orjson
import urllib3

from shared.answers import whole
from shared.domain import SystemClock
from shared.eventstore import Blank, EventStore, Mapper, open_engine
from shared.grants import with_people
from shared.messaging.envelope import Envelope, blank_of, is_withheld, service_of

_TIMEOUT = urllib3.Timeout(connect=3, read=15)
_WHOLE_SECONDS = 120.0
"""How long an answer may take from its first byte to its last: a full page over a very thin line."""


class FeedUnavailable(Exception):
    """The feed cannot be read now, or does not give what it must."""


class Feed(Protocol):
    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        """At most `limit` events of the source with numbers above `after`, in order.

        Raises FeedUnavailable, also when the log of the source ends before `after`: it has lost events then.
        """

    def until(self, source: str, instant: str) -> int:
        """How many events of the source come before the first that was recorded after `instant`.

        Raises FeedUnavailable.
        """

    def elsewhere(self) -> dict[str, Any]:
        """What another process needs to read the same feeds: data for `feed_from`."""


class LocalFeed:
    """Feeds of the services that live in this process, by source."""

    def __init__(self, stores: Mapping[str, EventStore]) -> None:
        self._stores = stores

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        store = self._store(source)
        page = store.read(after, limit)
        if not page and after > (head := store.head().number):
            raise FeedUnavailable(f"the log of {source} ends at {head}, before {after} that was heard")
        return [Envelope.of(recorded, source) for recorded in page]

    def until(self, source: str, instant: str) -> int:
        return self._store(source).until(instant)

    def elsewhere(self) -> dict[str, Any]:
        return {"databases": {source: store.address for source, store in self._stores.items()}}

    def _store(self, source: str) -> EventStore:
        if source not in self._stores:
            raise FeedUnavailable(f"no store in this process is the source {source}")
        return self._stores[source]


class HttpFeed:
    """Feeds of services elsewhere: `GET {address}/<service>/events?after=&limit=`.

    `addresses` gives the base address by source; `token` is asked for the bearer token before each call,
    so that a token that is renewed on disk is taken up.
    """

    def __init__(self, addresses: Mapping[str, str], token: Callable[[], str]) -> None:
        self._addresses = addresses
        self._token = token
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        page = self.read_given(source, after, limit)
        if numbers := [item.number for item in page if isinstance(item, Blank)]:
            grant = with_people(service_of(source))
            raise FeedUnavailable(
                f"the feed of {source} withholds event {numbers[0]}: the token lacks the grant {grant}"
            )
        return [item for item in page if isinstance(item, Envelope)]

    def read_given(self, source: str, after: int, limit: int) -> list[Envelope | Blank]:
        """As `read`, with a blank in the place of each event that the token was not granted. Raises FeedUnavailable."""
        address, told = self._ask(source, "", {"after": str(after), "limit": str(limit)})
        try:
            return [blank_of(item) if is_withheld(item) else Envelope.from_json(item) for item in told["items"]]
        except (ValueError, LookupError, TypeError) as error:
            raise FeedUnavailable(f"{address} gave no page of events: {error}") from error

    def until(self, source: str, instant: str) -> int:
        address, told = self._ask(source, "/position", {"until": instant})
        try:
            return int(told["number"])
        except (ValueError, LookupError, TypeError) as error:
            raise FeedUnavailable(f"{address} gave no number: {error}") from error

    def elsewhere(self) -> dict[str, Any]:
        return {"addresses": dict(self._addresses), "token": self._token()}

    def _ask(self, source: str, what: str, query: dict[str, str]) -> tuple[str, Any]:
        """The address that was asked, and what it told."""
        if source not in self._addresses:
            raise FeedUnavailable(f"the address of the feed of {source} is not set")
        address = f"{self._addresses[source].rstrip('/')}/{service_of(source)}/events{what}"
        try:
            response = self._pool.request(
                "GET",
                address,
                fields=query,
                headers={"Authorization": f"Bearer {self._token()}", "Accept": "application/json"},
                preload_content=False,
            )
            told = whole(response, _WHOLE_SECONDS)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise FeedUnavailable(f"{address}: {type(error).__name__}") from error
        if response.status == 409:
            raise FeedUnavailable(f"the log behind {address} ends before what was heard of it: it has lost events")
        if response.status != 200:
            raise FeedUnavailable(f"{address} answered {response.status}")
        try:
            return address, orjson.loads(told)
        except ValueError as error:
            raise FeedUnavailable(f"{address} gave no page of events: {error}") from error


def feed_from(elsewhere: Mapping[str, Any]) -> Feed:
    """The feeds that another process described by `elsewhere`."""
    if "addresses" in elsewhere:
        return HttpFeed(elsewhere["addresses"], lambda: str(elsewhere["token"]))
    return LocalFeed({source: log_at(url, service_of(source)) for source, url in elsewhere["databases"].items()})


def log_at(url: str, service: str) -> EventStore:
    """The log of a service in the database at `url`, to be read alone."""
    return EventStore(open_engine(url), service, Mapper(service, ()), SystemClock(), str)
