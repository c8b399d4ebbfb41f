"""Who sees which dossier in which state, who may do what with it, and who owes none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.dossiers_world import (
    COLLECTIVE,
    DOCUMENTS,
    LEADER,
    REMARKS,
    DossiersBench,
    provincial_office,
)
from tests.integration.reviews_bench import CAMPAIGN


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DossiersBench]:
    database = request.getfixturevalue("migrated")("reviews") if request.param == "postgresql" else None
    bench = DossiersBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


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
        return state, bench.checklist("col:TSO", **clerk)["state_text"]

    bench.forward("col:TSO", at="SO", documents=documents)
    assert told() == ("forwarded", "Đã gửi")
    bench.handle("receptions", "col:TSO")
    assert told() == ("received", "Đã tiếp nhận")
    bench.send_back("col:TSO")
    assert told() == ("returned", "Trả lại")
    assert bench.dossier("col:TSO", **clerk)["steps"][-1]["remarks"] == REMARKS["remarks"]
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
    assert not bench.checklist()["owed"]
    assert bench.officer("POST", f"{CAMPAIGN}/nothing-to-report", {"subject": "org:QN"}).status_code == 201
    assert bench.officer("POST", f"{CAMPAIGN}/nothing-to-report", {"subject": LEADER}).status_code == 201
    assert bench.forward().status_code == 201
    assert bench.states() == {LEADER: "forwarded", "org:QN": "nothing_to_report"}


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
