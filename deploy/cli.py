"""The `kiemdiem` command: serve, migrate, play, look into logs. Exit codes are those of deploy.exits."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.table import Table

from deploy import upkeep
from deploy.broker_commands import app as broker
from deploy.contracts.commands import app as contracts
from deploy.exits import Exit
from deploy.output import console, errors, fail, show, told_plainly
from deploy.services import CENTRE, NAMES, known
from deploy.subscribers.commands import app as subscribers
from deploy.subscribers.replay import replay
from deploy.upkeep import AsJson, OwnData, ServiceName
from shared.config import centre_settings_from, settings_from

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The yearly review and rating of a province. Results go to standard output, progress to standard error.",
)

rulebooks = typer.Typer(no_args_is_help=True, help="Rulebooks and overlays as files.")
app.add_typer(rulebooks, name="rulebook")

parked = typer.Typer(no_args_is_help=True, help="Events that a service could not apply, and those that wait behind.")

app.add_typer(parked, name="parked")
app.add_typer(broker, name="broker")
app.add_typer(contracts, name="contracts")
app.add_typer(subscribers, name="subscribers")

DataFolder = Annotated[Path, typer.Option("--data", help="Folder of the embedded mode's files.")]
ParkedId = Annotated[int, typer.Argument(help="The id that `parked list` shows.")]
DATA = Path("var/kiemdiem")

app.command()(replay)
for _command in (upkeep.verify, upkeep.rebuild, upkeep.checkpoint, upkeep.archive, upkeep.recover, upkeep.rewind):
    app.command()(_command)


@app.command()
def serve(
    embedded: Annotated[bool, typer.Option("--embedded", help="All four services in this process.")] = False,
    data: DataFolder = DATA,
    listen: Annotated[str, typer.Option(help="Address and port.")] = "127.0.0.1:8080",
    only: Annotated[str | None, typer.Option(hidden=True, help="This one alone; the others live beside it.")] = None,
    broker: Annotated[Path | None, typer.Option(hidden=True, help="Socket of the broker that they share.")] = None,
    as_json: AsJson = False,
) -> None:
    """Serve all four services behind one address, on SQLite files and an in-process broker."""
    if not embedded:
        raise fail(Exit.USAGE, "serve needs --embedded; `kiemdiem run SERVICE` starts one service by itself.")
    if (only is None) != (broker is None):
        raise fail(Exit.USAGE, "--only needs --broker, and --broker needs --only.")
    from deploy.embedded import Share, serve_embedded

    with told_plainly():
        serve_embedded(data, listen, Share((known(only),) if only else NAMES, broker))


@app.command()
def run(
    service: Annotated[str, typer.Argument(envvar="KIEMDIEM_SERVICE", help=f"One of {', '.join((*NAMES, CENTRE))}.")],
    as_json: AsJson = False,
) -> None:
    """Run one service, or what shows several provinces, as a process of its own; settings come from the environment."""
    with told_plainly():
        if service == CENTRE:
            from deploy.centre import run_centre

            run_centre(centre_settings_from())
        else:
            from deploy.process import run_service

            run_service(known(service), settings_from())


@app.command()
def migrate(service: ServiceName, as_json: AsJson = False) -> None:
    """Bring the database of a service to the form that its code expects."""
    from deploy.migrate import migrate as apply_migrations
    from deploy.migrate import missing_migrations
    from shared.eventstore import open_engine

    with told_plainly():
        engine = open_engine(settings_from().database_url)
        missing = missing_migrations(known(service), engine)
        apply_migrations(service, engine)
    show(
        {"service": service, "applied": missing},
        as_json,
        lambda it: console.print(f"{service}: {it['applied'] or 'up to date'}"),
    )


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing or misconfigured for `run`, each with its remedy."""
    from deploy.doctor import examine

    findings = examine()
    show([finding.as_json() for finding in findings], as_json, lambda _: _print_findings(findings))
    if any(not finding.well for finding in findings):
        raise SystemExit(Exit.FINDINGS)


