"""Until when a dossier is on time: by the server's clock over the API, by the recorded instant in an import."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.ratings_world import campaign
from tests.integration.reviews_bench import ReviewsBench

SUBJECT = "ldr:P3"
DOCUMENTS = ["BAN_KIEM_DIEM", "PHIEU_PHAN_TICH", "BIEN_BAN_HOI_NGHI"]
VN, TOKYO, LISBON = "Asia/Ho_Chi_Minh", "Asia/Tokyo", "Europe/Lisbon"
LONG_AFTER = datetime.fromisoformat("2021-06-01T08:00:00+07:00")
numbers = count(1)

EDGES = [
    ("before", VN, "2021-02-23T00:00:00.000+07:00", True),
    ("before", VN, "2021-02-24T23:59:59.999+07:00", True),
    ("before", VN, "2021-02-25T00:00:00.000+07:00", False),
    ("before", VN, "2021-02-25T00:00:00.001+07:00", False),
    ("before", VN, "2021-02-24T16:59:59.999+00:00", True),
    ("before", VN, "2021-02-24T17:00:00.000+00:00", False),
    ("before", VN, "2021-02-24T18:00:00.000+00:00", False),
    ("by", VN, "2021-02-25T00:00:00.000+07:00", True),
    ("by", VN, "2021-02-25T23:59:59.999+07:00", True),
    ("by", VN, "2021-02-26T00:00:00.000+07:00", False),
    ("before", TOKYO, "2021-02-24T21:59:59.999+07:00", True),
    ("before", TOKYO, "2021-02-24T22:00:00.000+07:00", False),
    ("by", LISBON, "2021-02-26T06:59:59.999+07:00", True),
    ("by", LISBON, "2021-02-26T07:00:00.000+07:00", False),
]
"""The rule for 25/02/2021, the campaign's zone, when the dossier comes, and whether that is on time."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> ReviewsBench:
    return ReviewsBench(tmp_path_factory.mktemp("reviews"))


@pytest.fixture(autouse=True)
def punctual(bench: ReviewsBench) -> None:
    bench.clock.at = datetime.fromisoformat("2021-01-04T08:00:00+00:00")


def opened(bench: ReviewsBench, rule: str = "before", zone: str = VN) -> str:
    """A campaign of its own, in which the subject has been rated."""
    code = f"BD-E{next(numbers)}"
    facts = {**campaign(), "dossier_deadline": {"date": "2021-02-25", "rule": rule, "zone": zone}}
    del facts["campaign"]
    assert bench.call("POST", "/campaigns", {"code": code, **facts}).status_code == 201
    assert bench.call("POST", f"/campaigns/{code}/opening").status_code == 201
    rating = {"subject": SUBJECT, "level": "HTTNV", "document": "1-QĐ", "decided_by": "TU"}
    more = {"decided_at": "2021-01-04T08:00:00+00:00", "proposed": None, "reason": None, "cap_override": None}
    bench.hear([("ratings", "RatingAssigned", {"campaign": code, **rating, **more})])
    return code


def forward(bench: ReviewsBench, code: str, role: str = "unit_officer", at: str | None = None, **headers: str) -> Any:
    body = {"subject": SUBJECT, "forwarded_by": "QN", "documents": DOCUMENTS}
    stated = {} if at is None else {"forwarded_at": at}
    path = f"/campaigns/{code}/dossier-forwardings"
    return bench.call("POST", path, body | stated, role=role, organization="QN", **headers)


def extend(bench: ReviewsBench, code: str, date: str, rule: str) -> TestResponse:
    until = {"date": date, "rule": rule, "zone": VN}
    return bench.call("POST", f"/campaigns/{code}/extensions", {"unit": "QN", "until": until, "reason": "Bão lũ"})


def forwarded(bench: ReviewsBench, code: str) -> dict[str, Any]:
    [first, *_] = [fact for fact in bench.facts("DossierForwarded") if fact["campaign"] == code]
    return first


