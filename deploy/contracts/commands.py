"""`kiemdiem contracts`: the published language as files, and whether it still says what it said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy.exits import Exit
from deploy.output import console, fail, show

app = typer.Typer(no_args_is_help=True, help="The contracts of all events and services as files.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Written there: schemas, samples, asyncapi, openapi, versions.json.")],
    as_json: AsJson = False,
) -> None:
    """Write JSON Schemas, sample messages, AsyncAPI and OpenAPI documents, all from the code that validates.

    Over an export of which a published version has changed nothing is written; exit code 1.
    """
    from deploy.contracts.check import NoExport, PublishedBroken
    from deploy.contracts.export import write

    try:
        written = write(folder)
    except PublishedBroken as broken:
        raise fail(Exit.FINDINGS, str(broken)) from None
    except NoExport as error:
        raise fail(Exit.INPUT, str(error)) from None
    except OSError as error:
        raise fail(Exit.USAGE, f"{folder}: {error.strerror}") from None
    show({"files": written}, as_json, lambda it: console.print(f"{folder}: {len(it['files'])} files"))


@app.command()
def check(
    old: Annotated[Path, typer.Argument(help="An earlier export; consumers/ in it is looked at as well.")],
    as_json: AsJson = False,
) -> None:
    """Refuse what breaks any version that an earlier export holds, or what a subscriber rests on. Exit code 1 then."""
    from deploy.contracts.check import NoExport, breaks_since
    from deploy.contracts.consumers import NoExpectations, broken_in

    try:
        found = [*breaks_since(old), *broken_in(old / "consumers")]
    except (NoExport, NoExpectations) as error:
        raise fail(Exit.INPUT, str(error)) from None

    def as_text(_: object) -> None:
        for broken in found:
            console.print(str(broken), highlight=False, markup=False, soft_wrap=True)

    show([broken.as_json() for broken in found], as_json, as_text)
    if found:
        raise SystemExit(Exit.FINDINGS)
