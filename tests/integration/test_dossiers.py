"""What becomes of a dossier, over HTTP: checked, forwarded, received, returned, forwarded again, accepted."""

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
    DossiersBench,
    provincial_office,
    rated,
)
from tests.integration.reviews_bench import CAMPAIGN, FORM

FORWARDINGS = f"{CAMPAIGN}/dossier-forwardings"
REMARKS = {"remarks": "Thiếu chữ ký trong biên bản"}


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossiersBench]:
    database = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    bench = DossiersBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


def checklist(bench: DossiersBench, subject: str = LEADER, query: str = "", **asking: Any) -> Any:
    answer = bench.call("GET", f"{CAMPAIGN}/dossiers/{subject}/checklist{query}", **asking)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def prompt(bench: DossiersBench, subject: str = LEADER) -> None:
    said = {"code": "GY1", "issued_by": "TU", "document": "9-CV/TU", "issued_on": "2020-11-17", "text": "Làm rõ"}
    assert bench.call("POST", f"{CAMPAIGN}/prompts", {"subject": subject, **said}).status_code == 201


def review(bench: DossiersBench, subject: str = LEADER, answered: tuple[str, ...] = ()) -> None:
    sent = {"subject": subject, "form": FORM, "summary": "Tự phê bình", "answered_prompts": list(answered)}
    assert bench.officer("POST", f"{CAMPAIGN}/reviews", sent).status_code == 201


def test_the_checklist_says_of_each_document_why_it_is_needed_and_whether_it_is_there(bench: DossiersBench) -> None:
    lines = {line["document"]: line for line in checklist(bench)["documents"]}
    assert lines["BAN_KIEM_DIEM"]["why_text"] == "Hồ sơ nào cũng phải có."
    assert (lines["BAN_KIEM_DIEM"]["entry"], lines["BAN_KIEM_DIEM"]["name"]) == (
        "/dossiers/individual/0",
        "Bản kiểm điểm",
    )
    assert lines["VAN_BAN_GOI_Y"]["why_text"] == "Chỉ cần khi đối tượng được gợi ý kiểm điểm."
    assert not lines["VAN_BAN_GOI_Y"]["needed"]
    prompt(bench)
    line = next(line for line in checklist(bench)["documents"] if line["document"] == "VAN_BAN_GOI_Y")
    assert (line["needed"], line["missing"], line["why"]) == (True, True, "condition_holds")


def test_the_checklist_follows_what_is_handed_in_named_and_forwarded(bench: DossiersBench) -> None:
    assert checklist(bench)["missing"] == DOCUMENTS[LEADER]
    review(bench)
    assert checklist(bench)["missing"] == DOCUMENTS[LEADER][1:]
    named = "&".join(f"documents={document}" for document in DOCUMENTS[LEADER][1:])
    ready = checklist(bench, query=f"?{named}")
    assert (ready["missing"], ready["may_be_forwarded"]) == ([], True)
    assert [line["there"] for line in ready["documents"] if line["needed"]] == ["handed_in", "named", "named"]
    bench.forward()
    sent = checklist(bench)
    assert (sent["missing"], sent["state"], sent["may_be_forwarded"]) == ([], "forwarded", False)


def test_the_checklist_says_what_else_holds_the_dossier_back(bench: DossiersBench) -> None:
    bench.hear(provincial_office()[:2])
    unrated = checklist(bench, "col:TSO")
    assert [reason["code"] for reason in unrated["held_back_by"]] == ["dossier_incomplete", "not_rated"]
    lock = {"stops": "new", "reason": "Chốt số liệu"}
    assert bench.call("POST", f"{CAMPAIGN}/locks", lock, role="board_officer").status_code == 201
    [locked, *_] = checklist(bench)["held_back_by"]
    assert (locked["code"], "Chốt số liệu" in locked["detail"]) == ("locked", True)
    assert [reason["code"] for reason in checklist(bench, "mem:A")["held_back_by"]] == ["locked", "unknown_subject"]
    assert not checklist(bench, "mem:A")["owed"]


