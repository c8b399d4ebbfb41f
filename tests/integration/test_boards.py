"""Proposals that are published, the cap board, and what-if: the ratings service asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from services.ratings import proposing
from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import DEGREES, OPINION, decision, heard, person, rated, review
from tests.rulebooks import as_written

CAMPAIGN = "/campaigns/BD-2020"


IN_FILES = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RatingsBench]:
    database = request.getfixturevalue("migrated")("ratings") if request.param == "postgresql" else None
    bench = RatingsBench(tmp_path, database)
    assert bench.publish_rulebook().status_code == 201
    bench.hear(heard())
    yield bench
    bench.engine.dispose()


@pytest.fixture
def decided(bench: RatingsBench) -> RatingsBench:
    """Six more members in the cell of A: five good, one excellent under an override; all with an opinion."""
    people = [person(f"M{number}", "C1", None) for number in range(6)]
    bench.hear(("organizations", "PersonRegistered", member) for member in people)
    bench.hear(("reviews", "ReviewSubmitted", review(f"mem:{member['code']}")) for member in people)
    excellent = dict.fromkeys(DEGREES, "XS")
    opinions = [{**OPINION, "subject": f"mem:M{number}"} for number in range(5)]
    bench.post_items(f"{CAMPAIGN}/opinions", [*opinions, {**OPINION, "subject": "mem:M5", "degrees": excellent}])
    good = decision(*(rated(f"mem:M{number}") for number in range(4)), document="1")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", good).status_code == 201
    over = decision(rated("mem:M5", "HTXSNV", cap_override="88-TB/TU"), document="2")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", over).status_code == 201
    return bench


def propose(bench: RatingsBench, after: str | None = None, **asking: Any) -> Any:
    answer = bench.call("POST", f"{CAMPAIGN}/proposals", {"after": after}, **asking)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def proposed(bench: RatingsBench) -> list[tuple[str, str | None]]:
    published = (data for type_, data in bench.published() if type_ == "LevelProposed")
    return [(data["subject"], data["level"]) for data in published]


def test_a_proposal_is_published_for_everyone_with_an_opinion_or_a_level(bench: RatingsBench) -> None:
    bench.post_items(f"{CAMPAIGN}/opinions", [OPINION])
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("col:T"))).status_code == 201
    answer = propose(bench)
    assert (answer["subjects"], answer["proposed"], answer["next"]) == (2, 2, None)
    assert proposed(bench) == [("col:T", None), ("mem:A", "HTTNV")]
    [_, data] = [data for type_, data in bench.published() if type_ == "LevelProposed"]
    assert data["failed"] == {"HTXSNV": ["MEM-XS-1"], "HTTNV": [], "HTNV": []}
    assert data["unknown"] == sorted(data["unknown"])


def test_only_what_is_new_or_changed_is_published(decided: RatingsBench) -> None:
    assert propose(decided)["proposed"] == 6
    assert propose(decided)["proposed"] == 0
    finding = {"subject": "mem:M1", "fact": "disciplined_in_year", "value": "yes"}
    assert decided.call("POST", f"{CAMPAIGN}/findings", finding).status_code == 201
    assert propose(decided)["proposed"] == 1
    assert proposed(decided)[-1] == ("mem:M1", "KHTNV")


def test_each_request_derives_a_part_and_says_where_to_go_on(
    decided: RatingsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "MOST_SUBJECTS", 4)
    monkeypatch.setattr(proposing, "SLICE", 3)
    first = propose(decided)
    assert (first["subjects"], first["next"]) == (4, "mem:M3")
    second = propose(decided, after=first["next"])
    assert (second["subjects"], second["next"]) == (2, None)
    assert [subject for subject, _ in proposed(decided)] == [f"mem:M{number}" for number in range(6)]


def test_only_the_provinces_importer_or_board_has_levels_derived(decided: RatingsBench) -> None:
    for asking in ({"role": "unit_officer"}, {"role": "central_reader"}, {"role": "member", "person": "A"}):
        assert decided.call("POST", f"{CAMPAIGN}/proposals", {"after": None}, **asking).status_code == 403
    elsewhere = {"role": "board_officer", "organization": "QN"}
    assert decided.call("POST", f"{CAMPAIGN}/proposals", {"after": None}, **elsewhere).status_code == 404
    assert decided.call("POST", "/campaigns/BD-1999/proposals", {"after": None}).status_code == 404
    assert propose(decided, role="board_officer")["proposed"] == 6


def board(bench: RatingsBench, query: str = "", **asking: Any) -> Any:
    answer = bench.call("GET", f"{CAMPAIGN}/caps{query}", **asking)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_the_cap_board_shows_each_group_under_every_reading_of_the_base(decided: RatingsBench) -> None:
    [group] = board(decided, "?cap=CAP-MEMBER")["items"]
    assert (group["group"], group["good"], group["excellent"], group["allowed"]) == ("QN-01", 4, 1, 0)
    assert (group["over_or_under"], group["one_more_needs"], group["overrides"]) == (1, 6, ["88-TB/TU"])
    assert group["readings"] == {
        "HTTNV_final": {"counted": 4, "allowed": 0, "kept": False},
        "HTTNV_or_better": {"counted": 5, "allowed": 1, "kept": True},
        "rated_total": {"counted": 5, "allowed": 1, "kept": True},
    }


def test_the_cap_board_is_given_in_pages(decided: RatingsBench) -> None:
    assert decided.call("POST", f"{CAMPAIGN}/decisions", decision(rated("col:T"), document="3")).status_code == 201
    whole = board(decided)["items"]
    assert [(group["cap"], group["group"]) for group in whole] == [
        ("CAP-COL", "QN-01/TT_CAP_UY"),
        ("CAP-MEMBER", "QN-01"),
    ]
    first = board(decided, "?limit=1")
    assert first["items"] == whole[:1]
    assert board(decided, f"?limit=1&cursor={first['next']}")["items"] == whole[1:]


def test_an_officer_sees_the_groups_of_the_own_part_of_the_tree(decided: RatingsBench) -> None:
    assert [group["group"] for group in board(decided, role="unit_officer", organization="QN")["items"]] == ["QN-01"]
    assert board(decided, role="unit_officer", organization="AN")["items"] == []
    assert decided.call("GET", f"{CAMPAIGN}/caps", role="member", person="A").status_code == 403


def what_if(bench: RatingsBench, query: str, **asking: Any) -> Any:
    answer = bench.call("GET", f"{CAMPAIGN}/what-if{query}", **asking)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.fixture
def compared(decided: RatingsBench) -> RatingsBench:
    """Another rulebook, under which a member of all-good degrees is no good member."""
    content = as_written()
    content["pack"]["id"] = "test/other"
    [condition] = [it for it in content["derivation"]["member"]["HTTNV"]["all"] if it["id"] == "MEM-T-1"]
    condition["test"]["min_degree"] = "XS"
    assert decided.call("POST", "/rulebooks", {"content": content}).status_code == 201
    return decided


def test_what_if_lists_who_would_change_and_by_which_condition(compared: RatingsBench) -> None:
    found = what_if(compared, "?rulebook=test/other")
    assert (found["examined"], found["not_comparable"], found["next"]) == (6, [], None)
    assert [change["subject"] for change in found["items"]] == [f"mem:M{number}" for number in range(5)]
    change = found["items"][0]
    assert (change["from"], change["to"], change["conditions"]) == ("HTTNV", "HTNV", ["MEM-T-1"])
    assert change["under"] == "test/other"


def test_what_if_goes_on_page_by_page_and_records_nothing(compared: RatingsBench) -> None:
    head = compared.store.head()
    first = what_if(compared, "?rulebook=test/other&limit=4")
    rest = what_if(compared, f"?rulebook=test/other&limit=4&cursor={first['next']}")
    assert (first["examined"], rest["examined"], rest["next"]) == (4, 2, None)
    assert [group["group"] for group in first["caps"]] == ["QN-01"]
    assert "caps" not in rest
    assert [change["subject"] for change in first["items"] + rest["items"]] == [f"mem:M{number}" for number in range(5)]
    assert compared.store.head() == head


def test_another_base_changes_the_cap_groups_and_no_derived_level(decided: RatingsBench) -> None:
    found = what_if(decided, "?cap_base=HTTNV_or_better")
    assert (found["examined"], found["items"]) == (0, [])
    [group] = found["caps"]
    assert (group["group"], group["allowed"], group["over"], group["over_now"]) == ("QN-01", 1, False, True)


def test_what_if_is_limited_to_the_own_part_of_the_tree(compared: RatingsBench) -> None:
    here = what_if(compared, "?rulebook=test/other", role="unit_officer", organization="C1")
    assert here["examined"] == 6
    elsewhere = what_if(compared, "?rulebook=test/other", role="unit_officer", organization="AN")
    assert (elsewhere["examined"], elsewhere["items"], elsewhere["caps"]) == (0, [], [])


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 422, "nothing_else"),
        ("?rulebook=unknown", 404, "unknown_rulebook"),
        ("?cap_base=unknown", 422, "unknown_cap_base"),
    ],
)
def test_what_cannot_be_asked_is_refused(bench: RatingsBench, query: str, status: int, code: str) -> None:
    answer = bench.call("GET", f"{CAMPAIGN}/what-if{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@IN_FILES
def test_the_command_answers_from_a_data_folder_as_the_service_does(compared: RatingsBench, tmp_path: Path) -> None:
    asked = ["whatif", "BD-2020", "--rulebook", "test/other", "--data", str(tmp_path)]
    result = CliRunner().invoke(app, [*asked, "--json"])
    assert result.exit_code == 0, result.output
    found, service = orjson.loads(result.stdout), what_if(compared, "?rulebook=test/other")
    assert (found["changes"], found["caps"], found["examined"]) == (service["items"], service["caps"], 6)
    text = CliRunner().invoke(app, asked)
    assert "mem:M0" in text.stdout
    assert "MEM-T-1" in text.stdout


@IN_FILES
def test_the_command_knows_shipped_rulebooks_that_nobody_has_published(decided: RatingsBench, tmp_path: Path) -> None:
    asked = ["whatif", "BD-2020", "--rulebook", "vn-party-annual-review/2025", "--data", str(tmp_path), "--json"]
    found = orjson.loads(CliRunner().invoke(app, asked).stdout)
    assert (found["other"], found["changes"]) == ("vn-party-annual-review/2025", [])
    assert {subject["reason"] for subject in found["not_comparable"]} == {"criteria"}
    assert len(found["not_comparable"]) == found["examined"] == 6


@IN_FILES
@pytest.mark.parametrize(
    "wrong", [["--cap-base", "unknown"], ["--rulebook", "unknown"], [], ["--rulebook", "x", "--api", "http://here"]]
)
def test_the_command_ends_with_the_code_for_wrong_usage(bench: RatingsBench, tmp_path: Path, wrong: list[str]) -> None:
    command = ["whatif", "BD-2020", "--data", str(tmp_path), *wrong]
    assert CliRunner(env={"KIEMDIEM_TOKEN": ""}).invoke(app, command).exit_code == 2
