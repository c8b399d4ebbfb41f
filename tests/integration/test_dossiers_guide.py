"""The guide to dossiers, sent request by request: each is answered as the guide says."""

from __future__ import annotations

from pathlib import Path

from tests.guides import follow
from tests.integration.dossiers_world import DossiersBench


def test_every_request_of_the_guide_is_answered_as_it_says(tmp_path: Path) -> None:
    bench = DossiersBench(tmp_path)
    assert follow("dossiers.md", bench) == 9
    assert bench.dossier()["state"] == "accepted"
