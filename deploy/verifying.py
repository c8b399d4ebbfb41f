"""`kiemdiem verify`: walking a log in place or as its feed gives it, and holding it against what was said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.checkpoints import check_all, key_in
from deploy.logs import feed_beside, opened
from services.reporting.checking import UNREACHABLE, faults_of
from shared.eventstore import Blank, EventStore, Recorded, Verdict, walk
from shared.messaging import Envelope, Feed, HttpFeed
from shared.reader import reader_on

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Log:
    """A log to be checked: how to walk it, and the event with a number, if there is one."""

    walk: Callable[[], Verdict]
    event: Callable[[int], Envelope | None]


def log_in_place(service: str, data: Path | None) -> Log:
    """The log in its own database."""
    store, source = opened(service, data)

    def event(number: int) -> Envelope | None:
        found = store.read(number - 1, 1)
        return Envelope.of(found[0], source) if found and found[0].number == number else None

    return Log(store.verify, event)


def log_in_feed(service: str, address: str, token: str) -> Log:
    """The log of a service at `address`, as it gives it to whoever has a subscriber's token."""
    source = f"/feed/{service}"
    feed = HttpFeed({source: address}, lambda: token)
    return Log(lambda: walk(_given(feed, source), 0), lambda number: _event(feed, source, number))


def verify(service: str, log: Log, checkpoints: Path | None, public_key: Path | None) -> dict[str, Any]:
    """Whether the log is intact, up to which event, and where not; with `checkpoints`, whether it is still the one
    that was signed. Raises FeedUnavailable, Unreadable."""
    verdict = log.walk()
    fault = None if verdict.fault is None else asdict(verdict.fault)
    found = {"service": service, "intact": verdict.intact, "head": verdict.head._asdict(), "fault": fault}
    if verdict.blanks:
        found["withheld"] = verdict.blanks
    if checkpoints is not None and public_key is not None:
        checked, faults = check_all(service, checkpoints, key_in(public_key), log.event)
        found["checkpoints"] = {"checked": checked, "faults": [asdict(fault) for fault in faults]}
    return found


def verify_reports(data: Path | None) -> dict[str, Any]:
    """Whether every issued report has the content that was issued, and was built from the logs as they are now.

    `unreachable` names the sources whose feeds could not be asked.
    """
    store, _ = opened("reporting", data)
    feed = feed_beside("reporting", data)

    @cache
    def hash_at(source: str, number: int) -> str | None:
        event = _event(feed, source, number)
        return None if event is None else event.hash

    issued = [event for event in _all(store) if event.type == "ReportIssued"]
    with store.query() as connection:
        found = [*faults_of(issued, reader_on(connection), hash_at)]
    faults = [fault for fault in found if fault.what != UNREACHABLE]
    unreachable = sorted({str(fault.source) for fault in found if fault.what == UNREACHABLE})
    return {"checked": len(issued), "faults": [asdict(fault) for fault in faults], "unreachable": unreachable}


def is_sound(found: dict[str, Any]) -> bool:
    """Whether nothing was found to be wrong. What could not be asked is no fault."""
    parts = (found.get(part, {}) for part in ("checkpoints", "reports"))
    return found["intact"] and not any(part.get("faults") for part in parts)


def _all(store: EventStore) -> Iterator[Recorded]:
    after = 0
    while page := store.read(after, _PAGE):
        yield from page
        after = page[-1].number


def _given(feed: HttpFeed, source: str) -> Iterator[Recorded | Blank]:
    """A feed that gives an event twice ends there: the walk names it."""
    after = 0
    while page := feed.read_given(source, after, _PAGE):
        yield from (event if isinstance(event, Blank) else event.recorded() for event in page)
        if page[-1].number <= after:
            return
        after = page[-1].number


def _event(feed: Feed, source: str, number: int) -> Envelope | None:
    page = feed.read(source, number - 1, 1)
    return page[0] if page and page[0].number == number else None
