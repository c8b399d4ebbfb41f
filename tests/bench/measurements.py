"""What `make bench` measures, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import appending, completing, explaining, exporting, flatness, latency, playing, projecting, publishing
from tests.bench.rows import Row
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is measured: the servers that all comparisons share, and a folder. `full` asks for the long form."""

    postgres: Postgres
    rabbit: Rabbit
    folder: Path
    full: bool

    def size(self, quick: int, full: int) -> int:
        return full if self.full else quick


Measurement = Callable[[Site], Iterator[Row]]


def append(site: Site) -> Iterator[Row]:
    return appending.measure(site.postgres, site.size(1_000, 4_000))


def publish(site: Site) -> Iterator[Row]:
    return publishing.measure(site.rabbit, site.folder, site.size(20_000, 100_000))


def project(site: Site) -> Iterator[Row]:
    return projecting.measure(site.postgres, site.rabbit, site.folder, site.size(20_000, 100_000))


def respond(site: Site) -> Iterator[Row]:
    return latency.measure(site.postgres, site.rabbit, site.folder, seconds=site.size(20, 60))


def stay_flat(site: Site) -> Iterator[Row]:
    return flatness.measure(site.postgres, site.size(100_000, 1_000_000))


def explain(site: Site) -> Iterator[Row]:
    return explaining.measure(site.size(20_000, 100_000))


def complete(site: Site) -> Iterator[Row]:
    return completing.measure()


def export(site: Site) -> Iterator[Row]:
    return exporting.measure(site.folder, site.size(20_000, 100_000))


def play(site: Site) -> Iterator[Row]:
    return playing.measure(site.folder, site.size(3_000, 100_000))


MEASUREMENTS: tuple[Measurement, ...] = (
    append,
    publish,
    project,
    respond,
    stay_flat,
    explain,
    complete,
    export,
    play,
)