@app.command()
def play(
    path: Annotated[Path, typer.Argument(help="A campaign folder, or one .xlsx with the same sheets.")],
    embedded: Annotated[bool, typer.Option("--embedded", help="Start the services for this play.")] = False,
    api: Annotated[str, typer.Option(help="Address of running services: one URL, or service=URL,…")] = "",
    token: Annotated[str, typer.Option(envvar="KIEMDIEM_TOKEN", help="Bearer token for --api.")] = "",
    report: Annotated[Path | None, typer.Option(help="Write the figures there as JSON.")] = None,
    data: Annotated[Path | None, typer.Option(help="Keep the embedded services' files here.")] = None,
    export: Annotated[Path | None, typer.Option(help="Leave the consolidated report there in every format.")] = None,
    apart: Annotated[bool, typer.Option("--apart", help="Start each service in a process of its own.")] = False,
    as_json: AsJson = False,
) -> None:
    """Play a campaign through the public commands, and give the figures that reporting answers."""
    from deploy.playing import addresses_of, play_embedded, play_through

    if embedded == bool(api):
        raise fail(Exit.USAGE, "play needs either --embedded or --api URL.")
    if api and not token:
        raise fail(Exit.USAGE, "--api needs a token: --token, or KIEMDIEM_TOKEN in the environment.")
    if apart and not embedded:
        raise fail(Exit.USAGE, "--apart goes with --embedded: services behind --api run as they run.")
    if api:
        result = play_through(path, addresses_of(api), lambda: token, as_json=as_json, export=export)
    elif data is not None:
        result = play_embedded(path, data, as_json=as_json, export=export, apart=apart)
    else:
        with tempfile.TemporaryDirectory(prefix="kiemdiem-") as folder:
            result = play_embedded(path, Path(folder), as_json=as_json, export=export, apart=apart)
    if report is not None:
        report.write_bytes(orjson.dumps(result.figures, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
    _show_play(result, as_json)
    if result.refusals:
        raise SystemExit(Exit.FINDINGS)


@rulebooks.command()
def check(
    file: Annotated[Path, typer.Argument(help="A rulebook, or a province's overlay of one.")],
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with a rulebook document, with line and place. Publishes nothing."""
    from deploy.rulebooks import check as check_file
    from deploy.rulebooks import print_check

    try:
        found = check_file(file)
    except OSError as error:
        raise fail(Exit.INPUT, f"{file}: {error.strerror}") from None
    show(found, as_json, lambda it: print_check(it, console))
    if found["faults"]:
        raise SystemExit(Exit.INPUT)


@app.command()
def whatif(
    campaign: Annotated[str, typer.Argument(help="The campaign's code.")],
    rulebook: Annotated[str, typer.Option(help="Another rulebook; from --data also a shipped one.")] = "",
    cap_base: Annotated[str, typer.Option(help="Another base of the caps, such as HTTNV_or_better.")] = "",
    api: Annotated[str, typer.Option(help="Address of running services: one URL, or service=URL,…")] = "",
    token: Annotated[str, typer.Option(envvar="KIEMDIEM_TOKEN", help="Bearer token for --api.")] = "",
    data: DataFolder = DATA,
    as_json: AsJson = False,
) -> None:
    """Say whose derived level would change under other rules, and which cap groups would be over. Changes nothing."""
    from deploy.playing import addresses_of
    from deploy.whatif import print_what_if, what_if_in, what_if_through

    if api and not token:
        raise fail(Exit.USAGE, "--api needs a token: --token, or KIEMDIEM_TOKEN in the environment.")
    asked = (campaign, rulebook or None, cap_base or None)
    found = what_if_through(addresses_of(api), token, *asked) if api else what_if_in(data, *asked)
    show(found, as_json, lambda it: print_what_if(it, console))


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the tables.")] = False,
    data: DataFolder = Path("var/demo"),
    as_json: AsJson = False,
) -> None:
    """Play the sample province through four services, print its tables, and show its page."""
    from deploy.demo import demonstrate

    demonstrate(data, once=once, as_json=as_json)


@app.command()
def events(
    service: ServiceName,
    after: Annotated[int, typer.Option(min=0, help="Give the events after this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Read a service's log in order."""
    from deploy.logs import read_events

    with told_plainly():
        found = read_events(known(service), data, after, limit)
    show(found, as_json, _print_events)


@parked.command("list")
def list_events(
    service: ServiceName,
    discarded: Annotated[bool, typer.Option("--discarded", help="List what was given up instead.")] = False,
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """List what is parked. Exit code 1 if anything is."""
    from deploy.parked import listed, print_parked

    with told_plainly():
        found = listed(known(service), data, discarded=discarded)
    show(found, as_json, lambda it: print_parked(it, console))
    if found and not discarded:
        raise SystemExit(Exit.FINDINGS)


@parked.command("show")
def show_event(service: ServiceName, id: ParkedId, data: OwnData = None, as_json: AsJson = False) -> None:
    """Show one parked event whole, with the reason."""
    from deploy.parked import shown

    with told_plainly():
        show(shown(known(service), data, id), as_json, lambda it: console.print_json(data=it))


@parked.command("retry")
def retry_events(service: ServiceName, id: ParkedId, data: OwnData = None, as_json: AsJson = False) -> None:
    """Apply the parked events of this one's subject, in order, up to the first that fails again."""
    from deploy.parked import retried

    with told_plainly():
        outcome = retried(known(service), data, id)
    show(outcome, as_json, lambda it: console.print(f"{it['subject']}: {it['applied']} applied, {it['left']} left"))
    if outcome["left"]:
        raise SystemExit(Exit.FINDINGS)


@parked.command("discard")
def discard_event(
    service: ServiceName,
    id: ParkedId,
    reason: Annotated[str, typer.Option(help="Why it may be given up; kept with the event.")],
    data: OwnData = None,
    as_json: AsJson = False,
) -> None:
    """Give up an event that failed; it stays as evidence. Retry its subject afterwards."""
    from deploy.parked import discarded

    with told_plainly():
        outcome = discarded(known(service), data, id, reason)
    show(outcome, as_json, lambda it: console.print(f"{it['subject']} #{it['number']}: given up"))


def _show_play(result: Any, as_json: bool) -> None:
    from deploy.campaign.tables import print_figures

    def as_text(_: Any) -> None:
        print_figures(result.figures, console)
        for refusal in result.refusals:
            errors.print(
                f"{refusal.sheet} {refusal.rows}: {refusal.code} — {refusal.detail}", highlight=False, markup=False
            )

    show(result.as_json(), as_json, as_text)


def _print_events(found: list[dict[str, Any]]) -> None:
    table = Table("number", "time", "type", "subject", "actor")
    for event in found:
        table.add_row(event["sequence"].lstrip("0"), event["time"], event["type"], event["subject"], event["actor"])
    console.print(table)


def _print_findings(findings: list[Any]) -> None:
    for finding in findings:
        console.print(f"[green]✓[/] {finding.what}" if finding.well else f"[red]✗[/] {finding.what}: {finding.remedy}")
