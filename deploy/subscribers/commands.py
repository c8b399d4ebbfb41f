"""`kiemdiem subscribers`: what broker and identity provider have to know of whoever hears our events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.broker import VHOST
from deploy.exits import Exit
from deploy.output import console, fail, show
from deploy.subscribers.grants import SHIPPED, Subscriber, SubscribersFaulty, subscribers_in

app = typer.Typer(no_args_is_help=True, help="Who may hear which events, as broker and identity provider need it.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SubscribersFile = Annotated[Path, typer.Option("--file", help="The file that says who was granted what.")]
Name = Annotated[str, typer.Argument(help="A subscriber's name.")]


@app.command("list")
def list_subscribers(file: SubscribersFile = SHIPPED, as_json: AsJson = False) -> None:
    """Say who may hear what, event by event."""
    from shared.grants import granted_events

    def events_of(subscriber: Subscriber) -> dict[str, list[str]]:
        return {service: granted_events(subscriber.grants, service) for service in subscriber.services}

    with told():
        found = [{"name": it.name, "title": it.title, "events": events_of(it)} for it in subscribers_in(file).values()]
    show(found, as_json, lambda it: console.print_json(data=it))


@app.command()
def definitions(
    passwords: Annotated[Path, typer.Option(help="Folder of NAME.password; what is missing is made.")],
    file: SubscribersFile = SHIPPED,
    vhost: Annotated[str, typer.Option(help="The virtual host of the province's events.")] = VHOST,
    as_json: AsJson = True,
) -> None:
    """Print the definitions for `rabbitmqctl import_definitions`: users, rights, limits, dead letters."""
    from deploy.broker import passwords_in
    from deploy.subscribers.definitions import definitions as defined

    with told():
        listed = subscribers_in(file)
        known = passwords_in(passwords, listed)
    show(defined(listed.values(), known, vhost), as_json)


@app.command()
def claims(name: Name, file: SubscribersFile = SHIPPED, as_json: AsJson = True) -> None:
    """Print what the identity provider has to put into this subscriber's tokens."""
    with told():
        show(_known(name, file).claims(), as_json)


@app.command()
def token(
    name: Name,
    data: Annotated[Path, typer.Option(help="Data folder of the issuer that signs; for trials.")],
    file: SubscribersFile = SHIPPED,
    days: Annotated[int, typer.Option(min=1, max=400, help="How long it is valid.")] = 1,
) -> None:
    """Print a token that an issuer of our own has signed: an identity provider takes its place in production."""
    from deploy.local import local_issuer

    with told():
        claimed: dict[str, Any] = _known(name, file).claims()
    issued = local_issuer(data).mint(
        claimed["sub"], claimed["roles"], grants=claimed["grants"], lifetime=timedelta(days=days)
    )
    typer.echo(issued)


@contextmanager
def told() -> Iterator[None]:
    """Turn a faulty file of subscribers into one line and the right exit code."""
    try:
        yield
    except SubscribersFaulty as faulty:
        raise fail(Exit.INPUT, str(faulty)) from None


def _known(name: str, file: Path) -> Subscriber:
    listed = subscribers_in(file)
    if name not in listed:
        raise fail(Exit.USAGE, f"There is no subscriber {name!r}; there are {', '.join(listed)}.")
    return listed[name]
