"""The guide to campaigns, sent request by request: each is answered as the guide says."""

from __future__ import annotations

from pathlib import Path

from tests.guides import follow
from tests.integration.reviews_bench import ReviewsBench


def test_every_request_of_the_guide_is_answered_as_it_says(tmp_path: Path) -> None:
    bench = ReviewsBench(tmp_path)
    assert follow("campaign.md", bench) == 13
    assert bench.call("GET", "/campaigns/BD-2021").get_json()["state"] == "open"