def test_the_checklist_never_promises_what_the_forwarding_refuses(bench: DossiersBench) -> None:
    for subject in (LEADER, COLLECTIVE):
        named = "&".join(f"documents={document}" for document in DOCUMENTS[subject])
        assert checklist(bench, subject, f"?{named}")["may_be_forwarded"]
        assert bench.forward(subject).status_code == 201
    assert bench.forward(LEADER, documents=[]).status_code == 422


def test_whoever_forwards_has_a_receipt_with_local_time_deadline_and_fingerprint(bench: DossiersBench) -> None:
    review(bench)
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
    assert checklist(bench)["extended"]
    receipt = bench.forward().get_json()
    assert (receipt["on_time"], receipt["extended"], receipt["deadline"]) == (True, True, until)
    english = bench.call("GET", f"{CAMPAIGN}/dossiers/{LEADER}/receipt", Accept_Language="en").get_json()
    assert "the unit's extended deadline: by 10/03/2021." in english["text"]


def test_forwarded_again_it_keeps_its_receipt_and_nothing_is_recorded(bench: DossiersBench) -> None:
    first = bench.forward().get_json()
    bench.clock.advance(days=60)
    assert bench.forward().get_json() == first
    assert bench.types().count("DossierForwarded") == 1


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
    for act in ("returns", "recalls"):
        assert bench.handle(act, json=REMARKS, role="importer" if act == "recalls" else "board_officer").get_json()[
            "code"
        ] == ("dossier_accepted")


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
    bench.clock.advance(minutes=1)
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
    bench.clock.advance(minutes=1)
    assert bench.forward(COLLECTIVE).get_json()["code"] == "locked"
    assert bench.handle("recalls", LEADER, REMARKS, role="unit_officer", organization="QN").get_json()["code"] == (
        "locked"
    )
    assert bench.handle("acceptances", LEADER).status_code == 201


def test_in_a_closed_campaign_nothing_happens_to_a_dossier(bench: DossiersBench) -> None:
    bench.forward()
    assert bench.call("POST", f"{CAMPAIGN}/closing", {}, role="board_officer").status_code == 201
    for act in ("receptions", "acceptances"):
        assert bench.handle(act).get_json()["code"] == "campaign_not_open"
    assert checklist(bench)["held_back_by"][0]["code"] == "campaign_not_open"


def test_the_sender_takes_a_dossier_back_until_it_is_accepted(bench: DossiersBench) -> None:
    bench.forward()
    bench.handle("receptions")
    recalled = bench.handle("recalls", json={"remarks": "Gửi nhầm bản"}, role="unit_officer", organization="QN")
    assert recalled.status_code == 201, recalled.text
    step = bench.dossier()["steps"][-1]
    assert (step["state"], step["by"], step["remarks"]) == ("recalled", "QN", "Gửi nhầm bản")
    assert bench.handle("acceptances").get_json()["code"] == "dossier_not_forwarded"
    bench.clock.advance(minutes=1)
    assert bench.forward().get_json()["forwarding"] == 2


def test_only_the_boards_officers_handle_a_dossier_and_only_its_sender_takes_it_back(bench: DossiersBench) -> None:
    bench.forward()
    for act in ("receptions", "acceptances", "returns"):
        json = REMARKS if act == "returns" else None
        assert bench.handle(act, json=json, role="unit_officer", organization="QN").status_code == 403
        assert bench.handle(act, json=json, role="member", organization=None, person="A").status_code == 403
        assert bench.handle(act, json=json, organization="QN").status_code == 404
    recall = {"json": REMARKS, "role": "unit_officer"}
    for organization in ("AN", "QN-01"):
        assert bench.handle("recalls", organization=organization, **recall).status_code == 404
    assert bench.handle("recalls", organization="QN", **recall).status_code == 201


def test_the_board_builds_on_what_it_has_seen(bench: DossiersBench) -> None:
    bench.forward()
    seen = bench.etag()
    assert bench.handle("acceptances", If_Match="").status_code == 400
    bench.handle("recalls", json=REMARKS, role="unit_officer", organization="QN")
    bench.clock.advance(minutes=1)
    bench.forward(documents=[*DOCUMENTS[LEADER], "PHIEU_ND90"])
    assert bench.handle("acceptances", If_Match=seen).status_code == 412
    assert bench.handle("acceptances").status_code == 201


