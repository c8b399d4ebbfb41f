"""What becomes of ratings, over HTTP: they are revised, questioned, appealed against, published and listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import BALLOT, OPINION, decision, heard, person, rated, review

CAMPAIGN = "/campaigns/BD-2020"
A = f"{CAMPAIGN}/ratings/mem:A"
GROUNDS = {"grounds": "Kết quả chưa phản ánh đúng chỉ tiêu đã hoàn thành"}
ANSWER = {"document": "05-TB/ĐU", "decided_by": "QN-01", "reason": "Đã kiểm tra lại"}
PUBLICATION = {
    "document": "01-QĐ/ĐU",
    "decided_by": "QN-01",
    "scope": "unit",
    "published_on": "2021-01-06",
    "published_by": "QN-01",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RatingsBench]:
    """Member A was rated HTTNV by document 01-QĐ/ĐU."""
    database = request.getfixturevalue("migrated")("ratings") if request.param == "postgresql" else None
    bench = RatingsBench(tmp_path, database)
    assert bench.publish_rulebook().status_code == 201
    bench.hear(heard())
    bench.post_items(f"{CAMPAIGN}/opinions", [OPINION])
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A"))).status_code == 201
    yield bench
    bench.engine.dispose()


def revise(bench: RatingsBench, *rows: dict[str, Any], document: str = "02-QĐ/ĐU", **asking: Any) -> TestResponse:
    return bench.call("POST", f"{CAMPAIGN}/revisions", decision(*rows, document=document), **asking)


def lowered(subject: str = "mem:A") -> dict[str, str]:
    return rated(subject, "HTNV", reason="Kết luận kiểm tra")


def shown(bench: RatingsBench, **asking: Any) -> Any:
    return bench.call("GET", A, **asking).get_json()


def codes(bench: RatingsBench, listed: str) -> list[str]:
    return [item["subject"] for item in bench.call("GET", f"{CAMPAIGN}/{listed}").get_json()["items"]]


def types(bench: RatingsBench) -> list[str]:
    return [type_ for type_, _ in bench.published()]


def test_a_revision_replaces_the_level_and_keeps_the_decision_before(bench: RatingsBench) -> None:
    assert revise(bench, lowered()).get_json()["ratings"] == 1
    rating = shown(bench)
    assert (rating["level"], rating["document"], rating["proposed"]) == ("HTNV", "02-QĐ/ĐU", "HTTNV")
    history = [(one["level"], one["previous_level"], one["document"], one["cause"]) for one in rating["decisions"]]
    assert history == [("HTTNV", None, "01-QĐ/ĐU", None), ("HTNV", "HTTNV", "02-QĐ/ĐU", "correction")]
    assert types(bench)[-2:] == ["DecisionIssued", "RatingRevised"]
    fate = bench.call("GET", f"{CAMPAIGN}/decisions/QN-01/02-Q%C4%90/%C4%90U").get_json()
    assert (fate["act"], fate["ratings"]) == ("revision", 1)


def test_a_refused_revision_is_recorded_as_one_and_changes_nothing(bench: RatingsBench) -> None:
    refused = revise(bench, lowered(), rated("mem:B", "HTNV", reason="Kết luận"))
    assert {(error["pointer"], error["code"]) for error in refused.get_json()["errors"]} == {
        ("/rows/1", "not_decided"),
        ("/rows/1", "civil_rating_missing"),
    }
    assert shown(bench)["level"] == "HTTNV"
    *_, (type_, data) = bench.published()
    assert (type_, data["act"]) == ("DecisionRefused", "revision")
    assert bench.call("GET", f"{CAMPAIGN}/decisions/QN-01/02-Q%C4%90/%C4%90U").get_json()["act"] == "revision"


def test_a_revision_cannot_bear_the_number_of_a_document_that_was_issued(bench: RatingsBench) -> None:
    errors = revise(bench, lowered(), document="01-QĐ/ĐU").get_json()["errors"]
    assert [error["code"] for error in errors] == ["document_taken"]
    assert revise(bench, lowered()).status_code == 201
    assert revise(bench, rated("mem:A", "HTTNV", reason="Nhầm")).status_code == 422


def test_only_the_competent_bodys_officers_revise(bench: RatingsBench) -> None:
    assert revise(bench, lowered(), role="unit_officer", organization="AN").status_code == 404
    assert revise(bench, lowered(), role="member", organization="C1", person="A").status_code == 403
    assert revise(bench, lowered(), role="unit_officer", organization="QN-01").status_code == 201


def test_the_cap_counts_a_revision_as_if_it_applied(bench: RatingsBench) -> None:
    people = [person(f"M{number}", "C1", None) for number in range(5)]
    bench.hear(("organizations", "PersonRegistered", facts) for facts in people)
    bench.hear(("reviews", "ReviewSubmitted", review(f"mem:{facts['code']}")) for facts in people)
    rows = [rated(f"mem:{facts['code']}") for facts in people]
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(*rows, document="07-QĐ/ĐU")).status_code == 201
    raised = rated("mem:A", "HTXSNV", reason="Khiếu nại đúng")
    assert revise(bench, raised).status_code == 201
    [error] = revise(bench, {**raised, "subject": "mem:M0"}, document="03-QĐ/ĐU").get_json()["errors"]
    assert error["code"] == "cap_exceeded"
    allowed = {**raised, "subject": "mem:M0", "cap_override": "88-TB/TU"}
    assert revise(bench, allowed, document="04-QĐ/ĐU").status_code == 201


def test_a_finding_or_civil_rating_that_comes_later_asks_for_another_review_and_changes_nothing(
    bench: RatingsBench,
) -> None:
    civil = {"person": "A", "level": "HTNV", "decided_on": None, "document": "9-QĐ"}
    finding = {"subject": "ldr:P", "fact": "disciplined_in_year", "value": "yes", "document": "1-KL"}
    for path, item in (("civil-ratings", civil), ("findings", finding)):
        assert bench.call("POST", f"{CAMPAIGN}/{path}", item).status_code == 201
    rating = shown(bench)
    assert rating["level"] == "HTTNV"
    assert [question["cause"] for question in rating["questions"]] == ["civil_rating_changed", "finding"]
    recorded = {event.id: event.type for event in bench.store.read(0, 1000)}
    assert [recorded[question["event"]] for question in rating["questions"]] == [
        "CivilRatingRecorded",
        "FindingRecorded",
    ]
    assert codes(bench, "ratings?questioned=true") == ["mem:A"]
    assert codes(bench, "ratings?questioned=false") == []


def test_what_says_nothing_new_or_concerns_nobody_rated_asks_for_nothing(bench: RatingsBench) -> None:
    finding = {"subject": "mem:A", "fact": "disciplined_in_year", "value": "no", "document": "1-KL"}
    bench.call("POST", f"{CAMPAIGN}/findings", finding)
    bench.call("POST", f"{CAMPAIGN}/findings", {**finding, "document": "2-KL"})
    bench.call("POST", f"{CAMPAIGN}/civil-ratings", {"person": "B", "level": "HTNV"})
    bench.call("POST", f"{CAMPAIGN}/findings", {**finding, "subject": "col:T", "fact": "force_majeure"})
    assert types(bench).count("RatingQuestioned") == 1


def test_a_confirmation_or_a_revision_answers_the_question(bench: RatingsBench) -> None:
    finding = {"subject": "mem:A", "fact": "disciplined_in_year", "value": "yes", "document": "1-KL"}
    bench.call("POST", f"{CAMPAIGN}/findings", finding)
    assert bench.call("POST", f"{A}/confirmations", {**ANSWER, "decided_by": "QN"}).get_json()["code"] == "authority"
    assert bench.call("POST", f"{A}/confirmations", ANSWER).status_code == 201
    rating = shown(bench)
    assert (rating["level"], rating["questions"]) == ("HTTNV", [])
    assert [one["reason"] for one in rating["confirmations"]] == ["Đã kiểm tra lại"]
    assert bench.call("POST", f"{A}/confirmations", ANSWER).get_json()["code"] == "not_questioned"
    bench.call("POST", f"{CAMPAIGN}/findings", {**finding, "value": "no"})
    assert revise(bench, lowered()).status_code == 201
    rating = shown(bench)
    assert (rating["questions"], rating["decisions"][-1]["cause"]) == ([], "finding")


def test_a_member_appeals_once_and_the_grounds_stay_beside_the_log(bench: RatingsBench) -> None:
    oneself = {"role": "member", "organization": "C1", "person": "A"}
    other = {"role": "member", "organization": "C1", "person": "B"}
    assert bench.call("POST", f"{A}/appeals", GROUNDS, **other).status_code == 404
    assert bench.call("POST", f"{A}/appeals", GROUNDS, **oneself).status_code == 201
    assert bench.call("POST", f"{A}/appeals", GROUNDS, **oneself).get_json()["code"] == "appeal_open"
    [appeal] = shown(bench, **oneself)["appeals"]
    assert (appeal["grounds"], appeal["lodged_by"], appeal["open"]) == (GROUNDS["grounds"], None, True)
    assert all(GROUNDS["grounds"] not in str(data) for _, data in bench.published())


def test_a_unit_appeals_for_its_own_subjects_only(bench: RatingsBench) -> None:
    officer = {"role": "unit_officer", "organization": "QN"}
    assert bench.call("POST", f"{A}/appeals", {**GROUNDS, "lodged_by": "TU"}, **officer).status_code == 404
    above = bench.call("POST", f"{A}/appeals", GROUNDS)
    assert above.get_json()["code"] == "not_their_appeal"
    assert bench.call("POST", f"{A}/appeals", {**GROUNDS, "lodged_by": "QN"}, **officer).status_code == 201
    assert shown(bench)["appeals"][0]["lodged_by"] == "QN"


def test_an_appeal_is_upheld_or_answered_by_a_revision_of_the_same_document(bench: RatingsBench) -> None:
    decisions = f"{A}/appeal-decisions"
    upheld, raised = {**ANSWER, "outcome": "upheld"}, {**ANSWER, "outcome": "revised", "level": "HTNV"}
    assert bench.call("POST", decisions, upheld).get_json()["code"] == "no_open_appeal"
    for answer in (upheld, {**raised, "document": "06-QĐ/ĐU"}):
        assert bench.call("POST", f"{A}/appeals", {**GROUNDS, "lodged_by": "C1"}).status_code == 201
        assert bench.call("POST", decisions, answer).status_code == 201
    rating = shown(bench)
    assert [(one["outcome"], one["open"]) for one in rating["appeals"]] == [("upheld", False), ("revised", False)]
    assert (rating["level"], rating["document"]) == ("HTNV", "06-QĐ/ĐU")
    assert rating["decisions"][-1]["cause"] == "appeal"
    assert types(bench)[-3:] == ["DecisionIssued", "RatingRevised", "AppealDecided"]


def test_an_answer_that_the_rules_refuse_leaves_the_appeal_open(bench: RatingsBench) -> None:
    bench.call("POST", f"{A}/appeals", {**GROUNDS, "lodged_by": "C1"})
    excellent = {**ANSWER, "outcome": "revised", "level": "HTXSNV"}
    refused = bench.call("POST", f"{A}/appeal-decisions", excellent)
    assert [error["code"] for error in refused.get_json()["errors"]] == ["cap_exceeded"]
    rating = shown(bench)
    assert (rating["level"], rating["appeals"][0]["open"]) == ("HTTNV", True)
    assert types(bench)[-1] == "DecisionRefused"
    wrong = bench.call("POST", f"{A}/appeal-decisions", {**ANSWER, "decided_by": "QN", "outcome": "upheld"})
    assert wrong.get_json()["code"] == "authority"


def test_a_revised_outcome_names_a_level_and_an_upheld_one_does_not(bench: RatingsBench) -> None:
    for answer in ({"outcome": "revised"}, {"outcome": "upheld", "level": "HTNV"}):
        response = bench.call("POST", f"{A}/appeal-decisions", {**ANSWER, **answer})
        assert response.get_json()["code"] == "invalid_fields"


def test_what_is_revised_later_must_be_published_again(bench: RatingsBench) -> None:
    assert bench.call("POST", f"{CAMPAIGN}/publications", PUBLICATION).status_code == 201
    assert shown(bench)["published"] == [{"scope": "unit", "published_on": "2021-01-06", "published_by": "QN-01"}]
    revise(bench, lowered())
    assert shown(bench)["published"] == []
    again = {**PUBLICATION, "document": "02-QĐ/ĐU", "scope": "province"}
    assert bench.call("POST", f"{CAMPAIGN}/publications", again).status_code == 201
    assert [one["scope"] for one in shown(bench)["published"]] == ["province"]
    unknown = bench.call("POST", f"{CAMPAIGN}/publications", {**PUBLICATION, "document": "77-QĐ/ĐU"})
    assert unknown.get_json()["code"] == "not_issued"


def test_an_override_and_a_deviation_stay_visible_after_they_were_revised(bench: RatingsBench) -> None:
    excellent = rated("mem:A", "HTXSNV", reason="Thành tích đột xuất", cap_override="88-TB/TU")
    assert revise(bench, excellent).status_code == 201
    assert revise(bench, rated("mem:A", "HTTNV", reason="Nhầm"), document="03-QĐ/ĐU").status_code == 201
    for listed in ("overrides", "deviations"):
        [item] = bench.call("GET", f"{CAMPAIGN}/{listed}").get_json()["items"]
        assert (item["subject"], item["cap_override"], item["document"]) == ("mem:A", "88-TB/TU", "02-QĐ/ĐU")
        assert (item["decided_by"], item["level"], item["proposed"]) == ("QN-01", "HTXSNV", "HTTNV")
        assert item["standing"] is False


def test_lists_come_in_pages_and_show_the_callers_part_of_the_tree(bench: RatingsBench) -> None:
    rows = (rated("col:T", "HTTNV"), rated("ldr:P", "HTNV"), rated("org:C1", "HTNV"))
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(*rows, document="08-QĐ/ĐU")).status_code == 201
    seen, cursor = [], ""
    while cursor is not None:
        page = bench.call("GET", f"{CAMPAIGN}/ratings?limit=1{cursor and f'&cursor={cursor}'}").get_json()
        seen += [item["subject"] for item in page["items"]]
        cursor = page["next"]
    assert seen == ["col:T", "ldr:P", "mem:A", "org:C1"]
    for organization, expected in (("C1", ["mem:A", "org:C1"]), ("AN", [])):
        page = bench.call("GET", f"{CAMPAIGN}/ratings", role="unit_officer", organization=organization).get_json()
        assert [item["subject"] for item in page["items"]] == expected


def test_ballots_say_which_level_passed_by_which_rule_and_warn(bench: RatingsBench) -> None:
    first = {**BALLOT, "votes": {"HTTNV": 9, "HTNV": 2}}
    second = {**BALLOT, "votes": {"HTXSNV": 6, "no": 5}, "round": 2}
    assert bench.call("POST", f"{CAMPAIGN}/ballots", second).get_json()["code"] == "first_round_missing"
    outcomes = bench.post_items(f"{CAMPAIGN}/ballots", [first, second])
    assert [outcome["status"] for outcome in outcomes] == [201, 201]
    told = bench.call("GET", f"{CAMPAIGN}/ballots/mem:A").get_json()
    assert (told["threshold"]["more_than_pct"], told["threshold"]["of"]) == ("50", "present")
    assert [remark["code"] for remark in told["remarks"]] == ["threshold_uncertain"]
    [stage] = told["stages"]
    best, second, *_ = stage["levels"]
    assert best == {"level": "HTXSNV", "round": 2, "votes": 6, "needed": 7, "passed": False}
    assert second == {"level": "HTTNV", "round": 1, "votes": 9, "needed": 7, "passed": True}
    assert stage["remarks"] == []
    assert [counted["round"] for counted in stage["rounds"]] == [1, 2]
    assert revise(bench, lowered()).status_code == 201, "a ballot advises, it does not bind"
    [stage] = bench.call("GET", f"{CAMPAIGN}/ballots/mem:A").get_json()["stages"]
    assert [remark["code"] for remark in stage["remarks"]] == ["level_not_passed"]
