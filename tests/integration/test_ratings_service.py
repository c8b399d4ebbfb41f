"""The ratings service over HTTP: what it takes, what it refuses, and who may ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from services.ratings.readmodel import metadata
from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import BALLOT, DEGREES, OPINION, decision, heard, person, prompt, rated, review

CAMPAIGN = "/campaigns/BD-2020"


@pytest.fixture
def bench(tmp_path: Path) -> RatingsBench:
    bench = RatingsBench(tmp_path)
    assert bench.publish_rulebook().status_code == 201
    bench.hear(heard())
    return bench


def reasons(bench: RatingsBench, *rows: dict[str, Any], **document: str) -> set[tuple[str, str]]:
    """Issue a document that is to be refused, and give pointer and reason of every fault."""
    response = bench.call("POST", f"{CAMPAIGN}/decisions", decision(*rows, **document))
    assert response.status_code == 422, response.text
    return {(error["pointer"], error["code"]) for error in response.get_json()["errors"]}


def test_the_migration_makes_the_tables_that_the_code_expects(bench: RatingsBench) -> None:
    with bench.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_rulebook_is_published_once_and_shown_whole(bench: RatingsBench) -> None:
    again = bench.publish_rulebook()
    assert again.status_code == 201
    assert [type_ for type_, _ in bench.published()] == ["RulebookPublished"]
    shown = bench.call("GET", "/rulebooks/vn-party-annual-review/2020", role="member", person="A")
    assert shown.get_json()["pack"]["campaign_year"] == 2020
    changed = {**shown.get_json(), "caps": []}
    assert bench.call("POST", "/rulebooks", {"content": changed}).get_json()["code"] == "rulebook_changed"
    assert bench.call("POST", "/rulebooks", {"content": {"pack": {}}}).get_json()["code"] == "rulebook_unreadable"
    assert bench.call("GET", "/rulebooks/unknown").status_code == 404


def test_each_item_of_a_batch_has_its_own_outcome(bench: RatingsBench) -> None:
    items = [
        OPINION,
        {**OPINION, "subject": "mem:X"},
        {**OPINION, "stage": "TD"},
        {**OPINION, "degrees": {"MEM-I-1": "XS"}},
        {"subject": "mem:A"},
        {**OPINION, "subject": "mem:B"},
    ]
    outcomes = bench.post_items(f"{CAMPAIGN}/opinions", items)
    assert [outcome["status"] for outcome in outcomes] == [201, 422, 422, 422, 422, 201]
    codes = [outcome["problem"]["code"] for outcome in outcomes[1:4]]
    assert codes == ["unknown_subject", "stage_unknown", "degrees_incomplete"]
    assert [type_ for type_, _ in bench.published()].count("OpinionGiven") == 2


def test_what_was_said_before_is_not_recorded_again(bench: RatingsBench) -> None:
    finding = {"subject": "mem:A", "fact": "disciplined_in_year", "value": "no", "document": "1-KL"}
    civil = {"person": "B", "level": "HTTNV", "decided_on": None, "document": "2-QĐ"}
    for _ in range(2):
        for path, item in (("opinions", OPINION), ("ballots", BALLOT), ("findings", finding), ("civil-ratings", civil)):
            assert bench.call("POST", f"{CAMPAIGN}/{path}", item).status_code == 201
    types = [type_ for type_, _ in bench.published()]
    assert types == [
        "RulebookPublished",
        "OpinionGiven",
        "BallotTallied",
        "FindingRecorded",
        "CivilRatingRecorded",
    ]


def test_a_finding_filed_under_another_capacity_replaces_the_earlier_one(bench: RatingsBench) -> None:
    bench.post_items(f"{CAMPAIGN}/opinions", [OPINION])
    findings = [
        {"subject": "mem:A", "fact": "disciplined_in_year", "value": "no"},
        {"subject": "ldr:P", "fact": "disciplined_in_year", "value": "yes"},
    ]
    assert [outcome["status"] for outcome in bench.post_items(f"{CAMPAIGN}/findings", findings)] == [201, 201]
    shown = bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    assert (shown["proposal"]["level"], shown["proposal"]["forced"]) == ("KHTNV", ["MEM-K-4"])
    bench.post_items(f"{CAMPAIGN}/findings", findings[:1])
    assert bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()["proposal"]["level"] == "HTTNV"


@pytest.mark.parametrize(
    ("path", "item", "code"),
    [
        ("ballots", {**BALLOT, "votes": {"HTTNV": 12}}, "ballot_does_not_add_up"),
        ("findings", {"subject": "mem:A", "fact": "targets_done_pct", "value": "97,5"}, "fact_value_wrong"),
        ("findings", {"subject": "mem:A", "fact": "rumour", "value": "yes"}, "fact_unknown"),
        ("findings", {"subject": "ldr:X", "fact": "force_majeure", "value": "yes"}, "unknown_subject"),
        ("civil-ratings", {"person": "X", "level": "HTTNV"}, "unknown_subject"),
    ],
)
def test_what_cannot_be_true_is_refused(bench: RatingsBench, path: str, item: dict[str, Any], code: str) -> None:
    response = bench.call("POST", f"{CAMPAIGN}/{path}", item)
    assert (response.status_code, response.get_json()["code"]) == (422, code)


def test_a_decision_assigns_its_levels_beside_what_the_rules_derived(bench: RatingsBench) -> None:
    bench.post_items(f"{CAMPAIGN}/opinions", [OPINION])
    issued = bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A", "HTNV", reason="Còn hạn chế")))
    assert (issued.status_code, issued.get_json()["ratings"]) == (201, 1)
    shown = bench.call("GET", f"{CAMPAIGN}/ratings/mem:A")
    assert shown.headers["ETag"] == '"1"'
    rating = shown.get_json()
    assert (rating["level"], rating["proposed"], rating["reason"]) == ("HTNV", "HTTNV", "Còn hạn chế")
    fate = bench.call("GET", f"{CAMPAIGN}/decisions/QN-01/01-Q%C4%90/%C4%90U").get_json()
    assert (fate["ratings"], fate["refused_at"]) == (1, None)
    types = [type_ for type_, _ in bench.published()]
    assert types[-2:] == ["DecisionIssued", "RatingAssigned"]


def test_a_refused_document_is_recorded_and_leaves_no_rating(bench: RatingsBench) -> None:
    faults = reasons(bench, rated("mem:A"), rated("mem:B"), rated("mem:X"))
    assert faults == {("/rows/1", "civil_rating_missing"), ("/rows/2", "unknown_subject")}
    assert [type_ for type_, _ in bench.published()] == ["RulebookPublished", "DecisionRefused"]
    assert bench.call("GET", f"{CAMPAIGN}/ratings/mem:A").status_code == 404
    fate = bench.call("GET", f"{CAMPAIGN}/decisions/QN-01/01-Q%C4%90/%C4%90U").get_json()
    assert (fate["issued_at"], len(fate["faults"])) == (None, 2)


def test_a_document_issued_again_is_refused_and_stays_issued(bench: RatingsBench) -> None:
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A"))).status_code == 201
    assert reasons(bench, rated("mem:A")) == {("/rows/0", "duplicate")}
    fate = bench.call("GET", f"{CAMPAIGN}/decisions/QN-01/01-Q%C4%90/%C4%90U").get_json()
    assert fate["issued_at"] is not None and fate["refused_at"] is not None


def test_a_refused_row_is_told_in_the_readers_language(bench: RatingsBench) -> None:
    wrong = decision(rated("mem:A"), decided_by="QN")
    said = [
        bench.call("POST", f"{CAMPAIGN}/decisions", wrong, Accept_Language=language).get_json()["errors"][0]["detail"]
        for language in ("vi", "en")
    ]
    assert said[0].startswith("QN không có thẩm quyền")
    assert said[1].startswith("QN is not the competent body")


def test_the_cap_counts_what_earlier_documents_decided(bench: RatingsBench) -> None:
    people = [person(f"M{number}", "C1", None) for number in range(7)]
    bench.hear(("organizations", "PersonRegistered", member) for member in people)
    bench.hear(("reviews", "ReviewSubmitted", review(f"mem:{member['code']}")) for member in people)
    good = decision(*(rated(f"mem:M{number}") for number in range(5)), document="1")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", good).status_code == 201
    excellent = decision(rated("mem:M5", "HTXSNV"), document="2")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", excellent).status_code == 201
    one_more = rated("mem:M6", "HTXSNV")
    assert reasons(bench, one_more, document="3") == {("/rows/0", "cap_exceeded")}
    allowed = decision({**one_more, "cap_override": "88-TB/TU"}, document="4")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", allowed).status_code == 201


def test_of_two_documents_at_once_that_together_exceed_the_cap_one_is_refused(bench: RatingsBench) -> None:
    people = [person(f"M{number}", "C1", None) for number in range(13)]
    bench.hear(("organizations", "PersonRegistered", member) for member in people)
    bench.hear(("reviews", "ReviewSubmitted", review(f"mem:{member['code']}")) for member in people)
    good = decision(*(rated(f"mem:M{number}") for number in range(5)), document="1")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", good).status_code == 201
    racing = [decision(rated(f"mem:M{number}", "HTXSNV"), document=f"{number}") for number in range(5, 13)]
    with ThreadPoolExecutor(len(racing)) as threads:
        answers = threads.map(lambda document: bench.call("POST", f"{CAMPAIGN}/decisions", document), racing)
        assert sorted(answer.status_code for answer in answers) == [201] + [422] * 7


@pytest.mark.parametrize("by_points", [False, True])
def test_a_prompt_must_be_answered_by_the_subjects_ownreview(bench: RatingsBench, by_points: bool) -> None:
    bench.hear([prompt("mem:A", by_points=by_points)])
    assert reasons(bench, rated("mem:A")) == {("/rows/0", "prompt_unanswered")}
    bench.hear([("reviews", "ReviewSubmitted", review("mem:B", ("GY1",)))])
    assert reasons(bench, rated("mem:A")) == {("/rows/0", "prompt_unanswered")}
    supplement = {"campaign": "BD-2020", "subject": "mem:A", "supplemented_at": "2020-12-06T08:00:00+07:00"}
    answer = {**supplement, "answered_prompts": ["GY1"], "content_sha256": "0" * 64}
    bench.hear([("reviews", "ReviewSupplemented", answer)])
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A"))).status_code == 201


def test_a_returned_review_is_no_submittedreview(bench: RatingsBench) -> None:
    returned = {"campaign": "BD-2020", "subject": "mem:A", "returned_by": "QN-01", "remarks_sha256": "0" * 64}
    bench.hear([("reviews", "ReviewReturned", {**returned, "returned_at": "2020-12-06T08:00:00+07:00"})])
    assert reasons(bench, rated("mem:A")) == {("/rows/0", "not_reviewed")}


def test_only_an_importer_states_when_a_decision_was_taken(bench: RatingsBench) -> None:
    stated = {**decision(rated("mem:A")), "decided_at": "2020-12-20T08:00:00+07:00"}
    officer = bench.call("POST", f"{CAMPAIGN}/decisions", stated, role="unit_officer", organization="QN-01")
    assert officer.get_json()["code"] == "instant_not_yours"
    assert bench.call("POST", f"{CAMPAIGN}/decisions", stated).status_code == 201
    [event] = [data for type_, data in bench.published() if type_ == "DecisionIssued"]
    assert event["decided_at"] == "2020-12-20T01:00:00.000000Z"


def test_an_officer_decides_and_records_in_the_own_subtree_only(bench: RatingsBench) -> None:
    here = {"role": "unit_officer", "organization": "QN-01"}
    elsewhere = {"role": "unit_officer", "organization": "AN"}
    for path, item in (
        ("opinions", OPINION),
        ("findings", {"subject": "col:T", "fact": "force_majeure", "value": "no"}),
        ("civil-ratings", {"person": "B", "level": "HTTNV"}),
        ("decisions", decision(rated("mem:A"))),
    ):
        assert bench.call("POST", f"{CAMPAIGN}/{path}", item, **elsewhere).status_code == 404, path
        assert bench.call("POST", f"{CAMPAIGN}/{path}", item, **here).status_code == 201, path
    above = decision(rated("org:QN-01"), decided_by="QN")
    assert bench.call("POST", f"{CAMPAIGN}/decisions", above, **here).status_code == 404


def test_a_member_sees_the_own_rating_and_nobody_elses(bench: RatingsBench) -> None:
    assert bench.call("POST", f"{CAMPAIGN}/decisions", decision(rated("mem:A"))).status_code == 201
    own = bench.call("GET", f"{CAMPAIGN}/ratings/mem:A", role="member", organization="C1", person="A")
    other = bench.call("GET", f"{CAMPAIGN}/ratings/mem:A", role="member", organization="C1", person="B")
    assert (own.status_code, other.status_code) == (200, 404)
    assert bench.call("POST", f"{CAMPAIGN}/opinions", OPINION, role="member", person="A").status_code == 403


def test_a_proposal_shows_what_it_was_derived_from(bench: RatingsBench) -> None:
    without = bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    assert without["proposal"] is None
    bench.post_items(f"{CAMPAIGN}/opinions", [OPINION])
    shown = bench.call("GET", f"{CAMPAIGN}/proposals/mem:A").get_json()
    assert shown["proposal"]["level"] == "HTTNV"
    assert shown["proposal"]["failed"]["HTXSNV"] == ["MEM-XS-1"]
    assert shown["evidence"]["degrees"] == DEGREES
    assert bench.call("GET", f"{CAMPAIGN}/proposals/mem:X").status_code == 404


def test_an_unknown_campaign_is_not_found(bench: RatingsBench) -> None:
    for path, item in (("opinions", OPINION), ("decisions", decision(rated("mem:A")))):
        response = bench.call("POST", f"/campaigns/BD-1999/{path}", item)
        assert (response.status_code, response.get_json()["code"]) == (404, "unknown_campaign")
