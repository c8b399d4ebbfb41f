"""The ratings service keeps what the reviews service says about states and locks, and refuses what they forbid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import BALLOT, OPINION, campaign, decision, heard, rated

CAMPAIGN = "/campaigns/BD-2020"
DRAFTED = ("reviews", "CampaignDrafted", campaign())
CLOSED = ("reviews", "CampaignClosed", {"campaign": "BD-2020", "organizations_position": 9, "document": None})
REOPENED = ("reviews", "CampaignReopened", {"campaign": "BD-2020", "reason": "Bổ sung", "document": None})


@pytest.fixture
def bench(tmp_path: Path) -> RatingsBench:
    bench = RatingsBench(tmp_path)
    bench.publish_rulebook()
    bench.hear(heard())
    return bench


def locked(stops: str, unit: str | None = None, **more: Any) -> tuple[str, str, dict[str, Any]]:
    facts = {"since": "2021-01-04T08:00:00+00:00", "until": None, "reason": "Tổng hợp", "document": None}
    lock = {"campaign": "BD-2020", "unit": unit, "stops": stops, "locked_by": "TU", **facts, **more}
    return "reviews", "CampaignLocked", lock


def code(bench: RatingsBench, path: str, body: dict[str, Any]) -> str | None:
    problem = bench.call("POST", f"{CAMPAIGN}/{path}", body).get_json()
    found: str | None = problem.get("code")
    return found


def test_while_new_things_are_locked_an_opinion_can_be_corrected_and_none_be_added(bench: RatingsBench) -> None:
    assert code(bench, "opinions", OPINION) is None
    bench.hear([locked("new")])
    assert code(bench, "opinions", {**OPINION, "level": "HTNV"}) is None
    assert code(bench, "opinions", {**OPINION, "subject": "mem:B"}) == "locked"
    assert code(bench, "ballots", BALLOT) == "locked"
    assert code(bench, "decisions", decision(rated("mem:A"))) == "locked"


def test_while_corrections_are_locked_new_things_are_taken(bench: RatingsBench) -> None:
    assert code(bench, "opinions", OPINION) is None
    bench.hear([locked("corrections")])
    assert code(bench, "opinions", {**OPINION, "level": "HTNV"}) == "locked"
    assert code(bench, "decisions", decision(rated("mem:A"))) is None
    assert code(bench, "revisions", decision(rated("mem:A", "HTNV", reason="Kết luận"), document="2-QĐ")) == "locked"
    assert code(bench, "ratings/mem:A/appeals", {"grounds": "Chưa đúng", "lodged_by": "C1"}) == "locked"


def test_the_lock_of_one_unit_stops_a_whole_document_that_decides_about_it(bench: RatingsBench) -> None:
    bench.hear([locked("new", unit="AN")])
    assert code(bench, "opinions", OPINION) is None
    bench.hear([locked("new", unit="QN")])
    assert code(bench, "decisions", decision(rated("mem:A"))) == "locked"
    lifted = {"campaign": "BD-2020", "unit": "QN", "stops": "new", "reason": "Xong", "document": None}
    bench.hear([("reviews", "CampaignUnlocked", {**lifted, "unlocked_by": "TU"})])
    assert code(bench, "decisions", decision(rated("mem:A"))) is None


def test_an_extended_unit_goes_on_until_its_own_date(bench: RatingsBench) -> None:
    until = {"date": "2021-01-10", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}
    extension = {"campaign": "BD-2020", "unit": "QN", "until": until, "ends_at": "2021-01-09T17:00:00+00:00"}
    more = {"reason": "Bão lũ", "extended_by": "TU", "document": None}
    bench.hear([locked("new"), ("reviews", "DeadlineExtended", {**extension, **more})])
    assert code(bench, "opinions", OPINION) is None
    bench.clock.advance(days=6)
    assert code(bench, "ballots", BALLOT) == "locked"


def test_a_lock_begins_and_ends_at_its_hour_without_another_event(bench: RatingsBench) -> None:
    bench.hear([locked("new", since="2021-01-04T09:00:00+00:00", until="2021-01-04T10:00:00+00:00")])
    outcomes = []
    for stage in ("CB_XL", "DU_XL", "CHI_UY_XL"):
        outcomes.append(code(bench, "opinions", {**OPINION, "stage": stage}))
        bench.clock.advance(hours=1)
    assert outcomes[1] == "locked"
    assert "locked" not in (outcomes[0], outcomes[2])


def test_drafted_closed_and_reopened_are_heard(bench: RatingsBench) -> None:
    bench.hear([CLOSED])
    assert code(bench, "opinions", OPINION) == "campaign_not_open"
    assert code(bench, "proposals", {"after": None}) == "campaign_not_open"
    bench.hear([REOPENED])
    assert code(bench, "opinions", OPINION) is None
    bench.hear([DRAFTED])
    assert code(bench, "civil-ratings", {"person": "B", "level": "HTNV"}) == "campaign_not_open"


def test_what_nobody_has_heard_of_is_unknown(bench: RatingsBench) -> None:
    answer = bench.call("POST", "/campaigns/BD-1999/opinions", OPINION)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_campaign")
