"""Rulebooks over HTTP: refused with every fault at its place, published whole, applied, and explained."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from services.ratings.loading import load, pack_file
from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import OPINION, campaign, decision, heard, person, rated, review
from tests.rulebooks import as_written

CAMPAIGN = "/campaigns/BD-2020"
EXAMPLE = "vn-party-annual-review/2020@binh-dinh-vi-du"
POINTS = {**OPINION, "stage": "TU_XL", "degrees": {}, "points": {"CN-I-1": 28, "CN-II-1": "61.5"}}


@pytest.fixture
def bench(tmp_path: Path) -> RatingsBench:
    bench = RatingsBench(tmp_path)
    assert bench.publish_rulebook().status_code == 201
    bench.hear(heard())
    return bench


@pytest.fixture
def of_2025(tmp_path: Path) -> RatingsBench:
    """The same small world, under the rules of 2025."""
    bench = RatingsBench(tmp_path)
    assert publish(bench, "vn-party-annual-review/2025") == 201
    bench.hear(
        (service, type_, {**data, "rulebook": "vn-party-annual-review/2025"} if type_ == "CampaignOpened" else data)
        for service, type_, data in heard()
    )
    return bench


def publish(bench: RatingsBench, code: str) -> int:
    return bench.call("POST", "/rulebooks", {"content": load(pack_file(code))}).status_code


def test_a_faulty_rulebook_is_refused_with_every_fault_at_its_pointer(bench: RatingsBench) -> None:
    content = load(pack_file("vn-party-annual-review/2020"))
    content["pack"]["id"] = "thu/1"
    content["caps"][0]["max_pct"] = "many"
    content["ceilings"][0]["max_level"] = "BEST"
    for language, said in (("vi", "mức chất lượng BEST chưa được định nghĩa"), ("en", "level BEST is not defined")):
        response = bench.call("POST", "/rulebooks", {"content": content}, Accept_Language=language)
        problem = response.get_json()
        assert (response.status_code, problem["code"]) == (422, "rulebook_unreadable")
        errors = {error["pointer"]: error["detail"] for error in problem["errors"]}
        assert errors.keys() == {"/content/caps/0/max_pct", "/content/ceilings/0/max_level"}
        assert errors["/content/ceilings/0/max_level"] == said
    assert bench.call("GET", "/rulebooks/thu/1").status_code == 404


def test_numbers_that_are_not_exact_are_refused(bench: RatingsBench) -> None:
    content = load(pack_file("vn-party-annual-review/2025"))
    content["criterion_groups"][1]["groups"][0]["criteria"][0]["max_points"] = 30.5
    errors = bench.call("POST", "/rulebooks", {"content": content}).get_json()["errors"]
    assert "/content/criterion_groups/1/groups/0/criteria/0/max_points" in [error["pointer"] for error in errors]


def test_an_overlay_is_published_whole_over_its_published_base(bench: RatingsBench) -> None:
    overlay = as_written(EXAMPLE)
    for _ in range(2):
        assert bench.call("POST", "/rulebooks", {"content": overlay}).get_json()["rulebook"] == EXAMPLE
    shown = bench.call("GET", f"/rulebooks/{EXAMPLE}").get_json()
    assert shown == load(pack_file(EXAMPLE))
    assert [type_ for type_, _ in bench.published()] == ["RulebookPublished"] * 2


def test_an_overlay_of_what_is_not_published_is_refused(bench: RatingsBench) -> None:
    overlay = {"schema_version": 1, "overlay": {"id": "x", "base": "nobody/1900", "title_vi": "X"}}
    answer = bench.call("POST", "/rulebooks", {"content": overlay})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_rulebook")
    overlay["parameters"] = {"weather": 1}
    overlay["overlay"] = {"id": "x", "base": "vn-party-annual-review/2020", "title_vi": "X"}
    [error] = bench.call("POST", "/rulebooks", {"content": overlay}).get_json()["errors"]
    assert error["pointer"] == "/content/parameters/weather"


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"CN-I-1": "30.01"}, "points_out_of_range", "/points/CN-I-1"),
        ({"CN-I-1": 31}, "points_out_of_range", "/points/CN-I-1"),
        ({"EXTRA": 1}, "points_incomplete", "/points"),
        ({"CN-I-1": "-1"}, "invalid_fields", "/points/CN-I-1"),
        ({"CN-I-1": 29.5}, "invalid_fields", "/points/CN-I-1"),
        ({"CN-I-1": True}, "invalid_fields", "/points/CN-I-1"),
        ({"CN-I-1": "1e1"}, "invalid_fields", "/points/CN-I-1"),
    ],
)
def test_points_that_cannot_be_are_refused(
    of_2025: RatingsBench, change: dict[str, Any], code: str, pointer: str
) -> None:
    sent = {**POINTS, "points": {**POINTS["points"], **change}}
    response = of_2025.call("POST", f"{CAMPAIGN}/opinions", sent)
    problem = response.get_json()
    assert response.status_code == 422, problem
    assert pointer in [error["pointer"] for error in problem["errors"]], problem


def test_degrees_are_no_measure_where_the_rules_count_points(of_2025: RatingsBench) -> None:
    sent = {**OPINION, "stage": "TU_XL"}
    assert of_2025.call("POST", f"{CAMPAIGN}/opinions", sent).get_json()["code"] == "wrong_measure"


def test_points_keep_their_zeros_and_give_the_level(of_2025: RatingsBench) -> None:
    sent = {**POINTS, "points": {"CN-I-1": 28, "CN-II-1": "62.00"}}
    assert of_2025.call("POST", f"{CAMPAIGN}/opinions", sent).status_code == 201
    [opinion] = [data for type_, data in of_2025.published() if type_ == "OpinionGiven"]
    assert opinion["points"] == {"CN-I-1": "28", "CN-II-1": "62.00"}
    shown = of_2025.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    assert shown["proposal"]["level"] == "HTXSNV"
    assert shown["explanation"]["levels"][0]["steps"][0]["found"]["vi"].startswith("tổng 90,00 điểm")


def test_a_body_found_outstanding_may_have_more_excellent_members(of_2025: RatingsBench) -> None:
    people = [person(f"M{number}", "C1", None) for number in range(11)]
    of_2025.hear(("organizations", "PersonRegistered", member) for member in people)
    of_2025.hear(("reviews", "ReviewSubmitted", review(f"mem:{member['code']}")) for member in people)
    good = [rated(f"mem:M{number}") for number in range(8)]
    excellent = [rated(f"mem:M{number}", "HTXSNV") for number in (8, 9)]
    refused = of_2025.call("POST", f"{CAMPAIGN}/decisions", decision(*good, *excellent))
    assert {error["code"] for error in refused.get_json()["errors"]} == {"cap_exceeded"}
    finding = {"subject": "org:QN-01", "fact": "outstanding_in_year", "value": "yes"}
    assert of_2025.call("POST", f"{CAMPAIGN}/findings", finding).status_code == 201
    assert of_2025.call("POST", f"{CAMPAIGN}/decisions", decision(*good, *excellent)).status_code == 201


def test_an_explanation_names_the_events_that_it_rests_on(bench: RatingsBench) -> None:
    finding = {"subject": "mem:A", "fact": "disciplined_in_year", "value": "no"}
    assert bench.call("POST", f"{CAMPAIGN}/opinions", OPINION).status_code == 201
    assert bench.call("POST", f"{CAMPAIGN}/findings", finding).status_code == 201
    shown = bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    ids = {recorded.type: recorded.id for recorded in bench.store.read(0, 100)}
    explanation = shown["explanation"]
    assert (shown["rulebook"], explanation["level"]) == ("vn-party-annual-review/2020", "HTTNV")
    assert explanation["measures"]["event"] == ids["OpinionGiven"]
    steps = {step["code"]: step for step in (*explanation["levels"][0]["steps"], *explanation["forcing"])}
    assert steps["MEM-XS-1"]["events"] == [ids["OpinionGiven"]]
    assert steps["MEM-K-4"]["events"] == [ids["FindingRecorded"]]
    assert (steps["MEM-XS-1"]["status"], steps["MEM-XS-1"]["effect"]) == ("failed", "keeps_from_the_level")


def test_an_organizations_explanation_rests_on_the_ratings_below(bench: RatingsBench) -> None:
    organization = {"subject": "org:C1", "stage": "TU_XL", "level": None}
    frame = {f"ORG-{criterion}": "XS" for criterion in ("I-1", "I-2", "I-3", "I-4", "II-1", "II-2", "III-1")}
    assert bench.call("POST", f"{CAMPAIGN}/opinions", {**organization, "degrees": frame}).status_code == 201
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A"))).status_code == 201
    explanation = bench.call("GET", f"{CAMPAIGN}/proposals/org:C1").get_json()["explanation"]
    [below] = [step for step in explanation["levels"][0]["steps"] if step["code"] == "ORG-XS-4"]
    [rating] = [recorded.id for recorded in bench.store.read(0, 100) if recorded.type == "RatingAssigned"]
    assert below["events"] == [rating]
    assert below["found"]["vi"] == "1 trên 1 đảng viên đã xếp loại (100 %)"


class Outline(HTMLParser):
    """The tags that are open, those that were met, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.left_open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "link", "br"}:
            self.left_open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.left_open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("subject", ["mem:A", "mem:B", "ldr:P", "col:T", "org:C1"])
