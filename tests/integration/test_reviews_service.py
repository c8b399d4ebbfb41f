"""Reviews over HTTP: in which form and order, what participants say, and how a collective's report is completed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.reviews_bench import CAMPAIGN, FORM, FORM_OF_COLLECTIVES, ReviewsBench, rulebook_published

OTHER_FORM = "02-HD KĐ.ĐG 2021"


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def hand_in(bench: ReviewsBench, subject: str, **more: Any) -> TestResponse:
    body = {"subject": subject, "summary": f"Kiểm điểm của {subject}", **more}
    return bench.officer("POST", f"{CAMPAIGN}/reviews", body)


def review(bench: ReviewsBench, subject: str) -> dict[str, Any]:
    found: dict[str, Any] = bench.officer("GET", f"{CAMPAIGN}/reviews/{subject}").get_json()
    return found


def warnings(answer: TestResponse) -> list[str]:
    assert answer.status_code == 201, answer.text
    return [warning["code"] for warning in answer.get_json().get("warnings", [])]


def new_edition(bench: ReviewsBench) -> None:
    """The rulebook's forms come out anew, and the edition before is accepted no more."""
    forms = [
        {"code": OTHER_FORM, "number": "02", "vi": "Bản kiểm điểm cá nhân, mẫu mới"},
        {"code": "01-HD KĐ.ĐG 2021", "number": "01", "vi": "Báo cáo kiểm điểm tập thể, mẫu mới"},
    ]
    accepted = {"accepted": ["HD KĐ.ĐG 2021"], "reject": ["HD KĐ.ĐG 2019"]}
    bench.hear([rulebook_published(forms=forms, form_editions=accepted)])


def test_reviews_that_are_open_keep_the_form_that_they_began_with_when_a_new_edition_comes(
    bench: ReviewsBench,
) -> None:
    """Open ones keep the first edition, new ones take the second, and each says which it has."""
    path = f"{CAMPAIGN}/reviews/mem:A"
    bench.member("PUT", f"{path}/draft", {"summary": "Bản đầu"})
    before = bench.member("GET", path).get_json()
    new_edition(bench)
    assert bench.member("PUT", f"{path}/draft", {"summary": "Bản hai"}, If_Match='"1"').status_code == 200
    moved = bench.member("PUT", f"{path}/draft", {"form": OTHER_FORM, "summary": "Bản ba"}, If_Match='"2"')
    assert (moved.status_code, moved.get_json()["code"]) == (422, "wrong_form_edition")
    bench.member("POST", f"{path}/submissions", If_Match='"2"')
    after = bench.member("GET", path).get_json()
    assert after["form"] == FORM
    assert after["form_sha256"] == before["form_sha256"] is not None
    assert opened(bench, after["links"]["form"])["edition"] == "HD KĐ.ĐG 2019"
    assert warnings(hand_in(bench, "mem:B")) == []
    new = review(bench, "mem:B")
    assert new["form"] == OTHER_FORM
    assert opened(bench, new["links"]["form"])["title"] == "Bản kiểm điểm cá nhân, mẫu mới"
    assert [fact["form"] for fact in bench.facts("ReviewSubmitted")] == [FORM, OTHER_FORM]


def opened(bench: ReviewsBench, link: str) -> dict[str, Any]:
    found: dict[str, Any] = bench.member("GET", link.removeprefix("/reviews")).get_json()
    return found


