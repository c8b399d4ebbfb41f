"""One review, several writers: one wins, the others are told, and whatever anybody wrote can still be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench

MINE = f"{CAMPAIGN}/reviews/mem:A"
WRITERS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path, None if request.param == "sqlite" else request.getfixturevalue("migrated")("reviews"))


def save(bench: ReviewsBench, text: str, version: str | None = None, person: str = "A") -> TestResponse:
    more = {} if version is None else {"If_Match": version}
    return bench.member("PUT", f"{CAMPAIGN}/reviews/mem:{person}/draft", {"summary": text}, person=person, **more)


def texts(bench: ReviewsBench) -> dict[str, bool]:
    """Every text of the review, and whether it is in effect."""
    return {each["text"]: each["in_effect"] for each in bench.member("GET", f"{MINE}/versions").get_json()["items"]}


def opened(bench: ReviewsBench, address: str) -> dict[str, Any]:
    """What a link leads to, for the member."""
    response = bench.member("GET", address.removeprefix("/reviews"))
    assert response.status_code == 200, address
    found: dict[str, Any] = response.get_json()
    return found


def at_once(*calls: Any) -> list[TestResponse]:
    barrier = Barrier(len(calls))

    def call(it: Any) -> TestResponse:
        barrier.wait()
        response: TestResponse = it()
        return response

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def test_of_two_who_save_one_draft_at_once_the_second_gets_412_and_both_versions_can_be_read(
    bench: ReviewsBench,
) -> None:
    first = save(bench, "Bản đầu")
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    answers = at_once(*[lambda text=text: save(bench, text, '"1"') for text in ("của tôi", "của anh")])
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    [late] = [answer for answer in answers if answer.status_code == 412]
    problem = late.get_json()
    assert problem["code"] == "version_conflict"
    assert late.headers["ETag"] == '"2"'
    stands, kept = (opened(bench, problem["links"][name]) for name in ("review", "kept"))
    assert {stands["summary"], kept["text"]} == {"của tôi", "của anh"}
    assert (kept["kind"], kept["in_effect"], kept["based_on"]) == ("set_aside", False, 1)
    assert texts(bench) == {"Bản đầu": False, stands["summary"]: True, kept["text"]: False}


def test_of_many_who_begin_one_review_at_once_one_wins_and_every_text_is_kept(bench: ReviewsBench) -> None:
    def begin(number: int) -> TestResponse:
        body = {"subject": "mem:A", "form": FORM, "draft": True, "summary": f"Bản {number}"}
        return bench.call(
            "POST", f"{CAMPAIGN}/reviews", body, role="unit_officer", organization="QN", actor=f"officer-{number}"
        )

    answers = at_once(*[lambda number=number: begin(number) for number in range(WRITERS)])
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * (WRITERS - 1)]
    for late in (answer for answer in answers if answer.status_code == 409):
        problem = late.get_json()
        assert problem["code"] == "review_exists"
        assert late.headers["Location"] == problem["links"]["review"]
        assert opened(bench, problem["links"]["kept"])["in_effect"] is False
    kept = texts(bench)
    assert kept.keys() == {f"Bản {number}" for number in range(WRITERS)}
    assert sum(kept.values()) == 1


def test_who_comes_second_does_not_disturb_the_first(bench: ReviewsBench) -> None:
    save(bench, "Bản đầu")
    assert save(bench, "muộn", '"9"').status_code == 412
    assert save(bench, "không nêu bản").status_code == 409
    assert save(bench, "tiếp", '"1"').status_code == 200
    assert opened(bench, f"/reviews{MINE}")["summary"] == "tiếp"


def test_the_same_text_is_no_conflict_and_a_star_replaces_what_stands(bench: ReviewsBench) -> None:
    save(bench, "Bản đầu")
    assert save(bench, "Bản đầu").status_code == 200
    assert save(bench, "Bản đầu", '"7"').status_code == 200
    assert bench.types().count("ReviewDrafted") == 1
    assert save(bench, "thay hẳn", "*").status_code == 200
    assert texts(bench) == {"Bản đầu": False, "thay hẳn": True}


def test_the_author_and_the_instant_of_every_version_are_shown(bench: ReviewsBench) -> None:
    save(bench, "Bản đầu")
    bench.officer("PUT", f"{MINE}/draft", {"summary": "của cán bộ"}, If_Match='"1"')
    items = bench.member("GET", f"{MINE}/versions").get_json()["items"]
    assert [(each["version"], each["author"], each["kind"]) for each in items] == [
        (1, "member-A", "draft"),
        (2, "officer-QN", "draft"),
    ]
    assert all(each["at"] and each["form"] == FORM for each in items)


def test_a_late_supplement_is_kept_too(bench: ReviewsBench) -> None:
    save(bench, "Bản đầu")
    bench.member("POST", f"{MINE}/submissions", If_Match='"1"')
    bench.officer("POST", f"{MINE}/returns", {"returned_by": "QN", "remarks": "Làm rõ"}, If_Match='"2"')
    late = bench.member("POST", f"{MINE}/supplements", {"text": "Bổ sung muộn"}, If_Match='"2"')
    assert late.status_code == 412
    assert opened(bench, late.get_json()["links"]["kept"])["text"] == "Bổ sung muộn"
    assert bench.member("POST", f"{MINE}/supplements", {"text": "Bổ sung"}, If_Match='"3"').status_code == 201
    review = opened(bench, f"/reviews{MINE}")
    assert (review["summary"], review["remarks"], review["status"]) == ("Bản đầu", "Làm rõ", "submitted")
    assert [each["text"] for each in review["added"]] == ["Bổ sung"]
    assert texts(bench) == {"Bản đầu": True, "Làm rõ": False, "Bổ sung muộn": False, "Bổ sung": True}


def test_an_answer_to_a_prompt_in_a_draft_is_kept_with_it_and_counts_when_it_is_handed_in(bench: ReviewsBench) -> None:
    letter = {"code": "GY1", "subject": "mem:A", "issued_by": "QN-01", "document": "1-CV", "issued_on": "2020-11-17"}
    bench.call("POST", f"{CAMPAIGN}/prompts", {**letter, "points": [{"text": "Một"}, {"text": "Hai"}]})
    answers = [{"prompt": "GY1", "point": 1, "text": "Đáp một"}, {"prompt": "GY1", "point": 2, "text": "Đáp hai"}]
    draft = {"summary": "Tự phê bình", "answers": answers}
    assert bench.member("PUT", f"{MINE}/draft", draft).status_code == 200
    review = opened(bench, f"/reviews{MINE}")
    assert review["answers"] == answers
    assert [point["answer"] for point in review["prompts"][0]["points"]] == [None, None]
    assert bench.member("POST", f"{MINE}/submissions", If_Match='"1"').status_code == 201
    [prompt] = opened(bench, f"/reviews{MINE}")["prompts"]
    assert prompt["answered"]
    assert [point["answer"] for point in prompt["points"]] == ["Đáp một", "Đáp hai"]
    [submitted] = bench.facts("ReviewSubmitted")
    assert submitted["answered_prompts"] == ["GY1"]


def test_what_was_handed_in_is_not_written_over_and_the_new_text_is_kept(bench: ReviewsBench) -> None:
    body = {"subject": "mem:A", "form": FORM, "summary": "Đã nộp"}
    assert bench.member("POST", f"{CAMPAIGN}/reviews", body).status_code == 201
    assert bench.member("POST", f"{CAMPAIGN}/reviews", body).status_code == 201, "the same again is the same"
    again = bench.member("POST", f"{CAMPAIGN}/reviews", body | {"summary": "Khác"})
    assert (again.status_code, again.get_json()["code"]) == (409, "review_exists")
    over = save(bench, "Viết đè", '"1"')
    assert (over.status_code, over.get_json()["code"]) == (409, "already_submitted")
    assert texts(bench) == {"Đã nộp": True, "Khác": False, "Viết đè": False}


def test_pressing_again_with_the_same_key_makes_one_review_and_gives_one_answer(bench: ReviewsBench) -> None:
    body = {"subject": "mem:A", "summary": "Tự phê bình"}

    def press() -> TestResponse:
        return bench.member("POST", f"{CAMPAIGN}/reviews", body, Idempotency_Key="nop-1")

    answers = at_once(*[press] * WRITERS)
    assert {(answer.status_code, answer.data) for answer in answers} == {(201, answers[0].data)}
    assert bench.types().count("ReviewSubmitted") == 1
    other = bench.member("POST", f"{CAMPAIGN}/reviews", body | {"summary": "Khác"}, Idempotency_Key="nop-1")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency_key_reused")


def test_no_event_carries_what_anybody_wrote(bench: ReviewsBench) -> None:
    save(bench, "Lời tự phê bình")
    save(bench, "Lời bị giữ riêng", '"9"')
    bench.officer(
        "POST", f"{MINE}/comments", {"side": "peer", "given_by": "QN-01", "text": "Lời góp ý của đồng nghiệp"}
    )
    told = str(list(bench.published()))
    assert "ReviewVersionSetAside" in told
    assert "CommentGiven" in told
    assert "Lời" not in told


def test_versions_are_for_the_entitled_alone(bench: ReviewsBench) -> None:
    save(bench, "Lời tự phê bình")
    for path in ("", "/versions", "/versions/1", "/comments", "/attachments"):
        assert bench.member("GET", MINE + path).status_code == 200, path
        assert bench.member("GET", MINE + path, person="B").status_code == 404, path
        assert bench.officer("GET", MINE + path, at="AN").status_code == 404, path
    assert save(bench, "x", person="B").status_code == 200
    assert bench.member("PUT", f"{MINE}/draft", {"summary": "x"}, person="B").status_code == 404
    assert bench.member("GET", f"{MINE}/versions/2").status_code == 404


def test_what_a_member_wrote_who_has_left_since_is_read_where_he_was_last_expected(bench: ReviewsBench) -> None:
    save(bench, "Tự phê bình")
    left = {"person": "A", "ended_on": "2020-11-01", "reason": "died"}
    bench.hear([("organizations", "MembershipEnded", left)])
    for asking in ({}, {"role": "unit_officer", "organization": "QN-01"}):
        shown = bench.call("GET", f"{MINE}/versions", **asking)
        assert [each["text"] for each in shown.get_json()["items"]] == ["Tự phê bình"]
    assert bench.officer("GET", f"{MINE}/versions", at="AN").status_code == 404
    assert bench.officer("PUT", f"{MINE}/draft", {"summary": "Viết thay"}).status_code == 404
