"""The expected set: frozen at the opening, and changed afterwards by facts and by officers, each change an event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.ratings_world import person
from tests.integration.reviews_bench import CAMPAIGN, ReviewsBench
from tests.integration.service_bench import Heard

AT_THE_OPENING = {
    "col:T": ["review", "rating"],
    "col:TQ": ["review", "rating"],
    "col:TT": ["review", "rating", "dossier"],
    "col:TW": ["review"],
    "ldr:P": ["review", "rating"],
    "ldr:P2": ["review", "rating"],
    "ldr:P3": ["review", "rating", "dossier"],
    "mem:A": ["review", "rating"],
    "mem:B": ["review", "rating"],
    "mem:N": ["review", "rating"],
    **{f"org:{code}": ["rating"] for code in ("AN", "AN-01", "C1", "C2", "QN", "QN-01")},
}


@pytest.fixture
def bench(tmp_path: Path) -> ReviewsBench:
    return ReviewsBench(tmp_path)


def expected(bench: ReviewsBench, query: str = "", **caller: Any) -> dict[str, list[str]]:
    answer = bench.call("GET", f"{CAMPAIGN}/expectations?limit=500{query}", **caller)
    assert answer.status_code == 200, answer.text
    return {item["subject"]: item["owes"] for item in answer.get_json()["items"]}


def of_organizations(type_: str, **facts: Any) -> Heard:
    return "organizations", type_, facts


def changes(bench: ReviewsBench) -> list[dict[str, Any]]:
    return bench.facts("ExpectationChanged")


def test_the_set_is_frozen_at_the_opening_with_its_counts_and_fingerprint(bench: ReviewsBench) -> None:
    assert expected(bench) == AT_THE_OPENING
    [frozen] = bench.facts("ExpectedSetFrozen")
    owed = [owes for all_owed in AT_THE_OPENING.values() for owes in all_owed]
    assert (frozen["subjects"], frozen["reviews"], frozen["ratings"], frozen["dossiers"]) == (
        len(AT_THE_OPENING),
        owed.count("review"),
        owed.count("rating"),
        owed.count("dossier"),
    )
    assert len(frozen["content_sha256"]) == 64
    assert bench.call("POST", f"{CAMPAIGN}/opening").status_code == 201
    assert len(bench.facts("ExpectedSetFrozen")) == 1


@pytest.mark.parametrize(
    ("fact", "changed", "events"),
    [
        (
            of_organizations("MemberStatusChanged", person="A", member_status="exempt", changed_on="2020-12-31"),
            {"mem:A": [], "ldr:P": [], "ldr:P3": ["dossier"]},
            3,
        ),
        (of_organizations("PostEnded", code="P3", held_to="2020-12-30"), {"ldr:P3": []}, 1),
        (
            of_organizations("OrganizationEnded", code="AN-01", ended_on="2020-12-30", successors=["AN"]),
            {"org:AN-01": []},
            1,
        ),
        (of_organizations("PersonRegistered", **person("Z", "C1", None)), {"mem:Z": ["review", "rating"]}, 1),
        (
            of_organizations(
                "PostAssigned",
                code="P9",
                person="N",
                collective="TT",
                title="Ủy viên",
                post_group="UY_VIEN",
                head=False,
                management_level="TINH",
                held_from=None,
            ),
            {"ldr:P9": ["review", "rating", "dossier"]},
            1,
        ),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_fact_that_reaches_the_reference_date_changes_what_is_owed(
    bench: ReviewsBench, fact: Heard, changed: dict[str, list[str]], events: int
) -> None:
    bench.hear([fact])
    assert expected(bench) == AT_THE_OPENING | changed
    said = changes(bench)
    assert len(said) == events
    assert {(change["reason"], change["cause"]) for change in said} == {(fact[1], "id")}


@pytest.mark.parametrize(
    "fact",
    [
        of_organizations("MemberStatusChanged", person="A", member_status="exempt", changed_on="2021-01-01"),
        of_organizations("PostEnded", code="P3", held_to="2020-12-31"),
        of_organizations("PostEnded", code="P3", held_to="2021-01-02"),
        of_organizations("OrganizationEnded", code="AN-01", ended_on="2020-12-31", successors=[]),
        of_organizations("MemberTransferred", person="A", cell="AN-01", moved_on="2021-01-01"),
    ],
    ids=lambda fact: f"{fact[1]}",
)
def test_what_takes_effect_later_or_on_the_day_itself_changes_nothing(bench: ReviewsBench, fact: Heard) -> None:
    bench.hear([fact])
    assert expected(bench) == AT_THE_OPENING
    assert changes(bench) == []


def test_who_moves_is_counted_where_he_stands_now(bench: ReviewsBench) -> None:
    bench.hear([of_organizations("MemberTransferred", person="A", cell="AN-01", moved_on="2020-11-01")])
    [moved] = changes(bench)
    assert (moved["subject"], moved["organization"], moved["unit"], moved["grassroots"]) == (
        "mem:A",
        "AN-01",
        "AN",
        "AN-01",
    )
    assert "mem:A" in expected(bench, "&unit=AN")
    assert "mem:A" not in expected(bench, "&unit=QN")


BELOW = {"col:T", "ldr:P", "ldr:P2", "mem:A", "mem:B", "org:C1", "org:C2", "org:QN-01"}


def test_with_an_organization_everybody_below_it_is_counted_in_the_other_unit(bench: ReviewsBench) -> None:
    assert set(expected(bench, "&unit=QN")) > BELOW
    bench.hear([of_organizations("OrganizationMoved", code="QN-01", parent="AN", since="2020-11-01", document=None)])
    assert set(expected(bench, "&unit=AN")) > BELOW
    assert not BELOW & set(expected(bench, "&unit=QN"))
    assert expected(bench) == AT_THE_OPENING
    assert {change["subject"] for change in changes(bench)} == BELOW
    later = {"code": "QN-01", "parent": "QN", "since": "2021-01-01", "document": None}
    bench.hear([of_organizations("OrganizationMoved", **later)])
    assert set(expected(bench, "&unit=AN")) > BELOW, "where it stands after the day is another campaign's matter"


def test_where_a_member_goes_after_the_day_is_not_taken_along_by_an_earlier_fact(bench: ReviewsBench) -> None:
    bench.hear(
        [
            of_organizations("MemberTransferred", person="A", cell="AN-01", moved_on="2021-01-02"),
            of_organizations("MemberStatusChanged", person="A", member_status="suspended", changed_on="2020-12-01"),
            of_organizations("MemberStatusChanged", person="A", member_status="active", changed_on="2020-12-15"),
        ]
    )
    assert expected(bench) == AT_THE_OPENING
    assert {change["unit"] for change in changes(bench) if change["subject"] == "mem:A"} == {"QN"}


@pytest.mark.parametrize(("ended_on", "owes"), [("2020-12-30", []), ("2020-12-31", ["review", "rating"])])
def test_who_is_no_member_on_the_day_owes_nothing_as_a_member(
    bench: ReviewsBench, ended_on: str, owes: list[str]
) -> None:
    bench.hear([of_organizations("MembershipEnded", person="N", ended_on=ended_on, reason="died")])
    assert expected(bench)["mem:N"] == owes


def test_a_collective_that_ended_before_the_day_owes_nothing(bench: ReviewsBench) -> None:
    bench.hear([of_organizations("CollectiveEnded", code="TT", ended_on="2020-12-01", successors=["TQ"])])
    assert expected(bench)["col:TT"] == []


def test_in_a_closed_campaign_nothing_owed_changes_any_more(bench: ReviewsBench) -> None:
    assert bench.call("POST", f"{CAMPAIGN}/closing", {}).status_code == 201
    bench.hear([of_organizations("PersonRegistered", **person("Z", "C1", None))])
    assert changes(bench) == []
    answer = bench.call("POST", f"{CAMPAIGN}/expectations", {"subject": "mem:A", "owes": [], "reason": "Nghỉ ốm"})
    assert answer.get_json()["code"] == "campaign_not_open"


def test_what_became_known_while_the_campaign_was_closed_counts_once_it_is_reopened(bench: ReviewsBench) -> None:
    assert bench.call("POST", f"{CAMPAIGN}/closing", {}).status_code == 201
    bench.hear(
        [
            of_organizations("PersonRegistered", **person("Z", "C1", None)),
            of_organizations("PostEnded", code="P3", held_to="2020-11-30"),
        ]
    )
    assert bench.call("POST", f"{CAMPAIGN}/reopening", {"reason": "Bổ sung"}).status_code == 201
    assert expected(bench) == AT_THE_OPENING | {"mem:Z": ["review", "rating"], "ldr:P3": []}
    assert {(change["subject"], change["reason"]) for change in changes(bench)} == {
        ("mem:Z", "CampaignReopened"),
        ("ldr:P3", "CampaignReopened"),
    }


def test_an_officer_waives_what_a_subject_owes_for_a_reason(bench: ReviewsBench) -> None:
    waiver = {"subject": "mem:A", "owes": ["rating"], "reason": "Nghỉ ốm dài ngày", "document": "3-TB/ĐU"}
    assert bench.call("POST", f"{CAMPAIGN}/expectations", waiver).status_code == 201
    assert expected(bench)["mem:A"] == ["rating"]
    [said] = changes(bench)
    assert (said["waived"], said["cause"], said["reason"]) == (["review"], None, "Nghỉ ốm dài ngày")
    assert bench.call("POST", f"{CAMPAIGN}/expectations", waiver).status_code == 201
    bench.hear([of_organizations("MemberTransferred", person="A", cell="AN-01", moved_on="2020-11-01")])
    assert expected(bench)["mem:A"] == ["rating"], "a transfer asks for nothing that was waived"
    assert len(changes(bench)) == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"subject": "mem:A", "owes": ["dossier"]}, 422, "not_asked_for"),
        ({"subject": "org:QN", "owes": ["review"]}, 422, "not_asked_for"),
        ({"subject": "mem:ZZ", "owes": []}, 422, "unknown_subject"),
    ],
)
def test_a_change_that_the_rulebook_does_not_know_is_refused(
    bench: ReviewsBench, body: dict[str, Any], status: int, code: str
) -> None:
    answer = bench.call("POST", f"{CAMPAIGN}/expectations", {**body, "reason": "Theo yêu cầu"})
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_unit_sees_what_its_own_people_owe_and_cannot_change_it(bench: ReviewsBench) -> None:
    clerk: dict[str, Any] = {"role": "unit_officer", "organization": "AN"}
    assert set(expected(bench, **clerk)) == {"mem:N", "org:AN", "org:AN-01"}
    body = {"subject": "mem:N", "owes": [], "reason": "Không cần"}
    assert bench.call("POST", f"{CAMPAIGN}/expectations", body, **clerk).status_code == 403
    answer = bench.call("POST", f"{CAMPAIGN}/expectations", body, role="board_officer", organization="AN")
    assert answer.status_code == 404