def test_a_form_that_has_the_same_code_and_other_content_is_another_copy(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:A")
    renamed = [{"code": FORM, "number": "02", "vi": "Bản kiểm điểm, sửa tên"}, {"code": FORM_OF_COLLECTIVES, "vi": "x"}]
    bench.hear([rulebook_published(forms=renamed)])
    hand_in(bench, "mem:B")
    first, second = (review(bench, subject) for subject in ("mem:A", "mem:B"))
    assert first["form"] == second["form"] == FORM
    titles = [opened(bench, shown["links"]["form"])["title"] for shown in (first, second)]
    assert titles == ["Bản kiểm điểm cá nhân", "Bản kiểm điểm, sửa tên"]


def test_a_form_is_copied_once_for_all_reviews_in_it(bench: ReviewsBench) -> None:
    for subject in ("mem:A", "mem:B", "mem:N", "col:T", "ldr:P"):
        bench.call("POST", f"{CAMPAIGN}/reviews", {"subject": subject, "form": FORM, "submitted_at": None})
    copied = [(fact["kind"], fact["form"]) for fact in bench.facts("FormCopied")]
    assert sorted(copied) == [("col", FORM), ("ldr", FORM), ("mem", FORM)]


@pytest.mark.parametrize("form", ["02-HD KĐ.ĐG 2018", "02-HD KĐ.ĐG 2025", "01-HD KĐ.ĐG 2019", "thư tay"])
def test_a_wrong_form_is_refused_and_the_right_one_named(bench: ReviewsBench, form: str) -> None:
    refused = hand_in(bench, "mem:A", form=form)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "wrong_form_edition")
    assert FORM in refused.get_json()["detail"]
    assert bench.types() == []


def test_an_importer_records_a_paper_in_a_wrong_form_and_is_told(bench: ReviewsBench) -> None:
    row = {"subject": "mem:A", "form": "02-HD KĐ.ĐG 2018", "submitted_at": "2020-12-05T08:00:00Z"}
    [outcome] = bench.call("POST", f"{CAMPAIGN}/reviews", {"items": [row]}).get_json()["outcomes"]
    assert outcome["status"] == 201
    assert [warning["code"] for warning in outcome["answer"]["warnings"]] == ["wrong_form_edition"]
    assert review(bench, "mem:A")["form_sha256"] is None


def test_who_states_no_form_gets_the_one_of_his_kind(bench: ReviewsBench) -> None:
    for subject, form in (("mem:A", FORM), ("ldr:P", FORM), ("col:T", FORM_OF_COLLECTIVES)):
        hand_in(bench, subject)
        assert review(bench, subject)["form"] == form
    listed = bench.member("GET", f"{CAMPAIGN}/forms").get_json()
    assert listed == {"col": [FORM_OF_COLLECTIVES], "mem": [FORM], "ldr": [FORM]}


