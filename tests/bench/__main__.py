"""`make bench`: how fast and how large, beside a peer in the same run and beside what is physically possible.

Prints the figures, writes bench.json, and puts them into docs/benchmarks.md. Ends with 1 if a goal is missed. With
`--only`, figures of other measurements stay as they were, if they were taken on the same machine and servers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from tests.bench import page
from tests.bench.measurements import MEASUREMENTS, Measurement, Site
from tests.bench.rows import Row
from tests.servers.postgres import Postgres
from tests.servers.rabbit import NameServer, Rabbit

RESULT = Path("bench.json")
BY_NAME = {measurement.__name__: measurement for measurement in MEASUREMENTS}


def main() -> None:
    arguments = _arguments()
    chosen = [BY_NAME[name] for name in arguments.only or BY_NAME]
    with ExitStack() as stack:
        postgres = stack.enter_context(Postgres())
        rabbit = stack.enter_context(Rabbit(stack.enter_context(NameServer())))
        facts = page.facts_of(postgres, rabbit)
        rows = list(_measured(chosen, postgres, rabbit, arguments.full))
    kept = [row for row in _rows_before(facts) if row.name not in {row.name for row in rows}] if arguments.only else []
    result = {"machine": facts, "rows": [row.as_json() for row in (*kept, *rows)]}
    RESULT.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    page.write(facts, [*kept, *rows])
    _print(facts, rows)
    sys.exit(0 if all(row.kept for row in rows) else 1)


def _rows_before(facts: dict[str, str]) -> list[Row]:
    """What bench.json holds of the same machine."""
    if not RESULT.exists():
        return []
    before = orjson.loads(RESULT.read_bytes())
    return [Row.of_json(row) for row in before["rows"]] if before["machine"] == facts else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the long form: a million events, 100,000 members")
    parser.add_argument("--only", action="append", choices=BY_NAME, help="measure just this")
    return parser.parse_args()


def _measured(chosen: Sequence[Measurement], postgres: Postgres, rabbit: Rabbit, full: bool) -> Iterator[Row]:
    progress = Console(stderr=True)
    for measurement in chosen:
        with tempfile.TemporaryDirectory(prefix="kiemdiem-bench-") as folder:
            for row in measurement(Site(postgres, rabbit, Path(folder), full)):
                progress.print(f"{row.name}: {row.ours:,} {row.unit}")
                yield row


def _print(facts: dict[str, str], rows: Sequence[Row]) -> None:
    table = Table("name", "ours", "unit", "peer", "ratio", "limit", "goal", title=", ".join(facts.values()))
    for row in rows:
        figures = (row.peer, row.ratio, row.limit)
        peer, ratio, limit = ("" if figure is None else f"{figure:,}" for figure in figures)
        style = None if row.kept else "red"
        table.add_row(row.name, f"{row.ours:,}", row.unit, peer, ratio, limit, row.wanted, style=style)
    Console().print(table)


if __name__ == "__main__":
    main()
