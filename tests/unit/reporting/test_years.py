"""Campaigns of several years beside each other: counts, shares, and units of today."""

from __future__ import annotations

import pytest

from services.reporting.page.trend import HEIGHT, WIDTH, lines
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import RULEBOOK
from tests.unit.reporting.speaking import NO_TEXT
from tests.unit.reporting.test_roster import AT, CAMPAIGN, DECISION, TURNS, World

HERE = "/reporting/campaigns/BD-2021"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """2020 as it was told, then another year under another rulebook."""
    bench, world = Bench(tmp_path_factory.mktemp("years")), World()
    say = world.speaker.say
    bench.hear(world.told(TURNS))
    later = {**CAMPAIGN, "title": "Kiểm điểm năm 2021", "rulebook": "R2", "year": 2021, "reference_date": "2021-12-31"}
    bench.hear([say("reviews", "CampaignOpened", campaign="BD-2021", **later)])
    bench.hear([say("ratings", "RulebookPublished", rulebook="R2", content_sha256=NO_TEXT, content=RULEBOOK)])
    decided = {**DECISION, "decided_at": AT, "subject": "mem:P1", "level": "HTXSNV", "reason": None}
    bench.hear([say("ratings", "RatingAssigned", campaign="BD-2021", **decided)])
    return bench


def test_a_campaign_stands_beside_the_one_before_it(bench: Bench) -> None:
    told = bench.json(f"{HERE}/years")["beside"]
    assert (told["before"], told["after"]) == ("BD-2020", "BD-2021")
    assert told["rulebooks"] == {"before": "R", "after": "R2", "differ": True}
    [members] = [pair for pair in told["kinds"] if pair["kind"] == "mem"]
    assert (members["before"]["HTTNV"], members["after"]["HTXSNV"]) == (1, 1)
    assert (members["difference"]["HTXSNV"], members["difference"]["HTTNV"]) == (10000, -10000)
    of_cells = [pair for pair in told["kinds"] if (pair["kind"], pair["type"]) == ("org", "CB_TRUC_THUOC")]
    assert [pair["after"]["total"] for pair in of_cells] == [1]


def test_a_unit_is_the_one_that_does_its_work_today(bench: Bench) -> None:
    units = {pair["unit"]: pair for pair in bench.json(f"{HERE}/years")["beside"]["units"]}
    assert units["A"]["before"]["total"] == 2 and units["A"]["after"]["total"] == 2
    assert sum(pair["before"]["total"] for pair in units.values() if pair["before"]) == 2


def test_the_first_campaign_stands_alone_and_the_trend_holds_all(bench: Bench) -> None:
    told = bench.json("/reporting/campaigns/BD-2020/years")
    assert told["beside"] is None
    assert [(each["campaign"], each["year"]) for each in told["trend"]] == [("BD-2020", 2020), ("BD-2021", 2021)]
    assert bench.get("/reporting/campaigns/BD-2020/years?with=BD-1999").status_code == 404
    backwards = bench.json("/reporting/campaigns/BD-2020/years?with=BD-2021")["beside"]
    assert (backwards["before"], backwards["after"]) == ("BD-2021", "BD-2020")


@pytest.mark.parametrize(
    ("role", "organization"), [("board_officer", "TU"), ("central_reader", "TU"), ("importer", "A")]
)
def test_the_page_draws_the_trend_and_says_that_the_rulebooks_differ(
    bench: Bench, role: str, organization: str
) -> None:
    page = bench.get(f"{HERE}/pages/years?lang=en&level=HTTNV", role=role, organization=organization).text
    assert "different rulebooks (R and R2)" in page
    assert page.count("<polyline") > 1 and "mem:P1" not in page
    assert "BD-2020" in page and "Kiểm điểm năm 2021" in page


def test_lines_stay_within_the_drawing_and_leave_out_who_has_nobody_rated() -> None:
    nobody = {"shares": {"HTXSNV": None}}
    kinds = {"org": nobody, "col": nobody, "ldr": nobody}
    trend = [{"kinds": {**kinds, "mem": {"shares": {"HTXSNV": share}}}} for share in ("0.00", "100.00", "33.33")]
    [line] = lines(trend, "HTXSNV")
    assert line.kind == "mem" and len(line.points) == 3
    assert all(0 <= float(point.x) <= WIDTH and 0 <= float(point.y) <= HEIGHT for point in line.points)
    assert float(line.points[0].y) > float(line.points[2].y) > float(line.points[1].y)
