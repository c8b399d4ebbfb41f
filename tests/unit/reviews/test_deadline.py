"""Letter 04-CV/TU, point 7: dossiers arrive before 25/02/2021, and the server's clock alone counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.reviews.domain.campaigns.deadline import Deadline

VIETNAM = timezone(timedelta(hours=7))
BEFORE_25TH = Deadline(date(2021, 2, 25), "before", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("instant", "on_time"),
    [
        (datetime(2021, 2, 24, 0, 0, 0, tzinfo=VIETNAM), True),
        (datetime(2021, 2, 24, 23, 59, 59, 999_999, tzinfo=VIETNAM), True),
        (datetime(2021, 2, 25, 0, 0, 0, tzinfo=VIETNAM), False),
        (datetime(2021, 2, 24, 16, 59, 59, 999_999, tzinfo=UTC), True),
        (datetime(2021, 2, 24, 17, 0, 0, tzinfo=UTC), False),
        (datetime(2021, 2, 24, 18, 0, 0, tzinfo=UTC), False),
    ],
)
def test_before_the_25th_ends_when_the_24th_does_in_the_campaigns_zone(instant: datetime, on_time: bool) -> None:
    assert BEFORE_25TH.allows(instant) is on_time


def test_where_midnight_is_skipped_the_day_begins_with_the_first_instant_that_there_is() -> None:
    clocks_go_forward = Deadline(date(2018, 11, 4), "before", "America/Sao_Paulo")
    assert clocks_go_forward.end == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_by_the_25th_counts_the_25th_itself() -> None:
    by_25th = Deadline(date(2021, 2, 25), "by", "Asia/Ho_Chi_Minh")
    assert by_25th.allows(datetime(2021, 2, 25, 23, 59, 59, tzinfo=VIETNAM))
    assert not by_25th.allows(datetime(2021, 2, 26, 0, 0, 0, tzinfo=VIETNAM))
