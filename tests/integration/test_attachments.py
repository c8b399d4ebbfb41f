"""Evidence beside a review: kept by its content, limited in kind, size and secrecy, and given only to the entitled."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

import pytest

from services.reviews.api.attachments import LARGEST_FILE
from services.reviews.domain.attachments.attachments import MOST_ATTACHMENTS
from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench

PDF = "application/pdf"
CONTENT = b"%PDF-1.7 k\xe1\xba\xbft qu\xe1\xba\xa3"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MINE = f"{CAMPAIGN}/reviews/mem:A/attachments"


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def query(name: str = "Báo cáo kết quả.pdf", classification: str = "none") -> str:
    return f"?name={quote(name)}&classification={classification}"


def files_kept(bench: ReviewsBench, tmp_path: Path) -> int:
    return sum(path.is_file() for path in (tmp_path / "files").rglob("*"))


def test_a_member_adds_a_file_and_gets_it_back_to_save_and_not_to_show(bench: ReviewsBench) -> None:
    added = bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert added.status_code == 201, added.text
    assert added.headers["Location"] == f"/reviews{CAMPAIGN}/reviews/mem%3AA/attachments/{SHA256}"
    file = bench.member("GET", f"{MINE}/{SHA256}")
    assert (file.status_code, file.data, file.content_type) == (200, CONTENT, PDF)
    assert file.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('Báo cáo kết quả.pdf')}"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    [listed] = bench.officer("GET", MINE).get_json()["items"]
    assert (listed["name"], listed["size"], listed["added_by"]) == ("Báo cáo kết quả.pdf", len(CONTENT), "member-A")


def test_the_event_names_the_file_by_fingerprints_alone(bench: ReviewsBench) -> None:
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    [fact] = bench.facts("AttachmentAdded")
    assert fact["attachment_sha256"] == SHA256
    assert fact["name_sha256"] == hashlib.sha256("Báo cáo kết quả.pdf".encode()).hexdigest()
    assert "Báo cáo" not in str(fact)


def test_the_same_file_twice_is_one_attachment_and_under_another_name_it_is_refused(bench: ReviewsBench) -> None:
    for _ in range(2):
        assert bench.member("POST", MINE + query(), content=(PDF, CONTENT)).status_code == 201
    assert len(bench.facts("AttachmentAdded")) == 1
    assert bench.member("POST", MINE + query("khác.pdf"), content=(PDF, CONTENT)).status_code == 409


@pytest.mark.parametrize("classification", ["mat", "toi_mat", "tuyet_mat"])
def test_what_is_classified_above_the_ceiling_is_kept_nowhere(
    bench: ReviewsBench, tmp_path: Path, classification: str
) -> None:
    refused = bench.member("POST", MINE + query(classification=classification), content=(PDF, CONTENT))
    assert (refused.status_code, refused.get_json()["code"]) == (422, "classification_above_ceiling")
    assert refused.get_json()["rule"]
    assert files_kept(bench, tmp_path) == 0
    assert bench.types() == []


def test_internal_papers_are_taken_and_a_classification_must_be_given(bench: ReviewsBench) -> None:
    assert bench.member("POST", MINE + query(classification="internal"), content=(PDF, CONTENT)).status_code == 201
    assert bench.member("POST", f"{MINE}?name=a.pdf", content=(PDF, CONTENT)).status_code == 422


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (("text/html", b"<script>"), 415, "unsupported_media_type"),
        (("application/json", b"{}"), 415, "unsupported_media_type"),
        ((PDF, b""), 422, "empty_file"),
        ((PDF, b"MZ\x90\x00"), 422, "not_what_it_says"),
        (("image/png", CONTENT), 422, "not_what_it_says"),
        ((PDF, CONTENT + bytes(LARGEST_FILE)), 413, "body_too_large"),
    ],
)
def test_only_files_of_the_kinds_that_are_taken_enter(
    bench: ReviewsBench, tmp_path: Path, content: tuple[str, bytes], status: int, code: str
) -> None:
    refused = bench.member("POST", MINE + query(), content=content)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert files_kept(bench, tmp_path) == 0


def test_a_file_as_large_as_the_limit_is_taken(bench: ReviewsBench) -> None:
    content = CONTENT.ljust(LARGEST_FILE, b" ")
    assert bench.member("POST", MINE + query(), content=(PDF, content)).status_code == 201


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b.pdf", "a\r\nX: y.pdf", "", "x" * 201])
def test_a_name_is_no_path_and_breaks_no_header(bench: ReviewsBench, name: str) -> None:
    assert bench.member("POST", MINE + query(name), content=(PDF, CONTENT)).status_code == 422


def test_neither_the_neighbour_nor_a_known_fingerprint_opens_a_file(bench: ReviewsBench, tmp_path: Path) -> None:
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert bench.member("GET", f"{MINE}/{SHA256}", person="B").status_code == 404
    assert bench.officer("GET", f"{MINE}/{SHA256}", at="AN").status_code == 404
    assert bench.officer("GET", MINE, at="AN").status_code == 404
    assert bench.member("GET", f"{CAMPAIGN}/reviews/mem:B/attachments/{SHA256}", person="B").status_code == 404
    kept = files_kept(bench, tmp_path)
    other = CONTENT + b" of the neighbour's making"
    assert bench.officer("POST", MINE + query(), at="AN", content=(PDF, other)).status_code == 404
    assert files_kept(bench, tmp_path) == kept, "who may not attach a file may not have it kept either"


def test_a_repeated_request_has_the_same_answer(bench: ReviewsBench) -> None:
    answers = [
        bench.member("POST", MINE + query(), content=(PDF, CONTENT), Idempotency_Key="attach-1") for _ in range(2)
    ]
    assert answers[0].data == answers[1].data
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    other = bench.member("POST", MINE + query(), content=(PDF, CONTENT + b" "), Idempotency_Key="attach-1")
    assert other.get_json()["code"] == "idempotency_key_reused"


def test_one_review_takes_a_bounded_number_of_files(bench: ReviewsBench) -> None:
    for number in range(MOST_ATTACHMENTS):
        assert bench.member("POST", MINE + query(), content=(PDF, CONTENT + bytes([number]))).status_code == 201
    refused = bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert refused.get_json()["code"] == "too_many_attachments"


def test_a_file_that_was_altered_in_the_store_is_not_handed_out(bench: ReviewsBench, tmp_path: Path) -> None:
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    [kept] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    kept.write_bytes(b"%PDF-1.7 something else")
    assert bench.member("GET", f"{MINE}/{SHA256}").get_json()["code"] == "file_damaged"


def test_without_its_store_the_service_says_so_and_records_nothing(bench: ReviewsBench, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    refused = bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert (refused.status_code, refused.get_json()["code"]) == (503, "files_unavailable")
    assert refused.headers["Retry-After"]
    assert bench.types() == []


def withdraw(bench: ReviewsBench, **body: str) -> int:
    return bench.member("POST", f"{MINE}/{SHA256}/withdrawal", body).status_code


def test_a_file_beside_a_draft_is_dropped_and_can_come_again(bench: ReviewsBench) -> None:
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert withdraw(bench) == 201
    assert bench.officer("GET", MINE).get_json()["items"] == []
    assert bench.member("GET", f"{MINE}/{SHA256}").status_code == 404
    assert bench.member("POST", MINE + query("Đúng.pdf"), content=(PDF, CONTENT)).status_code == 201
    [again] = bench.officer("GET", MINE).get_json()["items"]
    assert (again["name"], again["withdrawn_at"]) == ("Đúng.pdf", None)


def test_a_file_beside_what_was_handed_in_stays_readable_as_withdrawn_and_why(bench: ReviewsBench) -> None:
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert bench.member("POST", f"{CAMPAIGN}/reviews", {"subject": "mem:A", "form": FORM}).status_code == 201
    assert withdraw(bench) == 422
    assert withdraw(bench, reason="Gửi nhầm tệp của năm trước") == 201
    [shown] = bench.officer("GET", MINE).get_json()["items"]
    assert (shown["withdrawn_by"], shown["withdrawn_reason"]) == ("member-A", "Gửi nhầm tệp của năm trước")
    assert bench.officer("GET", f"{MINE}/{SHA256}").data == CONTENT, "nothing that was read is altered unseen"
    [fact] = bench.facts("AttachmentWithdrawn")
    assert "nhầm" not in str(fact)


def test_nobody_withdraws_what_is_not_there_or_not_theirs(bench: ReviewsBench) -> None:
    assert withdraw(bench) == 404
    bench.member("POST", MINE + query(), content=(PDF, CONTENT))
    assert bench.member("POST", f"{MINE}/{SHA256}/withdrawal", {}, person="B").status_code == 404
    assert bench.officer("POST", f"{MINE}/{SHA256}/withdrawal", {}, at="AN").status_code == 404
    assert bench.facts("AttachmentWithdrawn") == []
