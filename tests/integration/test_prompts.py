"""Prompts by points over HTTP: issued by the competent body, answered point by point, judged by who had asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.reviews.readmodel.prompts import OpenPoint, open_points
from shared.reader import reader_on
from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench

TWO_POINTS = [{"text": "Trách nhiệm nêu gương"}, {"text": "Giải ngân vốn đầu tư công"}]


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def letter(subject: str = "mem:A", issued_by: str = "QN-01", **more: Any) -> dict[str, Any]:
    asked = {} if "text" in more else {"points": TWO_POINTS}
    facts = {"code": "GY1", "document": "112-CV/TU", "issued_on": "2020-11-17"}
    return {**facts, "subject": subject, "issued_by": issued_by, **asked, **more}


def issue(bench: ReviewsBench, at: str = "QN-01", **facts: Any) -> TestResponse:
    return bench.officer("POST", f"{CAMPAIGN}/prompts", letter(**facts), at=at)


def hand_in(bench: ReviewsBench, *answers: tuple[int, str], claimed: tuple[str, ...] = ()) -> TestResponse:
    said = [{"prompt": "GY1", "point": point, "text": text} for point, text in answers]
    body = {"subject": "mem:A", "summary": "Tự phê bình", "answers": said, "answered_prompts": list(claimed)}
    return bench.member("POST", f"{CAMPAIGN}/reviews", body)


def supplement(bench: ReviewsBench, version: int, *answers: tuple[int, str]) -> TestResponse:
    said = [{"prompt": "GY1", "point": point, "text": text} for point, text in answers]
    path = f"{CAMPAIGN}/reviews/mem:A/supplements"
    return bench.member("POST", path, {"text": "Giải trình thêm", "answers": said}, If_Match=f'"{version}"')


def shown(bench: ReviewsBench) -> TestResponse:
    return bench.member("GET", f"{CAMPAIGN}/prompts/GY1")


def judge(bench: ReviewsBench, point: int, judgement: str, at: str = "QN-01", **more: Any) -> TestResponse:
    version = bench.officer("GET", f"{CAMPAIGN}/prompts/GY1").headers["ETag"]
    body = {"point": point, "judgement": judgement, **more}
    return bench.officer("POST", f"{CAMPAIGN}/prompts/GY1/judgements", body, at=at, If_Match=version)


def still_open(bench: ReviewsBench, *, unanswered: bool = False) -> list[OpenPoint]:
    with bench.store.query() as connection:
        found = open_points(reader_on(connection), "BD-2020", ["mem:A", "mem:B"], unanswered=unanswered)
    assert found.keys() <= {"mem:A"}
    return found.get("mem:A", [])


@pytest.mark.parametrize(
    ("subject", "issued_by"),
    [
        ("mem:A", "QN-01"),
        ("mem:A", "QN"),
        ("mem:A", "TU"),
        ("col:T", "QN-01"),
        ("col:TQ", "QN"),
        ("col:TQ", "TU"),
        ("col:TT", "TU"),
        ("ldr:P3", "TU"),
    ],
)
def test_the_managing_body_and_those_above_it_may_prompt(bench: ReviewsBench, subject: str, issued_by: str) -> None:
    assert issue(bench, at="TU", subject=subject, issued_by=issued_by).status_code == 201


@pytest.mark.parametrize(
    ("subject", "issued_by", "competent"),
    [
        ("mem:A", "C1", "QN-01"),
        ("col:TQ", "QN-01", "QN"),
        ("col:TT", "QN", "TU"),
        ("ldr:P3", "QN", "TU"),
        ("col:T", "AN", "QN-01"),
        ("col:TW", "TU", "TW"),
    ],
)
def test_another_body_is_refused_and_the_competent_one_named(
    bench: ReviewsBench, subject: str, issued_by: str, competent: str
) -> None:
    refused = issue(bench, at="TU", subject=subject, issued_by=issued_by)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "not_competent")
    assert competent in refused.get_json()["detail"]
    assert bench.types() == []


def test_an_importer_records_a_letter_that_has_gone_out_and_is_told_of_the_doubt(bench: ReviewsBench) -> None:
    answer = bench.call("POST", f"{CAMPAIGN}/prompts", {"items": [letter("col:TT", "QN")]})
    [outcome] = answer.get_json()["outcomes"]
    assert outcome["status"] == 201
    assert [warning["code"] for warning in outcome["answer"]["warnings"]] == ["not_competent"]
    assert bench.types() == ["PromptIssued"]


@pytest.mark.parametrize("asked", [{}, {"text": "Một", "points": TWO_POINTS}, {"points": []}])
def test_a_prompt_asks_one_text_or_points(bench: ReviewsBench, asked: dict[str, Any]) -> None:
    facts = letter() | {"points": None} | asked
    assert bench.call("POST", f"{CAMPAIGN}/prompts", facts).status_code == 422


def test_a_prompt_with_one_text_has_one_point(bench: ReviewsBench) -> None:
    assert issue(bench, text="Làm rõ trách nhiệm").status_code == 201
    [point] = shown(bench).get_json()["points"]
    assert (point["point"], point["text"]) == (1, "Làm rõ trách nhiệm")


def test_a_prompt_counts_as_answered_once_every_point_is(bench: ReviewsBench) -> None:
    issue(bench)
    assert hand_in(bench, (1, "Đáp một")).status_code == 201
    assert not shown(bench).get_json()["answered"]
    assert bench.facts("ReviewSubmitted")[0]["answered_prompts"] == []
    assert still_open(bench, unanswered=True) == [OpenPoint("GY1", 2, insufficient=False)]
    assert supplement(bench, 1, (2, "Đáp hai")).status_code == 201
    assert shown(bench).get_json()["answered"]
    assert bench.facts("ReviewSupplemented")[0]["answered_prompts"] == ["GY1"]
    assert still_open(bench, unanswered=True) == []


def test_a_review_that_claims_a_prompt_answers_all_its_points_by_its_own_text(bench: ReviewsBench) -> None:
    issue(bench)
    assert hand_in(bench, claimed=("GY1",)).status_code == 201
    assert [point["answer"] for point in shown(bench).get_json()["points"]] == ["Tự phê bình"] * 2
    assert bench.types().count("PromptAnswered") == 2


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"prompt": "GY1", "point": 3, "text": "x"}, "unknown_point"),
        ({"prompt": "GY9", "point": 1, "text": "x"}, "unknown_prompt"),
        ({"prompt": "GY2", "point": 1, "text": "x"}, "unknown_prompt"),
    ],
)
def test_only_points_that_this_subject_was_asked_are_answered(
    bench: ReviewsBench, answer: dict[str, Any], code: str
) -> None:
    issue(bench)
    issue(bench, code="GY2", subject="mem:B")
    refused = bench.member("POST", f"{CAMPAIGN}/reviews", {"subject": "mem:A", "answers": [answer]})
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)
    assert "ReviewSubmitted" not in bench.types()


def test_an_insufficient_answer_holds_the_dossier_back_until_it_is_answered_anew(bench: ReviewsBench) -> None:
    issue(bench)
    hand_in(bench, (1, "Đáp một"), (2, "Đáp hai"))
    assert judge(bench, 1, "insufficient").get_json()["code"] == "remarks_needed"
    assert judge(bench, 1, "insufficient", remarks="Chưa nêu trách nhiệm cá nhân").status_code == 201
    assert judge(bench, 2, "accepted").status_code == 201
    assert still_open(bench) == [OpenPoint("GY1", 1, insufficient=True)]
    [first, second] = shown(bench).get_json()["points"]
    assert (first["judgement"], first["remarks"]) == ("insufficient", "Chưa nêu trách nhiệm cá nhân")
    assert second["judgement"] == "accepted"
    assert supplement(bench, 1, (1, "Đáp một, đủ")).status_code == 201
    assert still_open(bench) == []
    [first, _] = shown(bench).get_json()["points"]
    assert (first["answer"], first["judgement"]) == ("Đáp một, đủ", None)
    answers = bench.member("GET", f"{CAMPAIGN}/reviews/mem:A/versions").get_json()["answers"]
    assert [(each["kind"], each["text"]) for each in answers] == [
        ("answer", "Đáp một"),
        ("answer", "Đáp hai"),
        ("judgement", "Chưa nêu trách nhiệm cá nhân"),
        ("judgement", None),
        ("answer", "Đáp một, đủ"),
    ], "neither the answer before is lost nor what was said of it"


def test_a_judgement_builds_on_the_answer_that_was_read(bench: ReviewsBench) -> None:
    issue(bench)
    hand_in(bench, (1, "Đáp một"))
    read = shown(bench).headers["ETag"]
    supplement(bench, 1, (1, "Đáp khác"))
    body = {"point": 1, "judgement": "accepted"}
    late = bench.officer("POST", f"{CAMPAIGN}/prompts/GY1/judgements", body, at="QN-01", If_Match=read)
    assert late.status_code == 412
    without = bench.officer("POST", f"{CAMPAIGN}/prompts/GY1/judgements", body, at="QN-01")
    assert without.status_code == 428


def test_only_who_had_asked_or_stands_above_judges_the_answer(bench: ReviewsBench) -> None:
    issue(bench, at="TU", issued_by="QN")
    hand_in(bench, (1, "Đáp một"))
    refused = judge(bench, 1, "accepted", at="QN-01")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "not_the_issuer")
    assert judge(bench, 1, "accepted", at="AN").status_code == 404
    assert judge(bench, 1, "accepted", at="QN").status_code == 201
    assert bench.facts("AnswerJudged")[0]["judged_by"] == "QN"


def test_a_member_finds_the_prompts_to_himself_in_every_post_and_no_others(bench: ReviewsBench) -> None:
    issue(bench, code="GY1", subject="mem:A")
    issue(bench, code="GY2", subject="ldr:P")
    issue(bench, code="GY3", subject="mem:B")
    issue(bench, code="GY4", at="TU", subject="ldr:P3", issued_by="TU")

    def codes(person: str) -> list[str]:
        listed = bench.member("GET", f"{CAMPAIGN}/prompts", person=person).get_json()["items"]
        return [prompt["code"] for prompt in listed]

    assert codes("A") == ["GY1", "GY2", "GY4"]
    assert codes("B") == ["GY3"]
    assert codes("N") == []
    assert bench.member("GET", f"{CAMPAIGN}/prompts/GY3").status_code == 404
    assert bench.officer("GET", f"{CAMPAIGN}/prompts/GY1", at="AN").status_code == 404


def test_everything_that_an_answer_links_to_opens_for_who_got_the_answer(bench: ReviewsBench) -> None:
    """A notice that leads nowhere helps nobody: the lists, the review, and the problems of a race."""
    issue(bench)
    path = f"{CAMPAIGN}/reviews/mem:A"
    content = ("application/pdf", b"%PDF-1.7")
    told = [
        bench.member("PUT", f"{path}/draft", {"summary": "Bản đầu"}),
        bench.member("PUT", f"{path}/draft", {"summary": "Bản trùng"}),
        bench.member("PUT", f"{path}/draft", {"summary": "Bản muộn"}, If_Match='"9"'),
        bench.member("POST", f"{path}/attachments?name=a.pdf&classification=none", content=content),
        bench.member("GET", f"{CAMPAIGN}/prompts"),
        bench.member("GET", path),
        bench.member("GET", f"{path}/versions"),
        bench.member("GET", f"{path}/attachments"),
    ]
    links = {link for answer in told for link in linked(answer)}
    assert len(links) >= 8
    for link in sorted(links):
        assert bench.member("GET", link.removeprefix("/reviews")).status_code == 200, link
        assert bench.officer("GET", link.removeprefix("/reviews")).status_code == 200, link


def linked(answer: TestResponse) -> Iterator[str]:
    if location := answer.headers.get("Location"):
        yield location
    yield from _links(answer.get_json())


def _links(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part.get("links", {}).values()
        for inner in part.values():
            yield from _links(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _links(inner)
