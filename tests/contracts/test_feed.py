"""What a feed promises: the events after a number, in order, or word that it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.eventstore import Blank, EventStore
from shared.messaging import Envelope, Feed, FeedUnavailable, HttpFeed, LocalFeed
from shared.messaging import feed as feed_module
from shared.messaging.envelope import withheld
from tests.notebooks import take
from tests.readers.library import NOTEBOOKS, open_notebooks
from tests.servers.ports import free_ports

TOKEN = "secret"


class Publisher(ThreadingHTTPServer):
    """A service's feed, as far as HttpFeed can tell."""

    daemon_threads = True

    def __init__(self, store: EventStore) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.store = store
        self.page: bytes | None = None
        """What to answer in place of the events."""
        self.pause = 0.0
        """Seconds between the bytes of the answer."""


class Page(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path != "/notebooks/events" or self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.send_error(401)
            return
        after, limit = (int(parse_qs(address.query)[name][0]) for name in ("after", "limit"))
        events = [Envelope.of(recorded, NOTEBOOKS) for recorded in self.server.store.read(after, limit)]
        self.send_response(200)
        self.end_headers()
        page = json.dumps({"items": [event.to_json() for event in events], "next": None}).encode()
        answer = page if self.server.page is None else self.server.page
        for byte in answer if self.server.pause else ():
            self.wfile.write(bytes([byte]))
            Event().wait(self.server.pause)
        self.wfile.write(b"" if self.server.pause else answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    store = open_notebooks(tmp_path / "notebooks.db")
    take(store, "a", "một", "hai", "ba", correlation="c", traceparent="00-1")
    return store


@pytest.fixture
def publisher(store: EventStore) -> Iterator[Publisher]:
    with Publisher(store) as publisher:
        Thread(target=publisher.serve_forever, args=(0.01,)).start()
        yield publisher
        publisher.shutdown()


@pytest.fixture(params=["local", "http"])
def feed(request: pytest.FixtureRequest, store: EventStore) -> Feed:
    if request.param == "local":
        return LocalFeed({NOTEBOOKS: store})
    return http_feed(request.getfixturevalue("publisher"))


def http_feed(publisher: Publisher, token: str = TOKEN) -> HttpFeed:
    return HttpFeed({NOTEBOOKS: f"http://127.0.0.1:{publisher.server_port}"}, lambda: token)


def test_it_gives_the_events_after_a_number_up_to_a_limit(store: EventStore, feed: Feed) -> None:
    events = [Envelope.of(recorded, NOTEBOOKS) for recorded in store.read(0, 10)]
    assert feed.read(NOTEBOOKS, 0, 2) == events[:2]
    assert feed.read(NOTEBOOKS, 2, 2) == events[2:]
    assert feed.read(NOTEBOOKS, 3, 2) == []


def test_a_source_that_it_does_not_know_is_unavailable(feed: Feed) -> None:
    with pytest.raises(FeedUnavailable, match="/quang-ngai/notebooks"):
        feed.read("/quang-ngai/notebooks", 0, 10)


@pytest.mark.parametrize("page", [b"<html>", b"[]", b'{"items":[{}]}', b'{"items":7}'], ids=bytes.decode)
def test_an_answer_that_is_no_page_of_events_is_unavailable(publisher: Publisher, page: bytes) -> None:
    publisher.page = page
    with pytest.raises(FeedUnavailable, match="no page of events"):
        http_feed(publisher).read(NOTEBOOKS, 0, 10)


def test_a_publisher_that_refuses_is_unavailable(publisher: Publisher) -> None:
    with pytest.raises(FeedUnavailable, match="401"):
        http_feed(publisher, token="stale").read(NOTEBOOKS, 0, 10)


def test_a_publisher_that_is_away_is_unavailable() -> None:
    [port] = free_ports(1)
    with pytest.raises(FeedUnavailable):
        HttpFeed({NOTEBOOKS: f"http://127.0.0.1:{port}"}, lambda: TOKEN).read(NOTEBOOKS, 0, 10)


def test_an_answer_that_comes_in_a_trickle_is_given_up(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "_WHOLE_SECONDS", 0.05)
    publisher.pause = 0.01
    with pytest.raises(FeedUnavailable, match="TimeoutError"):
        http_feed(publisher).read(NOTEBOOKS, 0, 10)


def test_who_needs_every_event_is_told_of_the_grant_that_is_missing(publisher: Publisher, store: EventStore) -> None:
    first = Envelope.of(store.read(0, 1)[0], NOTEBOOKS)
    publisher.page = json.dumps({"items": [withheld(first)], "next": None}).encode()
    feed = HttpFeed({NOTEBOOKS: f"http://127.0.0.1:{publisher.server_port}"}, lambda: TOKEN)
    with pytest.raises(FeedUnavailable, match="withholds event 1: the token lacks the grant notebooks/personal"):
        feed.read(NOTEBOOKS, 0, 10)
    assert feed.read_given(NOTEBOOKS, 0, 10) == [Blank(1, first.hash)]
