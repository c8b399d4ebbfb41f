"""What becomes of a dossier, over HTTP: forwarded, received, returned, forwarded again, accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.integration.dossiers_world import (
    COLLECTIVE,
    DOCUMENTS,
    LATE,
    LEADER,
    ON_TIME,
    REMARKS,
    DossiersBench,
    rated,
)
from tests.integration.reviews_bench import CAMPAIGN

FORWARDINGS = f"{CAMPAIGN}/dossier-forwardings"


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossiersBench]:
    database = request.getfixturevalue("migrated")("reviews") if request.param == "postgresql" else None
    bench = DossiersBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


def test_the_dossier_goes_its_way_from_forwarding_to_acceptance(bench: DossiersBench) -> None:
    bench.forward()
    assert bench.handle("receptions").status_code == 201
    assert bench.handle("acceptances").status_code == 201
    dossier = bench.dossier()
    assert dossier["state"] == "accepted"
    for link in dossier["links"].values():
        assert bench.call("GET", link.removeprefix("/reviews")).status_code == 200
    assert [(step["state"], step["by"]) for step in dossier["steps"]] == [
        ("forwarded", "QN"),
        ("received", "TU"),
        ("accepted", "TU"),
    ]
    assert bench.refused("returns", json=REMARKS) == "dossier_accepted"
    assert bench.recall().get_json()["code"] == "dossier_accepted"


def test_returned_it_waits_with_the_remarks_and_forwarded_again_it_keeps_its_first_instant(
    bench: DossiersBench,
) -> None:
    bench.clock.at = ON_TIME
    bench.forward()
    bench.clock.advance(days=5)
    bench.send_back()
    returned = bench.dossier()
    assert (returned["state"], returned["steps"][-1]["remarks"]) == ("returned", REMARKS["remarks"])
    bench.clock.advance(days=5)
    again = bench.forward().get_json()
    assert (again["forwarding"], again["on_time"]) == (2, True)
    assert again["first_forwarded_at"] == "2021-02-24T16:59:59.999000Z"
    assert again["content_sha256"] == hashlib.sha256(content_of(bench)).hexdigest()
    assert [event["on_time"] for event in bench.facts("DossierForwarded")] == [True, True]
    assert all(REMARKS["remarks"] not in str(data) for _, data in bench.published())


def content_of(bench: DossiersBench) -> bytes:
    content = bench.call("GET", f"{CAMPAIGN}/dossiers/{LEADER}/receipt").get_json()["content"]
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def test_a_returned_dossier_can_be_corrected_after_new_ones_are_locked_out(bench: DossiersBench) -> None:
    bench.forward()
    bench.send_back()
    lock = {"stops": "new", "reason": "Hết hạn gửi hồ sơ"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, role="board_officer").status_code == 201
    refused = bench.forward(COLLECTIVE)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "locked")
    assert refused.content_type == "application/problem+json"
    assert "đang khóa nộp mới" in refused.get_json()["detail"]
    assert bench.forward(LEADER).status_code == 201
    assert bench.handle("acceptances").status_code == 201


def test_with_corrections_locked_the_board_still_receives_and_accepts_but_nothing_comes_back(
    bench: DossiersBench,
) -> None:
    for subject in (LEADER, COLLECTIVE):
        bench.forward(subject)
    bench.send_back(COLLECTIVE)
    lock = {"stops": "corrections", "reason": "Đang tổng hợp"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, role="board_officer").status_code == 201
    assert bench.forward(COLLECTIVE).get_json()["code"] == "locked"
    assert bench.recall().get_json()["code"] == "locked"
    assert bench.handle("acceptances", LEADER).status_code == 201


def test_in_a_closed_campaign_nothing_happens_to_a_dossier(bench: DossiersBench) -> None:
    bench.forward()
    assert bench.call("POST", f"{CAMPAIGN}/closing", {}, role="board_officer").status_code == 201
    for act in ("receptions", "acceptances"):
        assert bench.refused(act) == "campaign_not_open"
    assert bench.checklist()["held_back_by"][0]["code"] == "campaign_not_open"


def test_the_sender_takes_a_dossier_back_until_it_is_accepted(bench: DossiersBench) -> None:
    bench.forward()
    bench.handle("receptions")
    recalled = bench.handle("recalls", json={"remarks": "Gửi nhầm bản"}, role="unit_officer", organization="QN")
    assert recalled.status_code == 201, recalled.text
    step = bench.dossier()["steps"][-1]
    assert (step["state"], step["by"], step["remarks"]) == ("recalled", "QN", "Gửi nhầm bản")
    assert bench.refused("acceptances") == "dossier_not_forwarded"
    assert bench.forward().get_json()["forwarding"] == 2


def test_the_board_builds_on_what_it_has_seen(bench: DossiersBench) -> None:
    bench.forward()
    seen = bench.etag()
    assert bench.handle("acceptances", If_Match="").status_code == 400
    bench.recall()
    bench.forward(documents=[*DOCUMENTS[LEADER], "PHIEU_ND90"])
    assert bench.handle("acceptances", If_Match=seen).status_code == 412
    assert bench.handle("acceptances").status_code == 201


def test_a_dossier_is_not_accepted_before_every_prompt_is_answered(bench: DossiersBench) -> None:
    bench.prompt()
    documents = [*DOCUMENTS[LEADER], "VAN_BAN_GOI_Y"]
    assert bench.forward(documents=documents).status_code == 201
    assert bench.checklist()["acceptance_waits_for"] == ["GY1/1"]
    refused = bench.handle("acceptances").get_json()
    assert (refused["code"], refused["rule"]) == ("points_unsettled", "04-CV/TU, 4")
    assert bench.dossier()["state"] == "forwarded"
    bench.review(answered=("GY1",))
    assert bench.handle("acceptances").status_code == 201


def test_an_answer_that_was_found_insufficient_holds_the_dossier_back(bench: DossiersBench) -> None:
    bench.prompt()
    bench.review(answered=("GY1",))
    judge = f"{CAMPAIGN}/prompts/GY1/judgements"
    said = {"point": 1, "judgement": "insufficient", "remarks": "Chưa rõ trách nhiệm"}
    assert bench.call("POST", judge, said, role="board_officer", If_Match="*").status_code == 201
    documents = [*DOCUMENTS[LEADER], "VAN_BAN_GOI_Y"]
    events = bench.types()
    assert bench.forward(documents=documents).get_json()["code"] == "points_unsettled"
    assert bench.types() == events
    assert "points_unsettled" in [reason["code"] for reason in bench.checklist()["held_back_by"]]
    accepted = {"point": 1, "judgement": "accepted"}
    assert bench.call("POST", judge, accepted, role="board_officer", If_Match="*").status_code == 201
    assert bench.forward(documents=documents).status_code == 201


def test_an_importer_who_plays_the_row_again_after_a_return_changes_nothing(bench: DossiersBench) -> None:
    row = {
        "subject": LEADER,
        "forwarded_by": "QN",
        "forwarded_at": "2021-01-03T17:00:00+07:00",
        "documents": DOCUMENTS[LEADER],
        "row": 2,
    }
    [outcome] = bench.post_items(FORWARDINGS, [row])
    bench.send_back()
    [again] = bench.post_items(FORWARDINGS, [row])
    assert (outcome["status"], again["status"]) == (201, 201)
    assert bench.dossier()["state"] == "returned"
    later = {**row, "forwarded_at": (LATE + timedelta(days=1)).isoformat(), "row": 3}
    bench.post_items(FORWARDINGS, [later])
    assert (bench.dossier()["state"], bench.dossier()["on_time"]) == ("forwarded", True)


def test_a_refused_forwarding_after_a_return_is_recorded_and_leaves_it_returned(bench: DossiersBench) -> None:
    bench.forward()
    bench.send_back()
    refused = bench.forward(documents=[])
    assert [error["code"] for error in refused.get_json()["errors"]] == ["dossier_incomplete"]
    assert bench.types()[-1] == "DossierRefused"
    assert bench.dossier()["state"] == "returned"
    assert bench.forward().status_code == 201


def test_completeness_counts_the_first_forwarding_whatever_follows(bench: DossiersBench) -> None:
    def counted() -> Any:
        answer = bench.call("GET", f"{CAMPAIGN}/completeness?of=dossiers&by=unit").get_json()
        return [(row["unit"], row["received"], row["on_time"]) for row in answer["rows"]]

    bench.forward()
    before = counted()
    assert ("QN", 1, 1) in before
    bench.clock.at = LATE
    bench.send_back()
    assert counted() == before
    bench.forward()
    bench.recall()
    assert counted() == before


def test_a_level_that_is_revised_does_not_take_the_dossier_back(bench: DossiersBench) -> None:
    bench.forward()
    _, _, facts = rated(LEADER, "HTNV")
    revised = {**facts, "document": "2-QĐ/TU", "reason": "Khiếu nại", "previous_level": "HTTNV", "cause": "appeal"}
    bench.hear([("ratings", "RatingRevised", revised)])
    assert bench.handle("acceptances").status_code == 201
