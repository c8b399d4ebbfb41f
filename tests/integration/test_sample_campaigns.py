"""A sample campaign through the embedded services: as a folder, and as one Excel workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.campaign.sources import open_source
from deploy.campaign.writing import write_workbook
from deploy.playing import play_embedded
from tests.samples import CLEAN, FAULTY, expected


def as_folder(folder: Path, place: Path) -> Path:
    return folder


def as_workbook(folder: Path, place: Path) -> Path:
    write_workbook(open_source(folder), place / "province.xlsx")
    return place / "province.xlsx"


@pytest.mark.parametrize(
    ("folder", "form"), [(CLEAN, as_folder), (FAULTY, as_folder), (CLEAN, as_workbook), (FAULTY, as_workbook)]
)
def test_a_play_gives_every_figure_that_was_counted_independently(
    folder: Path, form: Callable[[Path, Path], Path], tmp_path: Path
) -> None:
    figures = play_embedded(form(folder, tmp_path), tmp_path / "data", as_json=True).figures
    assert figures.keys() == expected(folder).keys()
    for key, figure in expected(folder).items():
        assert figures[key] == figure, key
