"""`make bench`: how long a large province takes, and how much memory. Writes bench.json and docs/benchmarks.md."""

from __future__ import annotations

import argparse
import platform
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from deploy.children import embedded
from deploy.local import importer_token, local_issuer
from deploy.playing import addresses_of, play_through
from tests.bench.completing import measure_completing
from tests.bench.explaining import milliseconds_of_one, seconds_to_explain
from tests.bench.exporting import measured as export_members
from tests.bench.grow import grow
from tests.samples import CLEAN, expected

MEMBERS_IN_SAMPLE = 1500
RESULT = Path("bench.json")
PAGE = Path("docs/benchmarks.md")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure, and the limit that it must keep."""

    name: str
    ours: float
    limit: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.ours <= self.limit


def measure(members: int) -> Iterator[Row]:
    """Play a province of so many members end to end through the embedded services."""
    copies = -(-members // MEMBERS_IN_SAMPLE)
    with tempfile.TemporaryDirectory(prefix="kiemdiem-bench-") as name:
        folder, data = Path(name) / "province", Path(name) / "data"
        grow(CLEAN, folder, copies)
        data.mkdir()
        issuer = local_issuer(data)
        with embedded(data) as services:
            started = time.perf_counter()
            result = play_through(folder, addresses_of(services.address), importer_token(issuer, "TU"), as_json=False)
            seconds = time.perf_counter() - started
            asked = sorted(expected(CLEAN)["derived_by_subject"])[::20]
            explained = milliseconds_of_one(services.address, importer_token(issuer, "TU"), asked)
            memory = services.peak_memory()
    assert result.figures["ratings"]["mem"]["total"] == copies * expected(CLEAN)["ratings"]["mem"]["total"]
    assert not result.refusals
    rows = sum(count.sent for count in result.counts.values())
    yield Row(f"play_{members}_members", round(seconds, 1), 600, "s")
    yield Row("explanation_by_api", round(explained, 1), 20, "ms")
    yield Row("explain_100000_subjects", round(seconds_to_explain(100_000), 1), 15, "s")
    opening, answer = measure_completing()
    yield Row("open_110000_subjects", round(opening, 1), 10, "s")
    yield Row("completeness_1000_units", round(answer, 1), 50, "ms")
    with tempfile.TemporaryDirectory(prefix="kiemdiem-bench-") as name:
        seconds_of_export, mebibytes = export_members(Path(name), 100_000, "xlsx")
    yield Row("export_100k_xlsx_seconds", round(seconds_of_export, 1), 15, "s")
    yield Row("export_100k_xlsx_mib", round(mebibytes), 300, "MiB")
    yield Row("play_microseconds_per_row", round(seconds / rows * 1e6), 600, "µs")
    yield Row("peak_memory_services", round(memory / 2**20), 1024, "MiB")
    yield Row("peak_memory_player", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10), 1024, "MiB")


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return {
        "processor": next((fact.partition(":")[2].strip() for fact in facts if fact.startswith("model name")), "?"),
        "processors": str(len(list(Path("/sys/devices/system/cpu").glob("cpu[0-9]*")))),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
    }


def page(where: dict[str, str], rows: list[Row]) -> str:
    """The figures as a document."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: the sample province grown to the size named, played end to end through the embedded",
        "services (SQLite, in-process broker) by a player in a process of its own.",
        "",
        *(f"- {name}: {value}" for name, value in where.items()),
        "",
        "| | measured | limit | |",
        "|---|---:|---:|---|",
        *(f"| {row.name} | {row.ours:,} | {row.limit:,} | {row.unit} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    rows = list(measure(parser.parse_args().members))
    where = machine()
    result = {"machine": where, "rows": [asdict(row) for row in rows]}
    RESULT.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    PAGE.write_text(page(where, rows), encoding="utf-8")
    table = Table("name", "ours", "limit", "unit", title=f"{where['processor']}, {where['system']}")
    for row in rows:
        table.add_row(row.name, f"{row.ours:,}", f"{row.limit:,}", row.unit, style=None if row.kept else "red")
    Console().print(table)
    sys.exit(0 if all(row.kept for row in rows) else 1)


if __name__ == "__main__":
    main()
