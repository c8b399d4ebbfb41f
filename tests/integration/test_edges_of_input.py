"""What can be written and still means nothing here is refused where it is, and never becomes a fault of the service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.dossiers_world import DOCUMENTS, DossiersBench
from tests.integration.organizations_bench import OrganizationsBench, member, organization
from tests.integration.ratings_world import campaign
from tests.integration.reviews_bench import CAMPAIGN, FORM

SENT = {"forwarded_by": "QN", "documents": DOCUMENTS["ldr:P3"]}
PATHS = ("5/TU", ".", "..")
NO_DATE = (
    "0001-01-01T00:00:00+14:00",
    "0999-12-31T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59.999999-12:00",
)
"""Instants that have no date in some zone, or none whose text sorts."""


@pytest.fixture
def bench(tmp_path: Path) -> DossiersBench:
    return DossiersBench(tmp_path)


def refused_at(answer: TestResponse) -> tuple[int, str]:
    [error] = answer.get_json()["errors"]
    return answer.status_code, error["pointer"]


@pytest.mark.parametrize("instant", NO_DATE)
def test_an_instant_without_a_date_in_every_zone_is_refused_in_its_place(bench: DossiersBench, instant: str) -> None:
    answer = bench.call(
        "POST", f"{CAMPAIGN}/dossier-forwardings", {"subject": "ldr:P3", "forwarded_at": instant} | SENT
    )
    assert refused_at(answer) == (422, "/forwarded_at")
    assert "Phải từ" in answer.get_json()["errors"][0]["detail"]
    lock = {"stops": "all", "until": instant, "reason": "Hết thời hạn"}
    assert refused_at(bench.call("POST", f"{CAMPAIGN}/locks", lock)) == (422, "/until")


def test_what_has_a_date_everywhere_is_told_and_is_no_fault(bench: DossiersBench) -> None:
    last = "9999-12-31T00:00:00Z"
    sent = {"subject": "ldr:P3", "forwarded_at": last} | SENT
    assert bench.call("POST", f"{CAMPAIGN}/dossier-forwardings", sent).status_code == 201
    lock = {"stops": "all", "until": last, "reason": "Hết thời hạn"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock).status_code == 201
    refused = bench.forward("col:TT")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "locked")
    assert "07:00 ngày 31/12/9999" in refused.get_json()["detail"]


def test_the_version_of_a_campaign_that_was_just_opened_is_good_for_the_next_change(bench: DossiersBench) -> None:
    seen = bench.call("GET", CAMPAIGN).headers["ETag"]
    lock = {"stops": "new", "reason": "Tổng hợp số liệu"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, If_Match=seen).status_code == 201


@pytest.mark.parametrize("sent", [{}, {"draft": True}, {"form": FORM}])
def test_a_review_of_an_organization_is_refused_and_no_fault(bench: DossiersBench, sent: dict[str, Any]) -> None:
    answer = bench.officer("POST", f"{CAMPAIGN}/reviews", {"subject": "org:QN", **sent})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "not_a_reviewed_kind")
    saved = bench.officer("PUT", f"{CAMPAIGN}/reviews/org:QN/draft", {"summary": "Tự phê bình"})
    assert (saved.status_code, saved.get_json()["code"]) == (422, "not_a_reviewed_kind")


@pytest.mark.parametrize("code", PATHS)
def test_a_code_under_which_nothing_could_be_found_again_is_refused(bench: DossiersBench, code: str) -> None:
    drafted = {name: value for name, value in campaign().items() if name != "campaign"}
    said = {"document": "9-CV/TU", "subject": "ldr:P3", "code": code}
    prompt = {**said, "issued_by": "TU", "issued_on": "2020-11-17", "text": "Làm rõ"}
    remedy = {**said, "weakness": "Chậm", "responsible": "QN", "due_on": "2021-06-30"}
    bodies: dict[str, dict[str, Any]] = {
        "/campaigns": {**drafted, "code": code},
        f"{CAMPAIGN}/prompts": prompt,
        f"{CAMPAIGN}/remedies": remedy,
    }
    for path, body in bodies.items():
        answer = bench.call("POST", path, body)
        assert refused_at(answer) == (422, "/code"), path
        assert "gạch chéo" in answer.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize("code", PATHS)
def test_nothing_is_registered_or_founded_under_such_a_code(tmp_path: Path, code: str) -> None:
    bench = OrganizationsBench(tmp_path)
    bench.post_all("/organizations", [organization("TU", "DB_TINH", None)])
    registering = {"/organizations": organization(code, "DB_TRUC_THUOC_TINH", "TU"), "/people": member(code, None)}
    for path, body in registering.items():
        assert refused_at(bench.call("POST", path, body, role="importer")) == (422, "/code")
    merger = {"predecessors": ["QN"], "successor": code, "merged_on": "2020-07-01"}
    assert refused_at(bench.call("POST", "/mergers", merger)) == (422, "/successor")
