"""Commands: one transaction each, with outcomes per item, repeatable, and against the version that was read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from shared.eventstore import STORE
from tests.sample.bench import Bench, note
from tests.sample.tables import notes

NOTES = "/samples/notes"
PROJECT = Path(__file__).parents[2]

DIE_BEFORE_THE_COMMIT = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from tests.sample.bench import Bench, note

bench = Bench(Path(sys.argv[1]))
event.listen(bench.engine, "commit", lambda connection: os._exit(9))
bench.call("POST", "/samples/notes", note("N1"), Idempotency_Key="k1")
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def keys_kept(bench: Bench) -> list[Any]:
    with bench.store.query() as connection:
        return list(connection.execute(select(STORE.idempotency.c.key)).scalars())


def test_a_command_records_and_says_where_the_store_stands(bench: Bench) -> None:
    answer = bench.take("N1")
    assert (answer.status_code, answer.json, answer.headers["Position"]) == (201, {"position": 1}, "samples:1")
    [recorded] = bench.store.read(0, 10)
    assert (recorded.type, recorded.actor, recorded.organization) == ("NoteTaken", "officer-7", "TU")


def test_an_event_keeps_the_requests_correlation_and_trace(bench: Bench) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = bench.call("POST", NOTES, note("N1"), X_Correlation_Id="import-42", traceparent=trace)
    [recorded] = bench.store.read(0, 10)
    assert (recorded.correlation, recorded.traceparent) == ("import-42", trace)
    assert answer.headers["X-Correlation-Id"] == "import-42"


def test_an_unreadable_correlation_or_trace_is_replaced(bench: Bench) -> None:
    bench.call("POST", NOTES, note("N1"), X_Correlation_Id="Nguyễn Văn A".encode().decode("latin-1"), traceparent="x")
    [recorded] = bench.store.read(0, 10)
    assert (recorded.correlation, recorded.traceparent) == ("id-000001", None)


def test_each_item_of_a_batch_has_its_own_outcome(bench: Bench) -> None:
    items = [
        note("A"),
        note("B", text="forbidden"),
        note("C", "AN"),
        {"code": "D", "organization": "QN", "text": "x", "degrees": {"MEM-I-1": "KEM"}},
        note("A", text="other"),
        note("E", "QN"),
    ]
    answer = bench.call("POST", NOTES, {"items": items}, organization="QN")
    outcomes = answer.json["outcomes"]
    assert answer.status_code == 207
    assert [outcome["status"] for outcome in outcomes] == [201, 422, 404, 422, 409, 201]
    assert {outcome["position"] for outcome in outcomes if outcome["status"] == 201} == {2}
    assert [outcomes[index]["problem"]["errors"][0]["pointer"] for index in (1, 3)] == [
        "/items/1/text",
        "/items/3/degrees/MEM-I-1",
    ]
    assert [recorded.stream for recorded in bench.store.read(0, 10)] == ["note:A", "note:E"]


def test_a_refused_item_says_that_it_was_not_recorded_and_what_to_do(bench: Bench) -> None:
    answer = bench.call("POST", NOTES, {"items": [note("B", text="forbidden")]}, Accept_Language="en")
    problem = answer.json["outcomes"][0]["problem"]
    assert problem["way_out"] == "Write it in other words. None of it was recorded, and nothing was lost."
    assert problem["rule"] == "132-QĐ/TW, điều 1"


def test_an_empty_batch_has_no_outcomes(bench: Bench) -> None:
    answer = bench.call("POST", NOTES, {"items": []})
    assert (answer.status_code, answer.json, bench.events()) == (207, {"outcomes": []}, [])


def test_a_batch_has_an_upper_bound(bench: Bench) -> None:
    answer = bench.call("POST", NOTES, {"items": [note(f"N{number}") for number in range(1001)]})
    assert (answer.status_code, answer.json["code"], bench.events()) == (422, "too_many_items", [])


def test_a_batch_reaches_the_database_in_few_statements(bench: Bench) -> None:
    statements: list[str] = []
    event.listen(bench.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    answer = bench.call("POST", NOTES, {"items": [note(f"N{number}") for number in range(200)]}, role="importer")
    assert {outcome["status"] for outcome in answer.json["outcomes"]} == {201}
    assert len(statements) < 20


@pytest.mark.parametrize("body", [note("B", text="forbidden"), note("C", "AN"), {"code": "D"}])
def test_one_object_gets_its_refusal_as_the_answer(bench: Bench, body: dict[str, Any]) -> None:
    answer = bench.call("POST", NOTES, body, organization="QN")
    assert answer.status_code == answer.json["status"] in (404, 422)
    assert answer.content_type == "application/problem+json"
    assert not any(error["pointer"].startswith("/items") for error in answer.json.get("errors", []))
    assert bench.events() == []


def test_a_refusal_can_be_told_and_remembered(bench: Bench) -> None:
    bench.take("N1")
    answer = bench.call("POST", f"{NOTES}/N1/refusals")
    assert (answer.status_code, answer.json["code"]) == (422, "text_forbidden")
    assert answer.json["way_out"] == "Viết lại."
    assert bench.events() == ["NoteTaken", "NoteRefused"]
    assert answer.headers["Position"] == "samples:2"


def test_a_refusal_of_many_things_names_each(bench: Bench) -> None:
    answer = bench.call("POST", "/samples/documents", {"text": "x"}, role="importer")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/rows/3", "/rows/7"]


def test_a_crash_records_nothing_and_tells_nothing_of_the_inside(bench: Bench) -> None:
    answer = bench.call("POST", "/samples/crashes", note("N1", person="DV000001"), role="importer")
    assert (answer.status_code, answer.json["code"], bench.events()) == (500, "internal_error", [])
    assert "DV000001" not in answer.text and "RuntimeError" not in answer.text
    assert answer.headers["X-Correlation-Id"] in answer.json["detail"]


class TestIdempotency:
    def test_the_same_request_gets_the_same_answer_and_no_second_event(self, bench: Bench) -> None:
        first = bench.call("POST", NOTES, note("N1"), Idempotency_Key="k1")
        bench.take("N2")
        second = bench.call("POST", NOTES, note("N1"), Idempotency_Key="k1")
        assert (second.status_code, second.json, second.headers["Position"]) == (201, first.json, "samples:1")
        assert second.headers["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first.headers
        assert bench.events() == ["NoteTaken", "NoteTaken"]

    def test_another_body_under_the_key_is_refused(self, bench: Bench) -> None:
        bench.call("POST", NOTES, note("N1"), Idempotency_Key="k1")
        answer = bench.call("POST", NOTES, note("N2"), Idempotency_Key="k1")
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
        assert bench.events() == ["NoteTaken"]

    def test_another_path_under_the_key_is_refused(self, bench: Bench) -> None:
        bench.take("N1"), bench.take("N2")
        bench.call("POST", f"{NOTES}/N1/refusals", Idempotency_Key="k1")
        answer = bench.call("POST", f"{NOTES}/N2/refusals", Idempotency_Key="k1")
        assert answer.json["code"] == "idempotency_key_reused"

    def test_a_key_belongs_to_its_account(self, bench: Bench) -> None:
        bench.call("POST", NOTES, note("N1"), Idempotency_Key="k1")
        token = bench.issuer.mint("officer-8", ["unit_officer"], organization="TU")
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"}
        assert bench.client.post(NOTES, json=note("N2"), headers=headers).status_code == 201

    def test_a_refusal_is_repeated_too(self, bench: Bench) -> None:
        first, second = (bench.call("POST", NOTES, note("N1", text="forbidden"), Idempotency_Key="k") for _ in "12")
        assert first.json == second.json
        assert second.headers["Idempotency-Replayed"] == "true"

    def test_the_outcomes_of_a_batch_are_repeated(self, bench: Bench) -> None:
        items = {"items": [note("A"), note("B", text="forbidden")]}
        first, second = (bench.call("POST", NOTES, items, Idempotency_Key="k") for _ in "12")
        assert (second.status_code, second.json) == (207, first.json)
        assert bench.events() == ["NoteTaken"]

    def test_a_crash_leaves_no_record(self, bench: Bench) -> None:
        answer = bench.call("POST", "/samples/crashes", note("N1"), role="importer", Idempotency_Key="k1")
        assert (answer.status_code, keys_kept(bench)) == (500, [])

    def test_a_process_that_dies_before_the_commit_leaves_no_record(self, bench: Bench, tmp_path: Path) -> None:
        died = subprocess.run([sys.executable, "-c", DIE_BEFORE_THE_COMMIT, str(tmp_path)], cwd=PROJECT, timeout=60)
        assert died.returncode == 9
        assert (bench.events(), keys_kept(bench)) == ([], [])
        assert bench.call("POST", NOTES, note("N1"), Idempotency_Key="k1").status_code == 201
        assert (bench.events(), keys_kept(bench)) == (["NoteTaken"], ["k1"])

    @pytest.mark.parametrize("key", ["", "k" * 201, "khóa"])
    def test_a_key_that_cannot_be_kept_is_refused(self, bench: Bench, key: str) -> None:
        answer = bench.call("POST", NOTES, note("N1"), Idempotency_Key=key.encode().decode("latin-1"))
        assert (answer.status_code, answer.json["code"], bench.events()) == (400, "bad_header", [])


class TestVersions:
    @pytest.fixture
    def etag(self, bench: Bench) -> str:
        bench.take("N1")
        return bench.call("GET", f"{NOTES}/N1").headers["ETag"]

    def test_a_change_of_the_version_that_was_read_is_made(self, bench: Bench, etag: str) -> None:
        answer = bench.call("PUT", f"{NOTES}/N1", {"text": "new"}, If_Match=etag)
        assert (etag, answer.status_code, answer.headers["ETag"]) == ('"1"', 200, '"2"')

    def test_a_change_of_an_older_version_is_refused(self, bench: Bench, etag: str) -> None:
        bench.call("PUT", f"{NOTES}/N1", {"text": "new"}, If_Match=etag)
        answer = bench.call("PUT", f"{NOTES}/N1", {"text": "newer"}, If_Match=etag)
        assert (answer.status_code, answer.json["code"]) == (412, "version_conflict")
        assert bench.call("GET", f"{NOTES}/N1").json["text"] == "new"

    def test_a_change_without_a_version_is_refused(self, bench: Bench, etag: str) -> None:
        answer = bench.call("PUT", f"{NOTES}/N1", {"text": "new"})
        assert (answer.status_code, answer.json["code"]) == (428, "version_needed")

    def test_any_version_will_do_if_the_caller_says_so(self, bench: Bench, etag: str) -> None:
        assert bench.call("PUT", f"{NOTES}/N1", {"text": "new"}, If_Match="*").status_code == 200

    @pytest.mark.parametrize("stated", ["1", '"a"', '"1", "2"', ""])
    def test_an_unreadable_version_is_refused(self, bench: Bench, etag: str, stated: str) -> None:
        assert bench.call("PUT", f"{NOTES}/N1", {"text": "new"}, If_Match=stated).status_code == 400


def test_what_does_not_exist_cannot_be_changed_from_the_root_either(bench: Bench) -> None:
    answer = bench.call("PUT", f"{NOTES}/N9", {"text": "new"}, organization="TU", If_Match="*")
    assert (answer.status_code, bench.events()) == (404, [])


class TestOnBehalfOf:
    def test_a_command_is_recorded_for_the_organization_it_is_given_for(self, bench: Bench) -> None:
        bench.call("POST", NOTES, note("N1"), On_Behalf_Of="QN-01")
        assert bench.store.read(0, 1)[0].organization == "QN-01"

    @pytest.mark.parametrize("organization", ["AN", "TU", "XX"])
    def test_nobody_acts_for_an_organization_that_is_not_the_own_or_below(
        self, bench: Bench, organization: str
    ) -> None:
        answer = bench.call("POST", NOTES, note("N1"), organization="QN", On_Behalf_Of=organization)
        assert (answer.status_code, answer.json["code"]) == (403, "not_your_organization")
        assert bench.events() == []


def test_the_read_model_and_the_log_change_together(bench: Bench) -> None:
    bench.take("N1")
    with bench.store.query() as connection:
        assert connection.execute(select(notes.c.code, notes.c.version)).all() == [("N1", 1)]