def test_a_dossier_is_not_accepted_before_every_prompt_is_answered(bench: DossiersBench) -> None:
    prompt(bench)
    documents = [*DOCUMENTS[LEADER], "VAN_BAN_GOI_Y"]
    assert bench.forward(documents=documents).status_code == 201
    assert checklist(bench)["acceptance_waits_for"] == ["GY1/1"]
    refused = bench.handle("acceptances").get_json()
    assert (refused["code"], refused["rule"]) == ("points_unsettled", "04-CV/TU, 4")
    assert bench.dossier()["state"] == "forwarded"
    review(bench, answered=("GY1",))
    assert bench.handle("acceptances").status_code == 201


def test_an_answer_that_was_found_insufficient_holds_the_dossier_back(bench: DossiersBench) -> None:
    prompt(bench)
    review(bench, answered=("GY1",))
    judge = f"{CAMPAIGN}/prompts/GY1/judgements"
    said = {"point": 1, "judgement": "insufficient", "remarks": "Chưa rõ trách nhiệm"}
    assert bench.call("POST", judge, said, role="board_officer", If_Match="*").status_code == 201
    documents = [*DOCUMENTS[LEADER], "VAN_BAN_GOI_Y"]
    events = bench.types()
    assert bench.forward(documents=documents).get_json()["code"] == "points_unsettled"
    assert bench.types() == events
    assert "points_unsettled" in [reason["code"] for reason in checklist(bench)["held_back_by"]]
    accepted = {"point": 1, "judgement": "accepted"}
    assert bench.call("POST", judge, accepted, role="board_officer", If_Match="*").status_code == 201
    assert bench.forward(documents=documents).status_code == 201


def test_nothing_to_report_is_confirmed_where_nothing_is_owed_and_nowhere_else(bench: DossiersBench) -> None:
    def confirm(subject: str, at: str) -> Any:
        return bench.officer("POST", f"{CAMPAIGN}/nothing-to-report", {"subject": subject}, at=at)

    owed = confirm("org:QN", "QN").get_json()
    assert (owed["code"], "2 hồ sơ" in owed["detail"], LEADER in owed["detail"]) == ("dossier_owed", True, True)
    assert confirm(LEADER, "QN").get_json()["code"] == "dossier_owed"
    assert confirm("org:AN", "QN").status_code == 404
    assert confirm("org:AN", "AN").status_code == 201
    assert confirm("org:AN", "AN").status_code == 201
    assert bench.facts("NothingToReportConfirmed") == [
        {
            "campaign": "BD-2020",
            "subject": "org:AN",
            "confirmed_by": "AN",
            "confirmed_at": "2021-01-04T08:00:00.000000Z",
        }
    ]
    assert bench.states(role="unit_officer", organization="AN") == {"org:AN": "nothing_to_report"}
    assert bench.call("GET", f"{CAMPAIGN}/dossiers/org:AN/receipt").status_code == 404


def test_what_an_officer_has_waived_is_not_owed_but_may_still_be_forwarded(bench: DossiersBench) -> None:
    for subject in (LEADER, COLLECTIVE):
        waived = {"subject": subject, "owes": ["review", "rating"], "reason": "Nghỉ hưu trong năm"}
        assert bench.call("POST", f"{CAMPAIGN}/expectations", waived, role="board_officer").status_code == 201
    assert not checklist(bench)["owed"]
    assert bench.officer("POST", f"{CAMPAIGN}/nothing-to-report", {"subject": "org:QN"}).status_code == 201
    assert bench.officer("POST", f"{CAMPAIGN}/nothing-to-report", {"subject": LEADER}).status_code == 201
    assert bench.forward().status_code == 201
    assert bench.states() == {LEADER: "forwarded", "org:QN": "nothing_to_report"}


