"""Services that have heard a whole sample province. Building one takes a second, so tests that only read share it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A service that has heard nothing yet."""
    return Bench(tmp_path)


@pytest.fixture(scope="session", params=FOLDERS)
def province(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, str]:
    """A service that has heard one of the sample folders, and the folder's name."""
    heard = Bench(tmp_path_factory.mktemp(request.param))
    heard.hear_folder(request.param)
    return heard, request.param


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A service that has heard the folder with planted mistakes."""
    heard = Bench(tmp_path_factory.mktemp("faulty"))
    heard.hear_folder(FOLDERS[0])
    return heard


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A service that has heard the folder with planted mistakes and issued a report about it."""
    bench = Bench(tmp_path_factory.mktemp("issued"))
    bench.hear_folder(FOLDERS[0])
    assert bench.post("/reporting/campaigns/BD-2020/reports").status_code == 201
    return bench
