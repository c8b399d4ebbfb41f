"""A campaign is played while services, broker, database and every link between them break, by a seeded plan.

`pytest tests/faults --chaos-seed 17` runs one seed again; `--full` runs two hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.campaign import player
from deploy.children import embedded
from deploy.local import importer_token, local_issuer
from deploy.parts import database_in, open_store
from deploy.services import NAMES, service_class
from shared.eventstore import open_engine
from tests.faults.breakages import BREAKAGES
from tests.faults.course import ITEMS_PER_REQUEST, SHORT_SEEDS, Course, Play, planned
from tests.faults.storm import storm
from tests.faults.wires import Wires
from tests.naive import naive
from tests.naive.variety import vary
from tests.samples import FAULTY
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

FULL_SEEDS = 200
FOLDER_SEED = 6
_SECONDS = 400

FOUND = {7: "a service with a slow clock refused every new token"}
"""Seeds that have found a fault, which has been mended since. They are always run, whatever the short seeds become."""


@dataclass(frozen=True, slots=True)
class Peace:
    """What a play of the folder leaves when nothing breaks: events of each service, requests, and their keys."""

    folder: Path
    heads: dict[str, int]
    requests: int
    keys: int


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" not in metafunc.fixturenames:
        return
    asked = metafunc.config.getoption("chaos_seed")
    full = metafunc.config.getoption("full")
    seeds = asked or range(FULL_SEEDS if full else SHORT_SEEDS)
    metafunc.parametrize("seed", [*seeds, *([] if asked else FOUND.keys() - seeds)], ids=_named)


def _named(seed: int) -> str:
    return f"{seed}: {FOUND[seed]}" if seed in FOUND else str(seed)


@pytest.fixture(scope="module")
def in_small_requests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(player, "ITEMS_PER_REQUEST", ITEMS_PER_REQUEST)
        yield


@pytest.fixture(scope="module")
def peace(in_small_requests: None, tmp_path_factory: pytest.TempPathFactory) -> Peace:
    folder, data = tmp_path_factory.mktemp("folder") / "folder", tmp_path_factory.mktemp("data")
    vary(FAULTY, folder, FOLDER_SEED, units=1)
    with embedded(data) as services:
        play = Play(services.addresses, importer_token(local_issuer(data), "TU"), folder)
        play.start()
        assert play.result().figures == naive(folder)
    heads = {
        name: open_store(service_class(name), open_engine(database_in(data, name)), name).head().number
        for name in NAMES
    }
    return Peace(folder, heads, play.client.asked, len(play.client.keys))


@pytest.fixture(scope="module")
def wires() -> Iterator[Wires]:
    with Wires() as running:
        yield running


def test_every_breakage_is_in_the_plans_of_the_short_seeds() -> None:
    plans = [plan.breakage.name for seed in range(SHORT_SEEDS) for plan in planned(seed)]
    assert sorted(plans) == sorted(breakage.name for breakage in BREAKAGES)


@pytest.mark.timeout(_SECONDS)
def test_whatever_breaks_nothing_is_lost_doubled_altered_or_stuck(
    seed: int,
    peace: Peace,
    wires: Wires,
    postgres_server: Postgres,
    rabbit_server: Rabbit,
    tmp_path: Path,
) -> None:
    with storm(postgres_server, rabbit_server, wires, tmp_path) as deployment:
        course = Course(deployment, planned(seed), seed, print)
        play = Play(deployment.addresses, deployment.importer_token, peace.folder)
        try:
            course.run(play, peace.requests)
        finally:
            course.mend_all()
        assert play.result().figures == naive(peace.folder)
        deployment.calm_down()
        assert deployment.heads() == peace.heads
        assert deployment.answers_kept() == peace.keys
        assert deployment.faults_left() == []
