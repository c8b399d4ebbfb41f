"""The sample campaigns through the embedded services."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.deployments import left_by
from tests.samples import CLEAN, FAULTY, expected


@pytest.mark.parametrize("folder", [CLEAN, FAULTY], ids=lambda folder: folder.name)
def test_a_play_gives_every_figure_that_was_counted_independently(folder: Path) -> None:
    figures = orjson.loads(left_by(folder).report)
    assert figures.keys() == expected(folder).keys()
    for key, figure in expected(folder).items():
        assert figures[key] == figure, key
