"""Whom the shipped rulebooks leave out: read alike by the service that decides and by those that count and collect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from services.ratings.domain.rules.rulebook import Rulebook
from services.reporting.domain.rules import Rules
from services.reviews.domain.dossiers.requirements import owing_subject
from shared.exclusions import Exclusion, Exclusions, months_before
from shared.subjects import Kind, Subject
from tests.rulebooks import as_written

YEARS = ("2020", "2023", "2025")
REFERENCE = date(2020, 12, 31)
NEW, OLD = date(2020, 7, 1), date(2020, 6, 30)


def subject(kind: Kind, since: date | None = OLD, status: str | None = "active") -> Subject:
    return Subject(f"{kind}:X", kind, "QN-01", management_level="TINH", since=since, member_status=status)


SUBJECTS = {
    "exempt member": subject(Kind.MEMBER, status="exempt"),
    "suspended leader": subject(Kind.LEADER, status="suspended"),
    "new member": subject(Kind.MEMBER, NEW),
    "new collective": subject(Kind.COLLECTIVE, NEW, None),
    "member of six months": subject(Kind.MEMBER),
    "member without a date": subject(Kind.MEMBER, None),
}
NOT_RATED = {
    "2020": {"exempt member", "suspended leader", "new member", "new collective"},
    "2023": {"exempt member", "suspended leader"},
    "2025": {"exempt member", "suspended leader", "new member"},
}
NOT_REVIEWED = {
    "2020": {"exempt member", "suspended leader"},
    "2023": {"exempt member", "suspended leader"},
    "2025": {"exempt member", "suspended leader", "new member"},
}


def content(year: str) -> Mapping[str, Any]:
    return as_written(f"vn-party-annual-review/{year}")


@pytest.mark.parametrize("year", YEARS)
def test_each_year_leaves_out_of_the_rating_whom_its_rulebook_names(year: str) -> None:
    exclusions = Exclusions.of(content(year)["exclusions"])
    assert {name for name, it in SUBJECTS.items() if exclusions.keep_from_rating(it, REFERENCE)} == NOT_RATED[year]


@pytest.mark.parametrize("year", YEARS)
def test_each_year_frees_from_the_review_whom_its_rulebook_names(year: str) -> None:
    exclusions = Exclusions.of(content(year)["exclusions"])
    freed = {
        name
        for name, it in SUBJECTS.items()
        if any(exclusion.covers(it, REFERENCE) for exclusion in exclusions.from_review(it.kind))
    }
    assert freed == NOT_REVIEWED[year]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", SUBJECTS)
def test_the_three_services_agree_about_everybody(year: str, name: str) -> None:
    it, rulebook = SUBJECTS[name], content(year)
    excluded = Rulebook.read(rulebook).excludes(it, REFERENCE)
    counted = [
        exclusion
        for exclusion in Rules.of(rulebook).exclusions.from_rating(it.kind)
        if exclusion.holds(it.member_status, it.since, REFERENCE)
    ]
    assert bool(counted) is excluded
    if it.kind in (Kind.COLLECTIVE, Kind.LEADER):
        owing = owing_subject(it, rulebook, REFERENCE, prompted=False, rated=False)
        assert owing.awaits_rating is not excluded


def test_what_only_people_can_state_excludes_nobody() -> None:
    stated = [
        {"id": "EX-ABSENT", "reviewed": None, "rated": "later"},
        {"id": "EX-OTHER", "rated": False, "free_text": True},
        {"id": "EX-NONE", "applies_to": ["member"], "when": {"member_status": "exempt"}, "rated": True},
    ]
    assert Exclusions.of(stated) == Exclusions()


def test_a_kind_that_is_not_named_is_not_excluded() -> None:
    entry = {"id": "EX", "applies_to": ["member"], "when": {"months_since_start_lt": 6}, "rated": False}
    only_members = Exclusion.read(entry)
    assert only_members.covers(subject(Kind.MEMBER, NEW), REFERENCE)
    assert not only_members.covers(subject(Kind.LEADER, NEW), REFERENCE)
    assert only_members.reason == "EX"


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2020, 12, 31), 6, date(2020, 6, 30)),
        (date(2020, 8, 31), 6, date(2020, 2, 29)),
        (date(2021, 8, 31), 6, date(2021, 2, 28)),
        (date(2021, 2, 28), 6, date(2020, 8, 28)),
        (date(2020, 12, 31), 12, date(2019, 12, 31)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, before: date
) -> None:
    assert months_before(day, months) == before
