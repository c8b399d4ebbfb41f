"""Requests that are not as they should be, what comes back, and what the log says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from shared.eventstore import CommitUncertain
from tests.sample.bench import Bench, note

NOTES = "/samples/notes"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def post(bench: Bench, body: bytes, content_type: str = "application/json") -> TestResponse:
    token = bench.issuer.mint("officer-7", ["unit_officer"], organization="TU")
    headers = {"Authorization": f"Bearer {token}"}
    return bench.client.post(NOTES, data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "not_json"),
        (b'{"code": NaN}', "application/json", 400, "not_json"),
        (b'{"code": "a\\u0000"}', "application/json", 422, "unstorable_text"),
        (b'{"code": "\\ud800"}', "application/json", 400, "not_json"),
        (b"code=N1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{}", "", 415, "unsupported_media_type"),
        (b"", "application/json", 400, "not_json"),
        (b"[" * 2000, "application/json", 400, "not_json"),
        (b" " * (16 * 1024 * 1024 + 1), "application/json", 413, "body_too_large"),
        (b"{}", "application/json; charset=utf-8", 422, "invalid_fields"),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused(
    bench: Bench, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = post(bench, body, content_type)
    assert (answer.status_code, answer.json["code"], answer.content_type) == (status, code, "application/problem+json")
    assert bench.events() == []


def test_a_field_that_does_not_exist_is_refused_by_name(bench: Bench) -> None:
    answer = bench.call("POST", NOTES, {**note("N1"), "tetx": "x"})
    assert answer.json["errors"] == [
        {"code": "invalid_field", "detail": "Không có trường này.", "pointer": "/tetx", "value": "x"}
    ]


def test_a_parameter_that_does_not_exist_is_refused_by_name(bench: Bench) -> None:
    answer = bench.call("GET", f"{NOTES}?limt=5")
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, "limt")


def test_a_parameter_given_twice_is_refused(bench: Bench) -> None:
    assert bench.call("GET", f"{NOTES}?limit=5&limit=6").status_code == 422


def test_a_command_without_a_body_takes_none(bench: Bench) -> None:
    bench.take("N1")
    assert bench.call("POST", f"{NOTES}/N1/refusals", {"text": "x"}).json["code"] == "invalid_fields"


def test_text_is_kept_in_nfc_wherever_it_comes_in(bench: Bench) -> None:
    decomposed = "N-Th\u01b0\u0323"
    bench.take(decomposed)
    assert bench.call("GET", f"{NOTES}/{decomposed}").json["code"] == "N-Thự"


def test_an_unknown_address_is_told_in_the_same_form(bench: Bench) -> None:
    for path in ("/", "/samples", "/samples/nothing", "/other/notes", "/samples/rulebooks/x"):
        answer = bench.call("GET", path)
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_address")


def test_a_method_that_is_not_served_says_which_are(bench: Bench) -> None:
    answer = bench.call("DELETE", NOTES)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert "DELETE" in answer.json["detail"]


def test_head_gives_the_headers_without_the_body(bench: Bench) -> None:
    bench.take("N1")
    answer = bench.call("HEAD", f"{NOTES}/N1")
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (200, b"", '"1"')


def test_a_problem_speaks_vietnamese_unless_english_is_preferred(bench: Bench) -> None:
    said = {
        language: bench.call("GET", f"{NOTES}/N9", Accept_Language=language).json
        for language in ("", "vi", "fr", "en", "en-US,vi;q=0.5", "vi-VN,en;q=0.5")
    }
    english = {
        language for language, problem in said.items() if problem["detail"] == "What you asked for was not found."
    }
    assert english == {"en", "en-US,vi;q=0.5"}
    assert said["vi"]["title"] == "Không tìm thấy" and said["en"]["title"] == "Not Found"


def test_a_problem_has_the_members_of_its_standard(bench: Bench) -> None:
    problem = bench.call("GET", f"{NOTES}/N9").json
    assert problem["type"] == "urn:kiemdiem:problem:not_found"
    assert problem["instance"] == f"{NOTES}/N9"
    assert problem["status"] == 404 and problem["way_out"]


def test_a_browser_gets_the_problem_as_a_page(bench: Bench) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = bench.call("GET", f"{NOTES}/<script>", Accept=browser, Accept_Language="en")
    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")
    assert '<html lang="en">' in answer.text and "<script>" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_page_that_is_refused_speaks_the_language_that_was_asked_for_and_leads_back_where_it_will_be_answered(
    bench: Bench,
) -> None:
    asking = {"Accept": "text/html", "Accept_Language": "vi"}
    assert '<html lang="en">' in bench.call("GET", f"{NOTES}/N9?lang=en", **asking).text
    later = bench.call("GET", f"{NOTES}/N9", Wait_For="organizations:99999", **asking)
    assert later.status_code == 503 and '<a href="">Thử lại</a>' in later.text
    never = bench.call("GET", f"{NOTES}/N9", **asking)
    assert '<html lang="vi">' in never.text and "<a " not in never.text


def test_a_page_is_an_answer_like_any_other(bench: Bench) -> None:
    answer = bench.call("GET", "/samples/page", Accept_Language="en")
    assert (answer.content_type, answer.text) == ("text/html; charset=utf-8", "<!doctype html><title>en</title>")


def test_no_answer_stays_in_a_cache(bench: Bench) -> None:
    assert bench.call("GET", "/samples/rulebooks/2020").headers["Cache-Control"] == "no-store"


def test_a_session_cookie_reads_and_does_nothing_else(bench: Bench) -> None:
    bench.take("N1")
    token = bench.issuer.mint("officer-7", ["unit_officer", "importer"], organization="TU")
    bench.client.set_cookie("kiemdiem_session", token)
    assert bench.client.get(f"{NOTES}/N1").status_code == 200
    answer = bench.client.post(NOTES, json=note("N2"))
    assert (answer.status_code, answer.json["code"]) == (401, "cookie_only_reads")
    assert bench.events() == ["NoteTaken"]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x.y.z", "Basic b2ZmaWNlcjpzZWNyZXQ="])
def test_without_a_valid_token_nothing_is_answered(bench: Bench, authorization: str) -> None:
    answer = bench.client.get(f"{NOTES}/N1", headers={"Authorization": authorization} if authorization else {})
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


class TestPositions:
    def test_a_query_says_what_it_was_at_least_answered_from(self, bench: Bench) -> None:
        bench.take("N1")
        answer = bench.call("GET", NOTES)
        assert answer.headers["Position"] == "samples:1, organizations:88, ratings:0"

    def test_what_has_been_heard_is_answered(self, bench: Bench) -> None:
        bench.take("N1")
        answer = bench.call("GET", NOTES, Wait_For="organizations:88, samples:1")
        assert answer.status_code == 200
        [(service, number, timeout)] = bench.subscription.waited
        assert (service, number) == ("organizations", 88) and 9 < timeout <= bench.wait_seconds

    @pytest.mark.parametrize("position", ["organizations:89", "samples:2"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_what_has_not_been_heard_is_not_answered(self, bench: Bench, method: str, position: str) -> None:
        bench.take("N1")
        answer = bench.call(method, NOTES, note("N2") if method == "POST" else None, Wait_For=position)
        assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "not_heard_yet", "2")
        assert bench.events() == ["NoteTaken"]

    def test_a_service_that_is_not_listened_to_has_no_say_so_nobody_waits_for_it(self, bench: Bench) -> None:
        assert bench.call("GET", NOTES, Wait_For="reporting:1").status_code == 200
        assert bench.subscription.waited == []


class TestTroubles:
    def fail(self, bench: Bench, monkeypatch: pytest.MonkeyPatch, error: Exception) -> TestResponse:
        def execute(context: Any, work: Any) -> Any:
            raise error

        monkeypatch.setattr(bench.store, "execute", execute)
        return bench.call("POST", NOTES, note("N1"), Accept_Language="en")

    def test_a_database_that_is_away_is_a_reason_to_come_again(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = self.fail(bench, monkeypatch, OperationalError("select", {}, Exception("away")))
        assert (answer.status_code, answer.json["code"]) == (503, "store_unavailable")
        assert answer.headers["Retry-After"] == "2"

    def test_an_unconfirmed_commit_claims_nothing(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        answer = self.fail(bench, monkeypatch, CommitUncertain())
        assert (answer.status_code, answer.json["code"]) == (503, "outcome_uncertain")
        assert "recorded, and nothing was lost" not in answer.json["way_out"]


class TestLog:
    def test_a_request_is_one_line_without_names_and_raw_paths(self, bench: Bench) -> None:
        with capture_logs() as lines:
            bench.call("POST", NOTES, note("N1", text="Nguyễn Văn A"), X_Correlation_Id="c-1")
            bench.call("GET", f"{NOTES}/N1?x=1", X_Correlation_Id="c-2")
        assert [(line["method"], line["route"], line["status"], line["correlation"]) for line in lines] == [
            ("POST", "/notes", 201, "c-1"),
            ("GET", "/notes/<code>", 422, "c-2"),
        ]
        assert {line["actor"] for line in lines} == {"officer-7"}
        assert all(line["duration_ms"] >= 0 for line in lines)
        assert "Nguyễn" not in str(lines) and "N1" not in str(lines)

    def test_a_fault_is_logged_with_its_place_and_without_its_words(self, bench: Bench) -> None:
        with capture_logs() as lines:
            bench.call("POST", "/samples/crashes", note("N1", person="DV000001"), role="importer")
        fault, request = lines
        assert (fault["fault"], request["status"]) == ("RuntimeError", 500)
        assert fault["correlation"] == request["correlation"]
        assert any("crash" in place for place in fault["at"])
        assert "DV000001" not in str(lines)

    def test_requests_are_counted_by_route_and_status(self, bench: Bench) -> None:
        labels = {"service": "samples", "method": "GET", "route": "/rulebooks/<int:year>", "status": "200"}

        def answered() -> float:
            return REGISTRY.get_sample_value("kiemdiem_http_request_seconds_count", labels) or 0

        before = answered()
        bench.call("GET", "/samples/rulebooks/2020")
        assert answered() == before + 1
