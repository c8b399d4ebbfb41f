"""A campaign's figures are those of its own year: as of its reference date, and once it is closed as known then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS

CAMPAIGN = "/reporting/campaigns/BD-2020"
MEMBER, MEMBERS_UNIT = "DV000001", "QN"

NO_DOCUMENT = {"document": None}

LATER_FACTS: list[tuple[str, dict[str, Any]]] = [
    ("OrganizationMoved", {"code": "QN-01", "parent": "AN", "since": "2020-06-01", "document": None}),
    ("MemberTransferred", {"person": MEMBER, "cell": "AN-01-C1", "moved_on": "2020-06-01"}),
    ("MemberStatusChanged", {"person": MEMBER, "member_status": "exempt", "changed_on": "2020-06-01"}),
    ("MembershipEnded", {"person": MEMBER, "ended_on": "2020-12-30", "reason": "died"}),
    ("CollectiveEnded", {"code": "TT-QN", "ended_on": "2020-12-30", "successors": []}),
    ("CollectiveMoved", {"code": "TT-QN-01", "organization": "AN-01", "since": "2020-06-01"}),
    ("OrganizationEnded", {"code": "QN-01", "ended_on": "2020-12-30", "successors": ["AN"]}),
    ("OrganizationReclassified", {"code": "QN-01", "type": "DB_TRUC_THUOC_TINH", "since": "2020-06-01", **NO_DOCUMENT}),
    (
        "CollectiveManagementTransferred",
        {"code": "TT-QN", "management_level": "COSO", "since": "2020-06-01", **NO_DOCUMENT},
    ),
    (
        "PostManagementTransferred",
        {"code": "CV00007", "management_level": "COSO", "since": "2020-06-01", **NO_DOCUMENT},
    ),
    ("PostEnded", {"code": "CV00007", "held_to": "2020-12-30"}),
]
"""What is recorded late about days before the reference date."""


@pytest.fixture
def province(bench: Bench) -> Bench:
    bench.hear_folder(FOLDERS[1])
    return bench


def tell(bench: Bench, type_: str, **data: Any) -> None:
    bench.hear([bench.speaker.say("organizations", type_, **data)])


def figures(bench: Bench) -> Any:
    return bench.json(f"{CAMPAIGN}/figures?details=0")


def close(bench: Bench) -> None:
    position = bench.subscription.heard("organizations")
    closed = {"campaign": "BD-2020", "organizations_position": position, "document": None}
    bench.hear([bench.speaker.say("reviews", "CampaignClosed", **closed)])


def test_a_closed_campaign_keeps_its_figures_whatever_is_recorded_later(province: Bench) -> None:
    before = figures(province)
    close(province)
    for type_, data in LATER_FACTS:
        tell(province, type_, **data)
        assert figures(province) == before, type_


def test_what_was_recorded_meanwhile_counts_once_the_campaign_is_reopened(province: Bench) -> None:
    before = figures(province)
    close(province)
    tell(province, "MemberStatusChanged", person=MEMBER, member_status="exempt", changed_on="2020-06-01")
    reopened = {"campaign": "BD-2020", "reason": "Bổ sung", "document": None}
    province.hear([province.speaker.say("reviews", "CampaignReopened", **reopened)])
    assert figures(province) != before


@pytest.mark.parametrize(("type_", "data"), LATER_FACTS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_open_campaign_hears_what_is_recorded_late(province: Bench, type_: str, data: dict[str, Any]) -> None:
    before = figures(province)
    tell(province, type_, **data)
    assert figures(province) != before


@pytest.mark.parametrize(("since", "unit"), [("2020-12-31", "AN"), ("2021-01-01", "QN")])
def test_an_organization_counts_where_it_stood_on_the_reference_date(province: Bench, since: str, unit: str) -> None:
    other = {"AN": "QN", "QN": "AN"}[unit]
    before = figures(province)["by_unit"]
    tell(province, "OrganizationMoved", code="QN-01", parent="AN", since=since, document=None)
    after = figures(province)["by_unit"]
    assert sum(after[code]["mem"]["total"] for code in (unit, other)) == sum(
        before[code]["mem"]["total"] for code in (unit, other)
    )
    assert (after == before) == (unit == "QN")
    assert (after["AN"]["org"]["total"] > before["AN"]["org"]["total"]) == (unit == "AN")


@pytest.mark.parametrize(("ended_on", "members"), [("2020-12-30", 1499), ("2020-12-31", 1500)])
def test_who_left_before_the_reference_date_is_no_member_in_the_campaign(
    province: Bench, ended_on: str, members: int
) -> None:
    tell(province, "MembershipEnded", person=MEMBER, ended_on=ended_on, reason="died")
    assert figures(province)["ratings"]["mem"]["total"] == members


@pytest.mark.parametrize(("since", "name"), [("2020-12-31", "Đảng bộ Quy Nhơn mới"), ("2021-01-01", "Quy Nhơn")])
def test_the_page_calls_things_as_they_were_called_then(province: Bench, since: str, name: str) -> None:
    tell(province, "OrganizationRenamed", code="QN", name="Đảng bộ Quy Nhơn mới", since=since, document=None)
    page = province.get(f"{CAMPAIGN}/pages/units").text
    assert name in page
    assert ("Quy Nhơn mới" in page) == (since <= "2020-12-31")
