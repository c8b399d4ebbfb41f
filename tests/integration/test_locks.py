"""Locks and extensions over HTTP: who sets them, what they stop, what they leave possible, and what people are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench

REASON = "Tổng hợp số liệu toàn tỉnh"
CUT_OFF = datetime(2021, 2, 24, 17, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def lock(bench: ReviewsBench, stops: str, **more: Any) -> TestResponse:
    answer = bench.call("POST", f"{CAMPAIGN}/locks", {"stops": stops, "reason": REASON, **more}, role="board_officer")
    assert answer.status_code == 201, answer.text
    return answer


def extend(bench: ReviewsBench, unit: str, date: str, rule: str = "before") -> TestResponse:
    until = {"date": date, "rule": rule, "zone": "Asia/Ho_Chi_Minh"}
    body = {"unit": unit, "until": until, "reason": "Bão lũ", "document": "15-TB/BTCTU"}
    return bench.call("POST", f"{CAMPAIGN}/extensions", body, role="board_officer")


def hand_in(bench: ReviewsBench, subject: str = "mem:A") -> TestResponse:
    review = {"subject": subject, "form": FORM, "summary": f"Kiểm điểm của {subject}"}
    return bench.call("POST", f"{CAMPAIGN}/reviews", review, role="board_officer")


def supplement(bench: ReviewsBench, subject: str = "mem:A") -> TestResponse:
    path = f"{CAMPAIGN}/reviews/{subject}/supplements"
    return bench.call("POST", path, {"text": "Bổ sung"}, role="board_officer", If_Match="*")


def state(bench: ReviewsBench, unit: str | None = None, **caller: Any) -> dict[str, Any]:
    answer = bench.call("GET", f"{CAMPAIGN}/state" + (f"?unit={unit}" if unit else ""), **caller)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_after_the_lock_of_new_things_what_was_handed_in_can_still_be_corrected(bench: ReviewsBench) -> None:
    assert hand_in(bench).status_code == 201
    lock(bench, "new")
    refused = hand_in(bench, "mem:B")
    assert refused.status_code == 409
    problem = refused.get_json()
    assert problem["code"] == "locked"
    assert problem["detail"] == f"Đợt kiểm điểm BD-2020 đang khóa nộp mới. Lý do: {REASON}."
    assert problem["way_out"].startswith("Nội dung đã nộp vẫn sửa, bổ sung được. Đề nghị Ban Tổ chức Tỉnh ủy")
    assert supplement(bench).status_code == 201


def test_a_lock_of_corrections_leaves_new_things_possible_and_a_lock_of_all_leaves_nothing(
    bench: ReviewsBench,
) -> None:
    assert hand_in(bench).status_code == 201
    lock(bench, "corrections")
    assert hand_in(bench, "mem:B").status_code == 201
    assert supplement(bench).get_json()["code"] == "locked"
    lock(bench, "all")
    assert hand_in(bench, "mem:N").get_json()["code"] == "locked"


def test_a_lifted_lock_stops_nothing_any_more(bench: ReviewsBench) -> None:
    lock(bench, "new")
    lifting = {"stops": "new", "reason": "Đã tổng hợp"}
    assert bench.call("POST", f"{CAMPAIGN}/unlockings", lifting).status_code == 201
    assert hand_in(bench).status_code == 201
    assert bench.call("POST", f"{CAMPAIGN}/unlockings", lifting).get_json()["code"] == "not_locked"


def test_a_units_lock_leaves_its_neighbour_alone(bench: ReviewsBench) -> None:
    lock(bench, "all", unit="QN")
    assert hand_in(bench, "mem:A").get_json()["code"] == "locked"
    assert hand_in(bench, "mem:N").status_code == 201


def test_an_extended_unit_hands_in_while_the_others_are_locked(bench: ReviewsBench) -> None:
    lock(bench, "new")
    assert extend(bench, "QN", "2021-03-10").status_code == 201
    assert hand_in(bench, "mem:A").status_code == 201
    assert hand_in(bench, "mem:N").get_json()["code"] == "locked"


def test_the_state_turns_at_the_hour_with_no_job_having_run(bench: ReviewsBench) -> None:
    lock(bench, "new", since="2021-02-25T00:00:00+07:00", until="2021-03-01T00:00:00+07:00")
    for now, allowed in (
        (CUT_OFF - MILLISECOND, True),
        (CUT_OFF, False),
        (datetime(2021, 2, 28, 16, 59, 59, 999_000, tzinfo=UTC), False),
        (datetime(2021, 2, 28, 17, tzinfo=UTC), True),
    ):
        bench.clock.at = now
        told = state(bench)
        assert told["new"]["allowed"] is allowed
        assert told["corrections"] == {"allowed": True, "lock": None}
        assert told["server_time"] == now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert (hand_in(bench).status_code == 201) is allowed


def test_the_state_says_which_lock_holds_why_until_when_and_who_set_it(bench: ReviewsBench) -> None:
    lock(bench, "all", unit="QN", until="2021-03-01T00:00:00+07:00", document="9-TB/BTCTU")
    told = state(bench, "QN")
    assert told["state"] == "open"
    assert told["new"] == {
        "allowed": False,
        "lock": {
            "unit": "QN",
            "stops": "all",
            "since": "2021-01-04T08:00:00.000000Z",
            "until": "2021-02-28T17:00:00.000000Z",
            "reason": REASON,
            "locked_by": "TU",
            "document": "9-TB/BTCTU",
        },
    }
    assert state(bench, "AN")["new"]["allowed"]
    assert state(bench)["new"]["allowed"]


def test_the_state_says_until_when_dossiers_are_on_time_and_by_what(bench: ReviewsBench) -> None:
    common = {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}
    assert extend(bench, "QN", "2021-03-10", "by").status_code == 201
    bench.clock.at = datetime(2021, 3, 1, tzinfo=UTC)
    of_all = {**common, "ends_at": "2021-02-24T17:00:00.000000Z", "by": "campaign", "passed": True}
    assert state(bench)["dossier_deadline"] == state(bench, "AN")["dossier_deadline"] == of_all
    assert state(bench, "QN")["dossier_deadline"] == {
        "date": "2021-03-10",
        "rule": "by",
        "zone": "Asia/Ho_Chi_Minh",
        "ends_at": "2021-03-10T17:00:00.000000Z",
        "by": "extension",
        "passed": False,
    }


def test_how_a_unit_stands_is_seen_from_inside_and_from_above_and_not_from_beside(bench: ReviewsBench) -> None:
    lock(bench, "new", unit="QN")
    inside: dict[str, Any] = {"role": "unit_officer", "organization": "C1"}
    assert not state(bench, "QN", **inside)["new"]["allowed"]
    assert not state(bench, "QN", role="member", organization=None, person="A")["new"]["allowed"]
    beside = bench.call("GET", f"{CAMPAIGN}/state?unit=QN", role="unit_officer", organization="AN")
    assert beside.status_code == 404
    assert bench.call("GET", f"{CAMPAIGN}/state?unit=QN", role="member", person="N").status_code == 404
    seen = bench.call("GET", f"{CAMPAIGN}/locks", **inside).get_json()
    assert [row["unit"] for row in seen["locks"]] == ["QN"]
    assert bench.call("GET", f"{CAMPAIGN}/locks", role="unit_officer", organization="AN").get_json()["locks"] == []


def test_locks_and_extensions_are_listed(bench: ReviewsBench) -> None:
    lock(bench, "new")
    extend(bench, "QN", "2021-03-10")
    seen = bench.call("GET", f"{CAMPAIGN}/locks").get_json()
    assert [(row["unit"], row["stops"]) for row in seen["locks"]] == [(None, "new")]
    [given] = seen["extensions"]
    assert (given["unit"], given["until"], given["ends_at"]) == ("QN", "2021-03-10", "2021-03-09T17:00:00.000000Z")


@pytest.mark.parametrize("path", ["locks", "unlockings", "extensions", "opening", "closing", "reopening"])
def test_only_the_provinces_board_gives_and_takes_time(bench: ReviewsBench, path: str) -> None:
    bodies: dict[str, dict[str, Any] | None] = {
        "locks": {"unit": "QN", "stops": "new", "reason": REASON},
        "unlockings": {"unit": "QN", "stops": "new", "reason": REASON},
        "extensions": {
            "unit": "QN",
            "until": {"date": "2021-03-10", "rule": "by", "zone": "Asia/Ho_Chi_Minh"},
            "reason": REASON,
        },
        "opening": None,
        "closing": {},
        "reopening": {"reason": REASON},
    }
    of_unit = bench.call("POST", f"{CAMPAIGN}/{path}", bodies[path], role="board_officer", organization="QN")
    assert of_unit.status_code == 404
    assert bench.call("POST", f"{CAMPAIGN}/{path}", bodies[path], role="unit_officer").status_code == 403


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"unit": "QN-01", "stops": "new"}, "not_a_unit"),
        ({"unit": "ZZ", "stops": "new"}, "not_a_unit"),
        ({"stops": "new", "until": "2020-01-01T00:00:00+07:00"}, "lock_without_time"),
        (
            {"stops": "new", "since": "2021-03-02T00:00:00+07:00", "until": "2021-03-01T00:00:00+07:00"},
            "lock_without_time",
        ),
    ],
)
def test_a_lock_that_means_nothing_is_refused(bench: ReviewsBench, body: dict[str, Any], code: str) -> None:
    answer = bench.call("POST", f"{CAMPAIGN}/locks", {**body, "reason": REASON})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_an_extension_that_means_nothing_is_refused(bench: ReviewsBench) -> None:
    assert extend(bench, "QN", "2021-02-25").get_json()["code"] == "extension_not_later"
    assert extend(bench, "QN", "2021-02-24", "by").get_json()["code"] == "extension_not_later"
    assert extend(bench, "QN", "2021-02-25", "by").status_code == 201
    assert extend(bench, "QN-01", "2021-03-10").get_json()["code"] == "not_a_unit"
    body = {"unit": "QN", "until": {"date": "2021-03-10", "rule": "by", "zone": "Asia/Saigon/1"}, "reason": "Bão"}
    assert bench.call("POST", f"{CAMPAIGN}/extensions", body).get_json()["code"] == "unknown_zone"
    body["until"] = {"date": "9999-12-31", "rule": "by", "zone": "Asia/Ho_Chi_Minh"}
    assert bench.call("POST", f"{CAMPAIGN}/extensions", body).status_code == 422