@pytest.mark.parametrize(("rule", "zone", "instant", "on_time"), EDGES)
def test_over_the_api_the_servers_clock_decides(
    bench: ReviewsBench, rule: str, zone: str, instant: str, on_time: bool
) -> None:
    code = opened(bench, rule, zone)
    bench.clock.at = datetime.fromisoformat(instant)
    assert bench.call("GET", f"/campaigns/{code}/state").get_json()["dossier_deadline"]["passed"] is not on_time
    answer = forward(bench, code)
    assert answer.status_code == 201, answer.text
    assert forwarded(bench, code)["on_time"] is on_time


@pytest.mark.parametrize(("rule", "zone", "instant", "on_time"), EDGES)
def test_in_an_import_the_recorded_instant_decides_however_late_it_is_played(
    bench: ReviewsBench, rule: str, zone: str, instant: str, on_time: bool
) -> None:
    code = opened(bench, rule, zone)
    bench.clock.at = LONG_AFTER
    answer = forward(bench, code, role="importer", at=instant)
    assert answer.status_code == 201, answer.text
    assert forwarded(bench, code)["on_time"] is on_time


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clients_clock_that_is_a_day_off_changes_nothing(bench: ReviewsBench, days: int) -> None:
    for instant, on_time in (("2021-02-24T23:59:59.999+07:00", True), ("2021-02-25T00:00:00.000+07:00", False)):
        code = opened(bench)
        bench.clock.at = datetime.fromisoformat(instant)
        client = bench.clock.at + timedelta(days=days)
        assert forward(bench, code, Date=format_datetime(client)).status_code == 201
        assert forwarded(bench, code)["on_time"] is on_time
        code = opened(bench)
        stated = forward(bench, code, at=client.isoformat())
        assert (stated.status_code, stated.get_json()["code"]) == (422, "instant_not_yours")


@pytest.mark.parametrize(
    ("date", "rule", "instant", "on_time"),
    [
        ("2021-03-10", "before", "2021-02-25T00:00:00.000+07:00", True),
        ("2021-03-10", "before", "2021-03-09T23:59:59.999+07:00", True),
        ("2021-03-10", "before", "2021-03-10T00:00:00.000+07:00", False),
        ("2021-03-10", "by", "2021-03-10T23:59:59.999+07:00", True),
        ("2021-03-10", "by", "2021-03-11T00:00:00.000+07:00", False),
    ],
)
@pytest.mark.parametrize("role", ["unit_officer", "importer"])
def test_an_extension_moves_the_units_edge(
    bench: ReviewsBench, date: str, rule: str, instant: str, on_time: bool, role: str
) -> None:
    code = opened(bench)
    assert extend(bench, code, date, rule).status_code == 201
    bench.clock.at = datetime.fromisoformat(instant) if role == "unit_officer" else LONG_AFTER
    answer = forward(bench, code, role, at=None if role == "unit_officer" else instant)
    assert answer.status_code == 201, answer.text
    fact = forwarded(bench, code)
    assert fact["on_time"] is on_time
    assert fact["deadline"] == ("2021-03-09" if rule == "before" else "2021-03-10") + "T17:00:00.000000Z"


def test_an_extension_that_comes_after_a_late_dossier_does_not_make_it_punctual(bench: ReviewsBench) -> None:
    code = opened(bench)
    bench.clock.at = datetime.fromisoformat("2021-03-01T08:00:00+07:00")
    assert forward(bench, code).status_code == 201
    assert extend(bench, code, "2021-03-10", "before").status_code == 201
    forward(bench, code)
    assert forwarded(bench, code)["on_time"] is False


def test_after_the_lock_of_new_things_an_extended_unit_forwards_until_its_own_edge(bench: ReviewsBench) -> None:
    code = opened(bench)
    lock = {"stops": "new", "since": "2021-02-25T00:00:00+07:00", "reason": "Hết thời hạn gửi hồ sơ"}
    assert bench.call("POST", f"/campaigns/{code}/locks", lock).status_code == 201
    bench.clock.at = datetime.fromisoformat("2021-02-25T00:00:00+07:00")
    assert forward(bench, code).get_json()["code"] == "locked"
    assert extend(bench, code, "2021-03-10", "before").status_code == 201
    assert forward(bench, code).status_code == 201
    assert forwarded(bench, code)["on_time"] is True
