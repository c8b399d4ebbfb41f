"""What a dossier lacks and why, and what its sender has in hand once it is forwarded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.integration.dossiers_world import (
    COLLECTIVE,
    DOCUMENTS,
    LATE,
    LEADER,
    ON_TIME,
    DossiersBench,
    provincial_office,
)
from tests.integration.reviews_bench import CAMPAIGN, FORM


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossiersBench]:
    database = request.getfixturevalue("migrated")("reviews") if request.param == "postgresql" else None
    bench = DossiersBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


def test_the_checklist_says_of_each_document_why_it_is_needed_and_whether_it_is_there(bench: DossiersBench) -> None:
    lines = {line["document"]: line for line in bench.checklist()["documents"]}
    assert lines["BAN_KIEM_DIEM"]["why_text"] == "Hồ sơ nào cũng phải có."
    assert (lines["BAN_KIEM_DIEM"]["entry"], lines["BAN_KIEM_DIEM"]["name"]) == (
        "/dossiers/individual/0",
        "Bản kiểm điểm",
    )
    assert lines["VAN_BAN_GOI_Y"]["why_text"] == "Chỉ cần khi đối tượng được gợi ý kiểm điểm."
    assert not lines["VAN_BAN_GOI_Y"]["needed"]
    bench.prompt()
    line = next(line for line in bench.checklist()["documents"] if line["document"] == "VAN_BAN_GOI_Y")
    assert (line["needed"], line["missing"], line["why"]) == (True, True, "condition_holds")


def test_the_checklist_follows_what_is_handed_in_named_and_forwarded(bench: DossiersBench) -> None:
    assert bench.checklist()["missing"] == DOCUMENTS[LEADER]
    bench.review()
    assert bench.checklist()["missing"] == DOCUMENTS[LEADER][1:]
    named = "&".join(f"documents={document}" for document in DOCUMENTS[LEADER][1:])
    ready = bench.checklist(query=f"?{named}")
    assert (ready["missing"], ready["may_be_forwarded"]) == ([], True)
    assert [line["there"] for line in ready["documents"] if line["needed"]] == ["handed_in", "named", "named"]
    bench.forward()
    sent = bench.checklist()
    assert (sent["missing"], sent["state"], sent["may_be_forwarded"]) == ([], "forwarded", False)


def test_the_checklist_says_what_else_holds_the_dossier_back(bench: DossiersBench) -> None:
    bench.hear(provincial_office()[:2])
    unrated = bench.checklist("col:TSO")
    assert [reason["code"] for reason in unrated["held_back_by"]] == ["dossier_incomplete", "not_rated"]
    lock = {"stops": "new", "reason": "Chốt số liệu"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, role="board_officer").status_code == 201
    [locked, *_] = bench.checklist()["held_back_by"]
    assert (locked["code"], "Chốt số liệu" in locked["detail"]) == ("locked", True)
    assert [reason["code"] for reason in bench.checklist("mem:A")["held_back_by"]] == ["locked", "unknown_subject"]
    assert not bench.checklist("mem:A")["owed"]


def test_the_checklist_never_promises_what_the_forwarding_refuses(bench: DossiersBench) -> None:
    for subject in (LEADER, COLLECTIVE):
        named = "&".join(f"documents={document}" for document in DOCUMENTS[subject])
        assert bench.checklist(subject, f"?{named}")["may_be_forwarded"]
        assert bench.forward(subject).status_code == 201
    assert bench.forward(LEADER, documents=[]).status_code == 422


def test_whoever_forwards_has_a_receipt_with_local_time_deadline_and_fingerprint(bench: DossiersBench) -> None:
    bench.review()
    bench.clock.at = ON_TIME
    receipt = bench.forward().get_json()
    assert (receipt["forwarding"], receipt["on_time"], receipt["extended"]) == (1, True, False)
    assert receipt["forwarded_at_local"] == "2021-02-24T23:59:59.999000+07:00"
    assert receipt["deadline"] == {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}
    assert receipt["text"] == (
        "Hồ sơ của ldr:P3 gửi Ban Tổ chức Tỉnh ủy lúc 23:59:59 ngày 24/02/2021 (giờ Asia/Ho_Chi_Minh), đúng hạn; "
        "hạn của đợt: trước ngày 25/02/2021."
    )
    kept = bench.officer("GET", f"{CAMPAIGN}/dossiers/{LEADER}/receipt").get_json()
    assert {name: kept[name] for name in receipt} == receipt
    assert kept["content"]["documents"] == sorted(DOCUMENTS[LEADER])
    assert kept["content"]["review"]["form"] == FORM
    canonical = orjson.dumps(kept["content"], option=orjson.OPT_SORT_KEYS)
    assert hashlib.sha256(canonical).hexdigest() == receipt["content_sha256"]
    assert (kept["received_by"], kept["received_at"]) == (None, None)
    bench.handle("receptions")
    kept = bench.officer("GET", f"{CAMPAIGN}/dossiers/{LEADER}/receipt").get_json()
    assert (kept["received_by"], kept["received_at"]) == ("TU", "2021-02-24T16:59:59.999000Z")


def test_a_receipt_names_the_units_own_deadline(bench: DossiersBench) -> None:
    until = {"date": "2021-03-10", "rule": "by", "zone": "Asia/Ho_Chi_Minh"}
    extension = {"unit": "QN", "until": until, "reason": "Bão lũ"}
    assert bench.call("POST", f"{CAMPAIGN}/extensions", extension, role="board_officer").status_code == 201
    bench.clock.at = LATE
    assert bench.checklist()["extended"]
    receipt = bench.forward().get_json()
    assert (receipt["on_time"], receipt["extended"], receipt["deadline"]) == (True, True, until)
    english = bench.call("GET", f"{CAMPAIGN}/dossiers/{LEADER}/receipt", Accept_Language="en").get_json()
    assert "the unit's extended deadline: by 10/03/2021." in english["text"]


def test_forwarded_again_it_keeps_its_receipt_and_nothing_is_recorded(bench: DossiersBench) -> None:
    first = bench.forward().get_json()
    bench.clock.advance(days=60)
    assert bench.forward().get_json() == first
    assert bench.types().count("DossierForwarded") == 1
