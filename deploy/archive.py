"""`kiemdiem archive` and `kiemdiem recover`: a copy of a log outside its database, and giving a log back from it.

An archive is one file for each service, DIR/<service>.ndjson: one event on a line, as the feed gives it, in the order
of the feed. Lines are only ever added. Each continues the chain of hashes, so an archive proves itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import orjson
import structlog
from rich.console import Console
from sqlalchemy import select

from deploy.logs import opened
from shared.domain import SystemClock
from shared.eventstore import EMPTY, EventStore, Head, Recorded, Unit, walk
from shared.messaging import Envelope, Feed, FeedUnavailable, HttpFeed, UnreadableMessage
from shared.messaging.context import own_context

_PAGE = 1_000
_TAIL_BYTES = 2 * 1024 * 1024
"""More than the longest line: a body has at most 1 MiB."""
FOLLOWING_SECONDS = 1.0

log = structlog.get_logger("archive")


_KEPT_BY_FINGERPRINT = ("texts", "report_contents")
_OF_WHAT_IS_NO_TEXT = frozenset(
    {"DossierReceiptIssued", "ExpectedSetFrozen", "FormCopied", "RulebookPublished", "AttachmentAdded"}
)
"""Events whose fingerprints are of what can be computed again, stands in a log, or lies in the file store."""


class ArchiveBroken(Exception):
    """The archive and the log do not belong together, or the archive is damaged; the text says where."""


def feed_at(service: str, address: str, token: Callable[[], str]) -> Feed:
    """The feed of the service at `address`, as a subscriber with the token reads it."""
    return HttpFeed({_source(service): address}, token)


def follow(service: str, feed: Feed, folder: Path) -> NoReturn:
    """Go on archiving for ever; while the feed is away, wait for it. Raises ArchiveBroken."""
    while True:
        try:
            archived(service, feed, folder)
        except FeedUnavailable as error:
            log.warning("archive.waiting", service=service, reason=str(error))
        time.sleep(FOLLOWING_SECONDS)


def archived(service: str, feed: Feed, folder: Path) -> int:
    """Add to the archive in `folder` what the feed has more; the number reached. It is on the disk then.

    Raises FeedUnavailable, ArchiveBroken; may then be called again.
    """
    file = folder / f"{service}.ndjson"
    folder.mkdir(parents=True, exist_ok=True)
    head = _mended_end(file)
    with file.open("ab") as out:
        while page := feed.read(_source(service), head.number, _PAGE):
            head = _continued(head, (event.recorded() for event in page))
            out.writelines(orjson.dumps(event.to_json()) + b"\n" for event in page)
            out.flush()
            os.fsync(out.fileno())
    return head.number


def _source(service: str) -> str:
    return f"/feed/{service}"


def recover(service: str, data: Path | None, folder: Path) -> dict[str, Any]:
    """Give the log of a stopped service what it lacks and the archive has, with numbers and hashes as they were.

    The tables follow, as they did when the events were recorded. What stands beside the log does not come back: the
    texts that are missing afterwards are named. Raises ArchiveBroken; nothing has been changed then.
    """
    store, _ = opened(service, data)
    before = store.head()
    lacking = list(_lacking(before, folder / f"{service}.ndjson"))
    _continued(before, (event.recorded() for event in lacking))
    context = own_context(service, SystemClock())
    events = iter(lacking)
    while batch := list(islice(events, _PAGE)):
        store.execute(context, _putting_back([event.recorded() for event in batch]))
    return {
        "service": service,
        "before": before.number,
        "after": store.head().number,
        "events": [
            {"number": event.number, "type": event.type, "subject": event.subject, "actor": event.actor}
            for event in lacking
        ],
        "texts_missing": [*_texts_missing(service, store, lacking)],
    }


def print_recovered(found: dict[str, Any], console: Console) -> None:
    console.print(f"{found['service']}: {found['before']} → {found['after']}")
    for event in found["events"]:
        console.print(f"{event['number']} {event['type']} {event['subject']} ({event['actor']})", markup=False)
    for text in found["texts_missing"]:
        console.print(f"text missing: {text['number']} {text['type']} {text['subject']} {text['field']}", markup=False)


def _putting_back(events: list[Recorded]) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        for event in events:
            unit.put_back(event)

    return work


def _lacking(head: Head, file: Path) -> Iterator[Envelope]:
    """What the archive holds after the log's head, which must be in it too."""
    known = head == EMPTY
    for event in _lines(file):
        if event.number == head.number:
            if event.hash != head.hash:
                raise ArchiveBroken(
                    f"{file}: event {head.number} is another one than in the log. Its number was given anew after a "
                    "restore. Restore the backup again, and recover before anything is started."
                )
            known = True
        elif event.number > head.number:
            yield event
    if not known:
        raise ArchiveBroken(f"{file}: it ends before event {head.number} of the log; there is nothing to give back.")


def _texts_missing(service: str, store: EventStore, events: list[Envelope]) -> Iterator[dict[str, Any]]:
    """Fingerprints in the events whose text is not in the service's table of texts."""
    tables = import_module(f"services.{service}.readmodel").metadata.tables
    kept = [tables[name].c.sha256 for name in _KEPT_BY_FINGERPRINT if name in tables]
    told = [
        (event, path, fingerprint)
        for event in events
        if event.type not in _OF_WHAT_IS_NO_TEXT
        for path, fingerprint in _fingerprints(event.data)
    ]
    with store.query() as connection:
        for event, path, fingerprint in told:
            if not any(connection.scalar(select(column).where(column == fingerprint)) for column in kept):
                yield {"number": event.number, "type": event.type, "subject": event.subject, "field": path}


def _fingerprints(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    match data:
        case dict():
            for name, value in data.items():
                yield from _fingerprints(value, f"{path}/{name}")
        case list():
            for place, value in enumerate(data):
                yield from _fingerprints(value, f"{path}/{place}")
        case str() if path.endswith("_sha256"):
            yield path, data


def _lines(file: Path) -> Iterator[Envelope]:
    with file.open("rb") as lines:
        for place, line in enumerate(lines, 1):
            try:
                yield Envelope.from_json(orjson.loads(line))
            except (orjson.JSONDecodeError, UnreadableMessage) as error:
                if line.endswith(b"\n"):
                    raise ArchiveBroken(f"{file}, line {place}: {error}") from None
                return  # it was being written when the machine went down, and will be written again


def _continued(head: Head, events: Iterator[Recorded]) -> Head:
    verdict = walk(events, 0, head)
    if verdict.fault is not None:
        raise ArchiveBroken(f"event {verdict.fault.number} is {verdict.fault.tampering}: it does not continue the log")
    return verdict.head


def _mended_end(file: Path) -> Head:
    """Cut off a line that was not finished; number and hash of the last whole one."""
    if not file.exists():
        return EMPTY
    with file.open("rb+") as lines:
        size = lines.seek(0, os.SEEK_END)
        lines.seek(max(0, size - _TAIL_BYTES))
        tail = lines.read()
        whole = tail[: tail.rfind(b"\n") + 1]
        lines.truncate(size - len(tail) + len(whole))
    if not whole:
        return EMPTY
    last = Envelope.from_json(orjson.loads(whole[:-1].rpartition(b"\n")[2]))
    return Head(last.number, last.hash)
