"""The port to the feed: every event of a source in its order, for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import orjson
import urllib3

from shared.eventstore import Blank, EventStore
from shared.grants import with_people
from shared.messaging.envelope import Envelope, blank_of, is_withheld, service_of

_TIMEOUT = urllib3.Timeout(connect=3, read=15)


class FeedUnavailable(Exception):
    """The feed cannot be read now, or does not give what it must."""


class Feed(Protocol):
    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        """At most `limit` events of the source with numbers above `after`, in order. Raises FeedUnavailable."""


class LocalFeed:
    """Feeds of the services that live in this process, by source."""

    def __init__(self, stores: Mapping[str, EventStore]) -> None:
        self._stores = stores

    def read(self, source: str, after: int, limit: int) -> list[Envelope]:
        if source not in self._stores:
            raise FeedUnavailable(f"no store in this process is the source {source}")
        return [Envelope.of(recorded, source) for recorded in self._stores[source].read(after, limit)]


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
        if response.status != 200:
            raise FeedUnavailable(f"{address} answered {response.status}")
        try:
            items = orjson.loads(response.data)["items"]
            return [blank_of(item) if is_withheld(item) else Envelope.from_json(item) for item in items]
        except (ValueError, LookupError, TypeError) as error:
            raise FeedUnavailable(f"{address} gave no page of events: {error}") from error
