"""Building reporting's tables anew from the logs of a province that was played, in a process beside the services, and
how long readers wait meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from shared.web import LocalIssuer
from tests.bench import reading
from tests.bench.rows import Row, per_second

SECONDS_FOR_A_MILLION = 120


def measure(addresses: Mapping[str, str], data: Path, issuer: LocalIssuer) -> Iterator[Row]:
    """Events per second of a rebuild that finds nothing to mend, and the readers' milliseconds while it runs."""
    found: dict[str, float] = {}
    rebuilding = threading.Thread(target=lambda: found.update(_rebuild(data)))
    rebuilding.start()
    # A rebuild takes one of the processors: how long readers wait then is told, and only that they wait is promised.
    rows = [replace(row, goal=None) for row in reading.measure(addresses, issuer, 10, "page_while_rebuilding")]
    rebuilding.join()
    goal = round(1_000_000 / SECONDS_FOR_A_MILLION)
    yield Row("rebuild_reporting_of", found["events"], "events")
    yield Row("rebuild_reporting", per_second(int(found["events"]), found["seconds"]), "events/s", goal=goal)
    yield from rows


def _rebuild(data: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "deploy", "rebuild", "reporting", "--data", str(data), "--check", "--json"]
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    outcome = json.loads(ran.stdout)
    assert not outcome["differences"], outcome["differences"]
    return {"events": outcome["events"], "seconds": seconds}
