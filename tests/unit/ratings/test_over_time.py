"""What ratings decide on is the campaign's own tree: who turned out to be no subject of it counts in no group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.ratings import readmodel
from services.ratings.capgroups import cap_groups
from services.ratings.gathering import picture_of
from services.ratings.life.queries import within
from services.ratings.readmodel import campaign_of, rulebooks
from services.ratings.service import Service
from shared.register import subjects
from tests.unit.ratings.packs import YEARS, content_of, pack
from tests.unit.registers import InMemory, closed
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.speaking import Speaker, events

CAMPAIGN = "BD-2020"


class Ratings(InMemory):
    """The ratings service's tables once a sample province has been played."""

    def __init__(self) -> None:
        super().__init__(readmodel.metadata, Service.hears.policies, Service.readmodel)
        self.speaker = Speaker()
        self.hear(events(Folder(FOLDERS[1]), self.speaker))
        content = orjson.dumps(content_of(YEARS[0])).decode()
        self.unit.tables.put(rulebooks, rulebook=YEARS[0], content=content, content_sha256="")

    def tell(self, type_: str, **data: Any) -> None:
        self.hear([self.speaker.say("organizations", type_, **data)])

    def board(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The levels in each group that the cap board shows."""
        caps = pack(YEARS[0]).caps
        groups = cap_groups(self.read, campaign_of(self.read, CAMPAIGN), caps, ["/TU/"])
        return {(group.cap.code, group.name): +group.tally for group in groups}

    def seen_by_a_decision(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The levels in each group under a binding cap that a decision about everybody would look at."""
        rated = self.read(select(readmodel.ratings.c.subject))
        return picture_of(self.read, CAMPAIGN, [row.subject for row in rated], groups=True).groups


@pytest.fixture
def province() -> Ratings:
    return Ratings()


ENDINGS: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("MembershipEnded", {"person": "DV000001", "reason": "died"}, ("CAP-MEMBER", "QN-01")),
    ("CollectiveEnded", {"code": "TT-QN", "successors": []}, ("CAP-COL", "TU/TT_CAP_UY")),
    ("OrganizationEnded", {"code": "QN-01", "successors": []}, ("CAP-ORG", "QN/DB_CO_SO")),
]
"""What ends, and the cap and group in which its level, HTTNV, was counted."""


@pytest.mark.parametrize(("type_", "data", "group"), ENDINGS, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize(("ended_on", "fewer"), [("2020-12-30", 1), ("2020-12-31", 0)])
def test_who_turns_out_to_have_ended_before_the_reference_date_counts_in_no_group(
    province: Ratings, type_: str, data: dict[str, Any], group: tuple[str, str], ended_on: str, fewer: int
) -> None:
    before = province.board()[group]["HTTNV"]
    province.tell(type_, **data, ended_on=ended_on)
    assert province.board()[group]["HTTNV"] == before - fewer


@pytest.mark.parametrize(("ended_on", "fewer"), [("2020-12-30", 1), ("2020-12-31", 0)])
def test_a_decision_looks_at_the_groups_that_the_board_shows(province: Ratings, ended_on: str, fewer: int) -> None:
    group = ("CAP-MEMBER", "QN-01")
    before = province.seen_by_a_decision()[group]["HTTNV"]
    province.tell("MembershipEnded", person="DV000001", reason="died", ended_on=ended_on)
    assert province.seen_by_a_decision()[group]["HTTNV"] == before - fewer
    assert all(province.board()[key] == tally for key, tally in province.seen_by_a_decision().items())


@pytest.mark.parametrize(("type_", "data", "group"), ENDINGS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_closed_campaign_keeps_its_groups(
    province: Ratings, type_: str, data: dict[str, Any], group: tuple[str, str]
) -> None:
    before = province.board()
    position = province.speaker.said("organizations")
    province.hear([closed(province.speaker.say, CAMPAIGN, position)])
    province.tell(type_, **data, ended_on="2020-12-30")
    assert province.board() == before


def test_the_members_of_a_cell_are_those_of_the_reference_date(province: Ratings) -> None:
    def members() -> int:
        cell = picture_of(province.read, CAMPAIGN, ["org:QN-01-C1"]).members["QN-01-C1"]
        return sum(cell.values())

    before = members()
    province.tell("MemberTransferred", person="DV000001", cell="AN-01-C1", moved_on="2021-01-01")
    assert members() == before
    province.tell("MemberTransferred", person="DV000001", cell="AN-01-C2", moved_on="2020-12-31")
    assert members() == before - 1


def test_a_list_of_ratings_holds_every_kind_of_subject_that_stands_in_the_unit(province: Ratings) -> None:
    view = readmodel.register.of(CAMPAIGN)
    province.tell("MemberTransferred", person="DV000001", cell="AN-01-C1", moved_on="2020-12-31")
    rated = [row.subject for row in province.read(select(readmodel.ratings.c.subject))]
    places = {row.code: row.path for row in province.read(select(view.organizations))}
    standing = subjects(view, province.read, rated)
    for path in ("/TU/QN/", "/TU/AN/", "/TU/QN/QN-01/"):
        here = {code for code, subject in standing.items() if places[subject.organization].startswith(path)}
        listed = {row.subject for row in province.read(within(readmodel.ratings, CAMPAIGN, [path]))}
        assert listed == here
    assert {row.subject for row in province.read(within(readmodel.ratings, CAMPAIGN, ["/TU/"]))} == set(rated)
