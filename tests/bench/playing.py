"""A whole province played end to end through the embedded services, each in a process of its own beside the player;
then read by many, and rebuilt."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.children import embedded_apart
from deploy.local import importer_token, local_issuer
from deploy.playing import play_through
from tests.bench import reading, rebuilding
from tests.bench.explaining import milliseconds_of_one
from tests.bench.grow import grow
from tests.bench.rows import Row
from tests.samples import CLEAN, expected

MEMBERS_IN_SAMPLE = 1_500
SECONDS_FOR_100_000 = 300
SECONDS_OF_READING = 30


def measure(folder: Path, members: int) -> Iterator[Row]:
    """The sample province grown to so many members (SQLite, in-process broker)."""
    copies = -(-members // MEMBERS_IN_SAMPLE)
    province, data = folder / "province", folder / "data"
    grow(CLEAN, province, copies)
    data.mkdir()
    issuer = local_issuer(data)
    with embedded_apart(data) as services:
        started = time.perf_counter()
        result = play_through(province, services.addresses, importer_token(issuer, "TU"), as_json=False)
        seconds = time.perf_counter() - started
        asked = sorted(expected(CLEAN)["derived_by_subject"])[::20]
        explained = milliseconds_of_one(services.addresses["ratings"], importer_token(issuer, "TU"), asked)
        memory = services.peak_memory()
        afterwards = [
            *reading.measure(services.addresses, issuer, SECONDS_OF_READING),
            *rebuilding.measure(services.addresses, data, issuer),
        ]
    assert result.figures["ratings"]["mem"]["total"] == copies * expected(CLEAN)["ratings"]["mem"]["total"]
    assert not result.refusals
    rows = sum(count.sent for count in result.counts.values())
    yield Row(f"play_{members}_members", round(seconds, 1), "s", goal=round(SECONDS_FOR_100_000 * members / 100_000))
    yield Row("play_microseconds_per_row", round(seconds / rows * 1e6), "µs", goal=310)
    yield from afterwards
    yield Row("explanation_by_api", round(explained, 1), "ms", goal=20)
    yield Row("peak_memory_services", round(memory / 2**20), "MiB", goal=1024)
    player = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    yield Row("peak_memory_player", round(player), "MiB", goal=1024)
