"""A remedy is assigned once, reported on until it is done, and never due in the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.reviews.domain.remedies.events import Outcome, RemedyAssigned
from services.reviews.domain.remedies.remedy import Remedy
from shared.domain import Refusal

TODAY = date(2021, 3, 1)
NOW = datetime(2021, 3, 1, 8, tzinfo=UTC)
WANTED = RemedyAssigned(
    campaign="BD-2020",
    code="KP1",
    subject="mem:A",
    weakness_sha256="0" * 64,
    responsible="QN-01",
    due_on=TODAY,
    document="5-TB/ĐU",
)


def assigned() -> Remedy:
    remedy = Remedy("BD-2020/KP1")
    remedy.decide(remedy.assign(WANTED, TODAY))
    return remedy


def report(remedy: Remedy, outcome: Outcome) -> int:
    return len(remedy.decide(remedy.report("QN-01", NOW, outcome, "1" * 64)))


def test_it_is_assigned_once_also_when_it_is_said_again_after_its_day() -> None:
    remedy = assigned()
    assert remedy.decide(remedy.assign(WANTED, date(2022, 1, 1))) == []
    with pytest.raises(Refusal) as refused:
        remedy.decide(remedy.assign(replace(WANTED, responsible="QN"), TODAY))
    assert refused.value.code == "already_exists"


def test_it_is_due_today_at_the_earliest() -> None:
    remedy = Remedy("BD-2020/KP1")
    with pytest.raises(Refusal) as refused:
        remedy.decide(remedy.assign(WANTED, date(2021, 3, 2)))
    assert (refused.value.code, refused.value.field) == ("due_in_the_past", "/due_on")


def test_what_was_not_done_in_time_may_still_be_done_and_what_is_done_is_done() -> None:
    remedy = assigned()
    for outcome in (Outcome.IN_PROGRESS, Outcome.NOT_DONE, Outcome.DONE):
        assert report(remedy, outcome) == 1
    with pytest.raises(Refusal) as refused:
        report(remedy, Outcome.IN_PROGRESS)
    assert refused.value.code == "remedy_done"


def test_nobody_reports_on_what_was_never_assigned() -> None:
    with pytest.raises(Refusal) as refused:
        report(Remedy("BD-2020/KP9"), Outcome.DONE)
    assert (refused.value.status, refused.value.value) == (404, "KP9")
