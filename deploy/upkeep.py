"""The commands of whoever keeps the system well: rebuild, verify, checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from deploy.exits import Exit
from deploy.output import console, errors, fail, show, told_plainly
from deploy.services import NAMES, known

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ServiceName = Annotated[str, typer.Argument(envvar="KIEMDIEM_SERVICE", help=f"One of {', '.join(NAMES)}.")]
OwnData = Annotated[Path | None, typer.Option("--data", help="Data folder of the embedded mode.")]


def rebuild(
    service: ServiceName,
    check: Annotated[bool, typer.Option("--check", help="Only say whether and where the tables differ.")] = False,
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Build a service's tables anew from the logs, beside the live ones, and switch if they differ."""
    from deploy import rebuild as rebuilding

    name = known(service)
    with _told():
        outcome = rebuilding.rebuilt(name, data, lambda events: errors.print(f"{events} events"), check_only=check)
    found = rebuilding.as_json(name, outcome)
    show(found, as_json, lambda it: rebuilding.print_rebuilt(it, console))
    if check and found["differences"]:
        raise SystemExit(Exit.FINDINGS)


def verify(
    service: ServiceName,
    feed: Annotated[str, typer.Option(help="Walk the feed of the service at this URL instead of its database.")] = "",
    token: Annotated[str, typer.Option(envvar="KIEMDIEM_TOKEN", help="A subscriber's token for --feed.")] = "",
    checkpoints: Annotated[Path | None, typer.Option(help="Folder of signed checkpoints to hold the log to.")] = None,
    key: Annotated[Path | None, typer.Option(help="Public key of the checkpoints.")] = None,
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Check that no event of a service's log was altered, removed or inserted; of reporting also the issued reports."""
    from deploy import verifying

    if (checkpoints is None) != (key is None):
        raise fail(Exit.USAGE, "--checkpoints and --key go together.")
    if feed and not token:
        raise fail(Exit.USAGE, "--feed needs a token: --token, or KIEMDIEM_TOKEN in the environment.")
    name = known(service)
    with _told():
        log = verifying.log_in_feed(name, feed, token) if feed else verifying.log_in_place(name, data)
        found = verifying.verify(name, log, checkpoints, key)
        if name == "reporting" and not feed:
            found["reports"] = verifying.verify_reports(data)
    show(found, as_json, lambda it: console.print_json(data=it))
    if not verifying.is_sound(found):
        raise SystemExit(Exit.FINDINGS)


def checkpoint(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(NAMES)}; none with --new-key.")] = "",
    key: Annotated[Path | None, typer.Option(help="The private key.")] = None,
    to: Annotated[Path | None, typer.Option(help="Folder outside the database; the line is appended there.")] = None,
    new_key: Annotated[Path | None, typer.Option(help="Make a key in this file, its public half in FILE.pub.")] = None,
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Sign the head of a service's log and keep that outside the database, for `verify --checkpoints`."""
    from deploy import checkpoints
    from deploy.logs import opened
    from shared.domain import SystemClock

    with _told():
        if new_key is not None:
            public = checkpoints.new_key(new_key)
            found = {"private": str(new_key), "public": str(public)}
        elif key is None or to is None:
            raise fail(Exit.USAGE, "checkpoint needs SERVICE, --key and --to; or --new-key FILE.")
        else:
            store, source = opened(known(service), data)
            signed = checkpoints.sign(service, source, store.head(), SystemClock().now(), checkpoints.key_in(key), to)
            found = asdict(signed)
    show(found, as_json, lambda it: console.print_json(data=it))


def archive(
    service: ServiceName,
    feed: Annotated[str, typer.Option(help="URL of the service.")],
    to: Annotated[Path, typer.Option(help="Folder on another disk; the file SERVICE.ndjson in it grows.")],
    token: Annotated[str, typer.Option(envvar="KIEMDIEM_TOKEN", help="A subscriber's token.")] = "",
    token_file: Annotated[Path | None, typer.Option(help="File with the token; read anew before each request.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go on until told to end, through outages too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy a service's log out of its feed as it grows, so that `recover` can give it back after a restore."""
    from deploy import archive as archives

    if not token and token_file is None:
        raise fail(Exit.USAGE, "archive needs a token: --token-file, --token, or KIEMDIEM_TOKEN in the environment.")
    read = (lambda: token_file.read_text(encoding="utf-8").strip()) if token_file else (lambda: token)
    its_feed = archives.feed_at(known(service), feed, read)
    with _told():
        if follow:
            archives.follow(service, its_feed, to)
        reached = archives.archived(service, its_feed, to)
    show({"service": service, "reached": reached}, as_json, lambda it: console.print(f"{service}: {it['reached']}"))


def recover(
    service: ServiceName,
    archive: Annotated[Path, typer.Option(help="Folder that `kiemdiem archive` has filled.")],
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Give a service's restored database the events that it lacks. The service must be stopped."""
    from deploy import archive as archives

    with _told():
        found = archives.recover(known(service), data, archive)
    show(found, as_json, lambda it: archives.print_recovered(it, console))
    if found["texts_missing"]:
        raise SystemExit(Exit.FINDINGS)


def rewind(
    service: ServiceName,
    source: Annotated[str, typer.Option(help="The service whose log has lost events for good.")],
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Take a stopped service back to where the log of another one ends now. Only where there is no archive."""
    from deploy.rewinding import print_rewound, rewound

    with _told():
        found = rewound(known(service), known(source), data, lambda events: errors.print(f"{events} events"))
    show(found, as_json, lambda it: print_rewound(it, console))


@contextmanager
def _told() -> Iterator[None]:
    """Turn whatever hinders one of these commands into one line and the right exit code."""
    from deploy.archive import ArchiveBroken
    from deploy.checkpoints import Unreadable
    from shared.messaging import FeedUnavailable
    from shared.rebuilding import ReplayFailed

    with told_plainly():
        try:
            yield
        except (ArchiveBroken, Unreadable) as error:
            raise fail(Exit.INPUT, str(error)) from None
        except FeedUnavailable as error:
            raise fail(Exit.UNREACHABLE, str(error)) from None
        except ReplayFailed as error:
            raise fail(Exit.FINDINGS, f"The rebuild ended and changed nothing: {error}") from None
