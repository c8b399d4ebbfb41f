"""What only the reviews service tells whoever watches it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from prometheus_client import REGISTRY

from services.reviews.measures import MEASURES
from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench


def told(bench: ReviewsBench) -> float | None:
    with bench.store.query() as connection:
        for measure in MEASURES:
            measure.take(connection, bench.clock.now())
    return REGISTRY.get_sample_value("kiemdiem_deadline_seconds", {"campaign": "BD-2020"})


def test_the_deadline_of_an_open_campaign_counts_down_and_of_a_closed_one_is_not_told(tmp_path: Path) -> None:
    bench = ReviewsBench(tmp_path)
    first = told(bench)
    assert first is not None
    bench.clock.advance(hours=1)
    assert told(bench) == first - timedelta(hours=1).total_seconds()
    assert bench.call("POST", f"{CAMPAIGN}/closing", {"document": "12-TB/TU"}, role="board_officer").status_code < 300
    assert told(bench) is None
