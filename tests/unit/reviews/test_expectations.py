"""Who owes a review, a rating, a dossier: what the rulebook asks for, and what an officer has let go of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.expectations.errors import NotAskedFor
from services.reviews.domain.expectations.expectation import Expectation
from services.reviews.domain.expectations.listing import listing, read_listing
from services.reviews.domain.expectations.owed import Expected, Owed, Terms
from services.reviews.domain.expectations.share import percent
from shared.subjects import Kind, Subject
from tests.rulebooks import as_written

DAY = date(2020, 12, 31)
REVIEW, RATING, DOSSIER = Owed.REVIEW, Owed.RATING, Owed.DOSSIER
ALL = frozenset(Owed)


def terms(year: int = 2020, day: date = DAY) -> Terms:
    return Terms.of(rulebook(year), "TU", day)


def rulebook(year: int) -> Mapping[str, Any]:
    return as_written(f"vn-party-annual-review/{year}")


def member(**facts: Any) -> Subject:
    return Subject("mem:A", Kind.MEMBER, "C1", "QN", "QN-01", **{"member_status": "active", **facts})


def leader(level: str, **facts: Any) -> Subject:
    more = {"member_status": "active", "management_level": level, **facts}
    return Subject("ldr:P", Kind.LEADER, "QN", "QN", None, **more)


def collective(level: str, **facts: Any) -> Subject:
    return Subject("col:T", Kind.COLLECTIVE, "QN", "QN", None, management_level=level, **facts)


def organization(type_: str, **facts: Any) -> Subject:
    return Subject("org:QN-01", Kind.ORGANIZATION, "QN-01", "QN", "QN-01", type=type_, parent="QN", **facts)


@pytest.mark.parametrize(
    ("subject", "owes"),
    [
        (member(), {REVIEW, RATING}),
        (member(member_status="exempt"), set()),
        (member(member_status="suspended"), set()),
        (member(since=date(2020, 7, 1)), {REVIEW}),
        (member(since=date(2020, 6, 30)), {REVIEW, RATING}),
        (leader("TINH"), ALL),
        (leader("HUYEN"), {REVIEW, RATING}),
        (leader("TW"), {REVIEW}),
        (leader("TINH", since=date(2020, 9, 1)), {REVIEW, DOSSIER}),
        (leader("TINH", member_status="suspended"), {DOSSIER}),
        (leader("TINH", until=date(2020, 12, 30)), set()),
        (leader("TINH", until=DAY), ALL),
        (collective("TINH"), ALL),
        (collective("TW"), {REVIEW}),
        (collective("TINH", since=date(2020, 9, 1)), {REVIEW, DOSSIER}),
        (organization("DB_CO_SO"), {RATING}),
        (organization("DB_TINH"), set()),
        (organization("DB_CO_SO", since=date(2020, 9, 1)), set()),
        (organization("DB_CO_SO", until=date(2020, 9, 1)), set()),
    ],
)
def test_who_owes_what_by_the_rulebook_of_2020(subject: Subject, owes: set[Owed]) -> None:
    expected = terms().expected(subject)
    assert expected.owes == owes
    assert (expected.organization, expected.unit) == (subject.organization, "QN")


def test_under_the_rulebook_of_2025_new_members_owe_no_review_either() -> None:
    day = date(2025, 12, 31)
    assert terms(2025, day).expected(member(since=date(2025, 9, 1))).owes == set()
    assert terms(2020, day).expected(member(since=date(2025, 9, 1))).owes == {REVIEW}


def standing(owes: frozenset[Owed] = ALL, waived: frozenset[Owed] = frozenset(), unit: str = "QN") -> Expected:
    return Expected("ldr:P", "QN-01", unit, "QN-01", owes, waived)


def expectation() -> Expectation:
    return Expectation("BD-2020/ldr:P")


def test_a_fact_that_changes_nothing_owed_is_no_change() -> None:
    one = expectation()
    assert one.decide(one.follow(standing(), standing(), "MemberStatusChanged", "event-1")) == []
    nothing = standing(frozenset())
    assert one.decide(one.follow(None, nothing, "PersonRegistered", "event-1")) == []


def test_a_fact_that_changes_what_is_owed_or_where_names_itself() -> None:
    one = expectation()
    (less,) = one.decide(one.follow(standing(), standing(frozenset()), "MemberStatusChanged", "event-1"))
    assert less.data() == {
        "campaign": "BD-2020",
        "subject": "ldr:P",
        "organization": "QN-01",
        "unit": "QN",
        "grassroots": "QN-01",
        "owes": [],
        "waived": [],
        "reason": "MemberStatusChanged",
        "cause": "event-1",
        "document": None,
    }
    (moved,) = one.decide(one.follow(standing(), standing(unit="AN"), "OrganizationMoved", "event-2"))
    assert moved.data()["unit"] == "AN"
    (new,) = one.decide(one.follow(None, standing(), "PostAssigned", "event-3"))
    assert new.data()["owes"] == ["dossier", "rating", "review"]


def test_what_an_officer_waives_stays_waived_whatever_else_becomes_known() -> None:
    one = expectation()
    (said,) = one.decide(one.decree(standing(), standing(), frozenset({DOSSIER}), "Đi học dài hạn", "3-TB"))
    assert (said.data()["owes"], said.data()["waived"]) == (["dossier"], ["rating", "review"])
    assert (said.data()["cause"], said.data()["reason"]) == (None, "Đi học dài hạn")
    waived = standing(frozenset({DOSSIER}), frozenset({REVIEW, RATING}))
    (moved,) = one.decide(one.follow(waived, standing(unit="AN"), "OrganizationMoved", "event-1"))
    assert (moved.data()["owes"], moved.data()["waived"]) == (["dossier"], ["rating", "review"])


def test_what_is_asked_for_no_longer_is_waived_no_longer() -> None:
    one = expectation()
    waived = standing(frozenset(), ALL)
    (said,) = one.decide(one.follow(waived, standing(frozenset({DOSSIER})), "MemberStatusChanged", "event-1"))
    assert (said.data()["owes"], said.data()["waived"]) == ([], ["dossier"])


def test_an_officer_can_ask_again_for_what_was_waived_and_never_for_more_than_the_rulebook_does() -> None:
    one = expectation()
    waived = standing(frozenset({REVIEW}), frozenset({RATING}))
    by_rule = standing(frozenset({REVIEW, RATING}))
    (said,) = one.decide(one.decree(waived, by_rule, frozenset({REVIEW, RATING}), "Đã trở lại", None))
    assert (said.data()["owes"], said.data()["waived"]) == (["rating", "review"], [])
    with pytest.raises(NotAskedFor) as refused:
        one.decide(one.decree(waived, by_rule, ALL, "Thêm", None))
    assert "dossier" in refused.value.say("vi")


codes = st.text(min_size=1, max_size=8)
drawn = st.builds(Expected, codes, codes, st.none() | codes, st.none() | codes, st.frozensets(st.sampled_from(Owed)))


@given(st.lists(drawn, unique_by=lambda one: one.subject))
def test_the_listing_gives_back_who_owes_something_and_does_not_depend_on_the_order(some: list[Expected]) -> None:
    text = listing(some)
    assert listing(reversed(some)) == text
    assert {one.subject: one for one in read_listing(text)} == {one.subject: one for one in some if one.owes}


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_percentage_is_never_above_one_hundred_nor_one_hundred_before_all_is_there(a: int, b: int) -> None:
    part, whole = sorted((a, b))
    told = percent(part, whole)
    if whole == 0:
        assert told is None
    else:
        assert told is not None
        assert (told == "100.00") == (part == whole)
        assert 0 <= int(told.replace(".", "")) <= 10_000
