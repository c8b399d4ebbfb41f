"""The examples of the guide to organizations are what the service does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.guides import follow
from tests.integration.organizations_bench import OrganizationsBench

THE_DAY = datetime(2025, 7, 15, 8, tzinfo=UTC)


def test_every_example_of_the_guide_has_the_answer_that_it_shows(tmp_path: Path) -> None:
    bench = OrganizationsBench(tmp_path)
    bench.clock.at = THE_DAY
    assert follow("organizations.md", bench) > 15