@pytest.mark.parametrize(("language", "heading"), [("vi", "Vì sao"), ("en", "Why")])
def test_a_browser_gets_the_explanation_as_a_page(
    bench: RatingsBench, subject: str, language: str, heading: str
) -> None:
    bench.call("POST", f"{CAMPAIGN}/opinions", OPINION)
    path = f"{CAMPAIGN}/proposals/{subject}?lang={language}"
    response = bench.call("GET", path, Accept="text/html,application/xhtml+xml")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Language"] == language
    page = Outline(response.text)
    assert page.left_open == []
    assert "script" not in page.tags
    assert heading in page.text and subject in page.text
    assert bench.call("GET", path).headers["Content-Type"] == "application/json"


def test_the_pages_style_needs_no_token_and_loads_nothing_from_elsewhere(bench: RatingsBench) -> None:
    response = bench.client.get("/ratings/style.css")
    assert response.status_code == 200
    assert "url(" not in response.text and "@import" not in response.text


def test_the_campaign_keeps_the_rulebook_that_it_names(bench: RatingsBench) -> None:
    """A newer rulebook, and an overlay of the campaign's own, change nothing for it."""
    bench.call("POST", f"{CAMPAIGN}/opinions", OPINION)
    before = bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    for code in ("vn-party-annual-review/2023", "vn-party-annual-review/2025", EXAMPLE):
        assert publish(bench, code) == 201
    assert bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json() == before
    assert campaign()["rulebook"] == before["rulebook"]
