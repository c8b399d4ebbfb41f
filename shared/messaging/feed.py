"""The port to the feed: every event of a source in its order, for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import orjson
import urllib3

from shared.eventstore import EventStore
from shared.messaging.envelope import Envelope, service_of

_TIMEOUT = urllib3.Timeout(connect=3, read=15)


class FeedUnavailable(Exception):
    """The feed cannot be read now, or does not give what it must."""


class Feed(Protocol):
    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        """At most `limit` events of the source with numbers above `after`, in order.

        Raises FeedUnavailable, also when the log of the source ends before `after`: it has lost events then.
        """


class LocalFeed:
    """Feeds of the services that live in this process, by source."""

    def __init__(self, stores: Mapping[str, EventStore]) -> None:
        self._stores = stores

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        if source not in self._stores:
            raise FeedUnavailable(f"no store in this process is the source {source}")
        page = self._stores[source].read(after, limit)
        if not page and after > (head := self._stores[source].head().number):
            raise FeedUnavailable(f"the log of {source} ends at {head}, before {after} that was heard")
        return [Envelope.of(recorded, source) for recorded in page]


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
        if source not in self._addresses:
            raise FeedUnavailable(f"the address of the feed of {source} is not set")
        address = f"{self._addresses[source].rstrip('/')}/{service_of(source)}/events"
        try:
            response = self._pool.request(
                "GET",
                address,
                fields={"after": str(after), "limit": str(limit)},
                headers={"Authorization": f"Bearer {self._token()}", "Accept": "application/json"},
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise FeedUnavailable(f"{address}: {type(error).__name__}") from error
        if response.status == 409:
            raise FeedUnavailable(f"the log behind {address} ends before {after} that was heard: it has lost events")
        if response.status != 200:
            raise FeedUnavailable(f"{address} answered {response.status}")
        try:
            return [Envelope.from_json(item) for item in orjson.loads(response.data)["items"]]
        except (ValueError, LookupError, TypeError) as error:
            raise FeedUnavailable(f"{address} gave no page of events: {error}") from error