def test_lists_are_cut_to_the_callers_part_and_filtered_by_unit_and_state(bench: DossiersBench) -> None:
    bench.hear(provincial_office())
    for subject, at in ((LEADER, "QN"), (COLLECTIVE, "QN"), ("col:TSO", "SO")):
        documents = DOCUMENTS[COLLECTIVE] if subject.startswith("col") else DOCUMENTS[LEADER]
        assert bench.forward(subject, at=at, documents=documents).status_code == 201
    bench.send_back(COLLECTIVE)
    everything = {LEADER: "forwarded", COLLECTIVE: "returned", "col:TSO": "forwarded"}
    assert bench.states() == everything
    assert bench.states("?state=forwarded&unit=QN") == {LEADER: "forwarded"}
    assert bench.states(role="unit_officer", organization="SO") == {"col:TSO": "forwarded"}
    assert bench.states(role="unit_officer", organization="AN") == {}
    foreign = {"role": "unit_officer", "organization": "SO"}
    assert bench.call("GET", f"{CAMPAIGN}/dossiers?unit=QN", **foreign).status_code == 404
    assert bench.call("GET", f"{CAMPAIGN}/dossiers?state=lost").status_code == 422
    seen, cursor = [], ""
    while cursor is not None:
        page = bench.call("GET", f"{CAMPAIGN}/dossiers?limit=1{cursor and f'&cursor={cursor}'}").get_json()
        seen += [item["subject"] for item in page["items"]]
        cursor = page["next"]
    assert seen == sorted(everything)


def test_the_clerk_of_a_unit_without_a_level_between_sees_every_state_of_his_dossier(bench: DossiersBench) -> None:
    """The lowest account of an office directly under the province, and the member whom a dossier is about."""
    bench.hear(provincial_office())
    clerk = {"role": "unit_officer", "organization": "SO"}
    documents = DOCUMENTS[COLLECTIVE]

    def told() -> tuple[str, str]:
        state = bench.dossier("col:TSO", **clerk)["state"]
        assert bench.states(**clerk) == {"col:TSO": state}
        return state, checklist(bench, "col:TSO", **clerk)["state_text"]

    bench.forward("col:TSO", at="SO", documents=documents)
    assert told() == ("forwarded", "Đã gửi")
    bench.handle("receptions", "col:TSO")
    assert told() == ("received", "Đã tiếp nhận")
    bench.send_back("col:TSO")
    assert told() == ("returned", "Trả lại")
    assert bench.dossier("col:TSO", **clerk)["steps"][-1]["remarks"] == REMARKS["remarks"]
    bench.clock.advance(minutes=1)
    bench.forward("col:TSO", at="SO", documents=documents)
    bench.handle("acceptances", "col:TSO")
    assert told() == ("accepted", "Chấp nhận")


def test_a_member_sees_the_dossier_about_himself_and_no_other(bench: DossiersBench) -> None:
    bench.forward()
    for path in ("", "/checklist", "/receipt"):
        assert bench.member("GET", f"{CAMPAIGN}/dossiers/{LEADER}{path}").status_code == 200
        assert bench.member("GET", f"{CAMPAIGN}/dossiers/{LEADER}{path}", person="B").status_code == 404
        assert bench.member("GET", f"{CAMPAIGN}/dossiers/{COLLECTIVE}{path}").status_code == 404
    assert bench.member("GET", f"{CAMPAIGN}/dossiers").status_code == 403


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
    bench.clock.advance(minutes=1)
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
    bench.clock.advance(minutes=1)
    bench.forward()
    bench.handle("recalls", json=REMARKS, role="unit_officer", organization="QN")
    assert counted() == before


def test_a_level_that_is_revised_does_not_take_the_dossier_back(bench: DossiersBench) -> None:
    bench.forward()
    _, _, facts = rated(LEADER, "HTNV")
    revised = {**facts, "document": "2-QĐ/TU", "reason": "Khiếu nại", "previous_level": "HTTNV", "cause": "appeal"}
    bench.hear([("ratings", "RatingRevised", revised)])
    assert bench.handle("acceptances").status_code == 201
