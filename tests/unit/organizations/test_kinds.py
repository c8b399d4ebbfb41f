"""What organizations, collectives and posts are, and who manages them, changes on a day; what was, was so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from services.organizations.domain.collective import Post
from services.organizations.domain.errors import (
    DoesNotFit,
    EndedBefore,
    LaterFacts,
    NotACell,
    NotYetFounded,
    NotYetHeld,
    ParentMissing,
    TakesEffectLater,
)
from shared.domain import Event, NotFound
from tests.unit.organizations.world import CELLS, TODAY, World, day, did, planted

SINCE = "2025-07-01"


@pytest.fixture
def world() -> World:
    world = planted()
    world.lead("T", "QN", founded_on="2025-01-10")
    world.appoint("P", "A", "T", held_from="2025-02-10")
    return world


def changes(world: World, since: date) -> dict[str, Callable[[], Iterator[Event]]]:
    collective, post = world.collective("T"), world.posts["P"]
    return {
        "CollectiveReclassified": lambda: collective.reclassify("TT_BAN_DANG", since, today=TODAY),
        "CollectiveManagementTransferred": lambda: collective.transfer_management("COSO", since, today=TODAY),
        "PostRetitled": lambda: post.retitle("Bí thư Đảng ủy", since, today=TODAY),
        "PostReclassified": lambda: post.reclassify("BI_THU_XA", True, since, today=TODAY),
        "PostManagementTransferred": lambda: post.transfer_management("COSO", since, today=TODAY),
    }


def test_each_change_holds_from_its_day_on_and_is_said_once(world: World) -> None:
    for told in (True, False):
        for name, change in changes(world, day(SINCE)).items():
            about = world.posts["P"] if name.startswith("Post") else world.collective("T")
            assert did(about, change()) == ([name] if told else [])
    for about in (world.posts["P"].facts, world.collective("T").facts):
        assert [about.value("management_level", day(text)) for text in ("2025-06-30", SINCE)] == ["TINH", "COSO"]
    collective, post = world.collective("T").facts, world.posts["P"].facts
    assert collective.value("type", day("2025-06-30")) == "TT_CAP_UY"
    assert post.value("title", day("2025-06-30")) == "Bí thư"
    assert (collective.value("type"), post.value("title"), post.value("post_group")) == (
        "TT_BAN_DANG",
        "Bí thư Đảng ủy",
        "BI_THU_XA",
    )


def test_a_transfer_told_late_hides_no_later_one(world: World) -> None:
    post = world.posts["P"]
    did(post, post.transfer_management("COSO", day("2025-09-01"), today=TODAY))
    did(post, post.transfer_management("HUYEN", day("2025-03-01"), today=TODAY))
    assert [post.facts.value("management_level", day(text)) for text in ("2025-02-28", "2025-03-01", SINCE)] == [
        "TINH",
        "HUYEN",
        "HUYEN",
    ]
    assert post.facts.value("management_level") == "COSO"


def test_nothing_changes_before_its_beginning_after_its_end_or_tomorrow(world: World) -> None:
    for since, refusals in (("2025-01-09", (NotYetFounded, NotYetHeld)), ("2026-01-01", (TakesEffectLater,))):
        for change in changes(world, day(since)).values():
            with pytest.raises(refusals):
                list(change())
    collective, post = world.collective("T"), world.posts["P"]
    did(post, post.end(day("2025-05-31"), today=TODAY))
    did(collective, collective.end(day("2025-05-31"), today=TODAY))
    for change in changes(world, day("2025-06-01")).values():
        with pytest.raises(EndedBefore):
            list(change())
    for change in changes(world, day("2025-05-31")).values():
        assert list(change())


def test_a_post_does_not_end_before_a_change_that_is_recorded(world: World) -> None:
    post = world.posts["P"]
    did(post, post.transfer_management("COSO", day(SINCE), today=TODAY))
    with pytest.raises(LaterFacts):
        did(post, post.end(day("2025-06-30"), today=TODAY))
    assert did(post, post.end(day(SINCE), today=TODAY)) == ["PostEnded"]


def test_a_cell_becomes_a_grassroots_cell_with_its_members(world: World) -> None:
    world.found("C9", "QN", "CB_TRUC_THUOC")
    world.transfer("A", "C9", day("2025-03-01"))
    for told in (["OrganizationReclassified"], []):
        assert world.reclassify("C9", "CB_CO_SO", SINCE) == told
    facts = world.organization("C9").facts
    assert [facts.value("type", day(text)) for text in ("2025-06-30", SINCE)] == ["CB_TRUC_THUOC", "CB_CO_SO"]


def test_a_cell_with_members_is_no_committee_until_they_are_elsewhere(world: World) -> None:
    with pytest.raises(DoesNotFit):
        world.reclassify("C1", "DB_CO_SO", SINCE)
    world.transfer("A", "C2", day(SINCE))
    with pytest.raises(DoesNotFit):
        world.reclassify("C1", "DB_CO_SO", "2025-06-30")
    assert world.reclassify("C1", "DB_CO_SO", SINCE) == ["OrganizationReclassified"]
    for late in ("2025-08-01", SINCE):
        with pytest.raises(NotACell):
            world.transfer("A", "C1", day(late))
    with pytest.raises(NotACell):
        world.admit("B", "C1")


def test_somebody_may_have_been_in_a_cell_before_it_became_a_committee(world: World) -> None:
    """Told late: from March to May A was active there, and has been elsewhere since."""
    world.transfer("A", "C3", day("2025-06-01"))
    world.reclassify("C2", "DB_CO_SO", SINCE)
    assert world.transfer("A", "C2", day("2025-03-01")) == ["MemberTransferred"]
    with pytest.raises(NotACell):
        world.transfer("A", "C2", day("2025-06-15"))


def test_a_committee_becomes_a_cell_once_nothing_stands_below_it(world: World) -> None:
    with pytest.raises(DoesNotFit):
        world.reclassify("QN", "CB_CO_SO", SINCE)
    for code in CELLS:
        world.move(code, "AN", SINCE)
    assert world.reclassify("QN", "CB_CO_SO", SINCE) == ["OrganizationReclassified"]
    assert world.transfer("A", "QN", day(SINCE)) == ["MemberTransferred"]


def test_a_change_told_late_holds_only_until_the_next_one(world: World) -> None:
    """C1 is a cell with a member from July on; in spring it may have been a committee without one."""
    world.transfer("A", "C2", day("2025-03-01"))
    world.transfer("A", "C1", day(SINCE))
    world.reclassify("C1", "CB_TRUC_THUOC", "2025-06-01")
    assert world.reclassify("C1", "DB_BO_PHAN", "2025-03-01") == ["OrganizationReclassified"]


def test_there_is_one_province_and_it_stays_one(world: World) -> None:
    for code, type_ in (("TU", "DB_CO_SO"), ("QN", "DB_TINH")):
        with pytest.raises(ParentMissing):
            world.reclassify(code, type_, SINCE)


def test_what_is_not_registered_is_of_no_kind() -> None:
    world = World()
    collective, post = world.collective("X"), Post("X")
    with pytest.raises(NotFound):
        world.reclassify("X", "DB_CO_SO", SINCE)
    with pytest.raises(NotFound):
        did(collective, collective.reclassify("TT_BAN_DANG", day(SINCE), today=TODAY))
    with pytest.raises(NotFound):
        did(post, post.retitle("Bí thư", day(SINCE), today=TODAY))
