"""Whole folders that nobody has seen, through the services as folders or workbooks, in one process or in four, and
through the naive counter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.campaign.sources import open_source
from deploy.campaign.writing import write_workbook
from deploy.playing import play_embedded
from tests.naive import naive
from tests.naive.variety import vary
from tests.samples import CLEAN, FAULTY

REGISTERED = {"organizations", "collectives", "people", "posts", "prompts", "civil_ratings"}
"""What a varied folder says of these is never refused: then the two counters would count different provinces."""


def as_folder(folder: Path) -> Path:
    return folder


def as_workbook(folder: Path) -> Path:
    file = folder.with_suffix(".xlsx")
    write_workbook(open_source(folder), file)
    return file


@pytest.mark.parametrize(
    ("seed", "form", "apart"),
    [(1, as_folder, False), (2, as_folder, True), (3, as_workbook, False), (4, as_workbook, True)],
    ids=["1", "2 apart", "3 as workbook", "4 as workbook, apart"],
)
def test_services_and_the_naive_counter_agree_on_folders_that_nobody_has_seen(
    seed: int, form: Callable[[Path], Path], apart: bool, tmp_path: Path
) -> None:
    folder, data = tmp_path / "folder", tmp_path / "data"
    vary((CLEAN, FAULTY)[seed % 2], folder, seed)
    result = play_embedded(form(folder), data, as_json=True, apart=apart)
    assert not {refusal.sheet for refusal in result.refusals} & REGISTERED
    counted = naive(folder)
    assert result.figures.keys() == counted.keys()
    for key, figure in counted.items():
        assert result.figures[key] == figure, key