def test_a_fingerprint_opens_forms_and_no_other_text(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:B")
    fingerprint = hashlib.sha256("Kiểm điểm của mem:B".encode()).hexdigest()
    assert bench.member("GET", f"{CAMPAIGN}/forms/{fingerprint}").status_code == 404


def test_who_reviews_before_the_collective_or_the_head_is_told_and_not_stopped(bench: ReviewsBench) -> None:
    assert warnings(hand_in(bench, "ldr:P2")) == ["individual_before_collective", "deputy_before_head"]
    assert warnings(hand_in(bench, "ldr:P")) == ["individual_before_collective"]
    assert warnings(hand_in(bench, "mem:A")) == []
    assert warnings(hand_in(bench, "col:T")) == []
    assert warnings(hand_in(bench, "ldr:P3")) == ["individual_before_collective"]
    assert len(bench.facts("ReviewSubmitted")) == 5


def test_in_the_right_order_nobody_is_warned_also_within_one_request(bench: ReviewsBench) -> None:
    rows = [{"subject": subject, "summary": "x"} for subject in ("col:T", "ldr:P", "ldr:P2")]
    outcomes = bench.officer("POST", f"{CAMPAIGN}/reviews", {"items": rows}).get_json()["outcomes"]
    assert [outcome["status"] for outcome in outcomes] == [201] * 3
    assert all("answer" not in outcome for outcome in outcomes)


def test_a_draft_is_not_warned_and_its_submission_is(bench: ReviewsBench) -> None:
    assert warnings(hand_in(bench, "ldr:P", draft=True)) == []
    path = f"{CAMPAIGN}/reviews/ldr:P/submissions"
    assert warnings(bench.officer("POST", path, If_Match='"1"')) == ["individual_before_collective"]


def test_a_collectives_report_is_completed_once_its_individuals_have_reviewed(bench: ReviewsBench) -> None:
    hand_in(bench, "col:T")
    path = f"{CAMPAIGN}/reviews/col:T/completions"
    early = bench.officer("POST", path, {"text": "Hoàn chỉnh"}, If_Match='"1"')
    assert (early.status_code, early.get_json()["code"]) == (409, "individuals_first")
    hand_in(bench, "ldr:P")
    hand_in(bench, "ldr:P2", draft=True)
    assert bench.officer("POST", path, {"text": "Hoàn chỉnh"}).status_code == 428
    assert bench.officer("POST", path, {"text": "Hoàn chỉnh"}, If_Match='"1"').status_code == 201
    assert bench.facts("ReviewCompleted")[0]["individuals"] == 1
    shown = review(bench, "col:T")
    assert (shown["summary"], [each["text"] for each in shown["added"]]) == ("Kiểm điểm của col:T", ["Hoàn chỉnh"])
    late = bench.officer("POST", path, {"text": "Hoàn chỉnh khác"}, If_Match='"1"')
    assert late.status_code == 412
    assert bench.officer("GET", late.get_json()["links"]["kept"].removeprefix("/reviews")).get_json()["text"] == (
        "Hoàn chỉnh khác"
    )


def test_a_persons_review_is_not_completed(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:A")
    refused = bench.officer("POST", f"{CAMPAIGN}/reviews/mem:A/completions", {"text": "x"}, If_Match='"1"')
    assert (refused.status_code, refused.get_json()["code"]) == (422, "not_a_collective")


def test_participants_comments_come_from_several_sides_and_the_subject_reads_them(bench: ReviewsBench) -> None:
    path = f"{CAMPAIGN}/reviews/mem:A/comments"
    sides = ("superior", "peer", "subordinate", "mass_organization", "residence", "inspection")
    for side in sides:
        said = {"side": side, "given_by": "QN-01", "text": f"Góp ý {side}"}
        assert bench.officer("POST", path, said).status_code == 201
    listed = bench.member("GET", path).get_json()["items"]
    assert [(each["side"], each["text"]) for each in listed] == [(side, f"Góp ý {side}") for side in sides]
    for stranger in (bench.member("GET", path, person="B"), bench.officer("GET", path, at="AN")):
        assert stranger.status_code == 404
    assert bench.officer("POST", path, {**said, "given_by": "AN"}, at="AN").status_code == 404
    assert bench.officer("POST", path, {**said, "side": "friend"}).status_code == 422


def test_a_comment_does_not_disturb_who_is_writing(bench: ReviewsBench) -> None:
    bench.member("PUT", f"{CAMPAIGN}/reviews/mem:A/draft", {"summary": "Bản đầu"})
    said = {"side": "peer", "given_by": "QN-01", "text": "Góp ý"}
    bench.officer("POST", f"{CAMPAIGN}/reviews/mem:A/comments", said)
    saved = bench.member("PUT", f"{CAMPAIGN}/reviews/mem:A/draft", {"summary": "Bản hai"}, If_Match='"1"')
    assert saved.status_code == 200


def test_a_draft_that_was_submitted_cannot_be_submitted_again(bench: ReviewsBench) -> None:
    path = f"{CAMPAIGN}/reviews/mem:A"
    assert bench.member("POST", f"{path}/submissions", If_Match="*").get_json()["code"] == "no_draft"
    bench.member("PUT", f"{path}/draft", {"summary": "Bản đầu"})
    assert bench.member("POST", f"{path}/submissions", If_Match='"7"').status_code == 412
    assert bench.member("POST", f"{path}/submissions", If_Match='"1"').status_code == 201
    assert bench.member("POST", f"{path}/submissions", If_Match='"2"').get_json()["code"] == "no_draft"


@pytest.mark.parametrize("text", ["emoji 🇻🇳", "Hòa và Hoà", "dòng một\r\ndòng hai", "\u202eRTL", "x" * 100_000])
def test_a_text_comes_back_as_it_was_written(bench: ReviewsBench, text: str) -> None:
    bench.member("PUT", f"{CAMPAIGN}/reviews/mem:A/draft", {"summary": text})
    assert bench.member("GET", f"{CAMPAIGN}/reviews/mem:A").get_json()["summary"] == text


def test_a_text_that_no_database_keeps_is_refused_and_nothing_recorded(bench: ReviewsBench) -> None:
    for text in ("\x00", "x" * 100_001):
        refused = bench.member("PUT", f"{CAMPAIGN}/reviews/mem:A/draft", {"summary": text})
        assert refused.status_code == 422
    assert bench.types() == []
