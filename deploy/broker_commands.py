"""`kiemdiem broker …`: what RabbitMQ must know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy import broker
from deploy.broker import as_text, login_at_the_centre, passwords_in
from deploy.output import told_plainly
from deploy.services import CENTRE, NAMES
from deploy.upkeep import AsJson

app = typer.Typer(no_args_is_help=True, help="What RabbitMQ must know.")


@app.command()
def definitions(
    passwords: Annotated[Path, typer.Option(help="Folder of SERVICE.password; what is missing is made.")],
    to: Annotated[Path | None, typer.Option(help="Write them there instead.")] = None,
    centre: Annotated[
        bool, typer.Option("--centre", help="Also a login for the central broker, to fetch events.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Users, rights and policies for RabbitMQ's `load_definitions`, with salted hashes instead of passwords."""
    text = as_text(broker.definitions(passwords_in(passwords, (*NAMES, CENTRE) if centre else NAMES)))
    if to is None:
        typer.echo(text, nl=False)
    else:
        to.write_text(text, encoding="utf-8")


@app.command()
def upstream(
    province: Annotated[str, typer.Argument(help="Its code: the name of its virtual host at the centre.")],
    uri: Annotated[Path, typer.Option(help="File with the URI of the province's broker, user and password in it.")],
    passwords: Annotated[Path, typer.Option(help="Folder of PROVINCE.reporting.password; if missing it is made.")],
    as_json: AsJson = False,
) -> None:
    """What the central broker imports to get a province's events by federation, for its reporting there."""
    with told_plainly():
        login = login_at_the_centre(province)
        password = passwords_in(passwords, [login])[login]
        typer.echo(as_text(broker.upstream(province, uri.read_text(encoding="utf-8").strip(), password)), nl=False)
