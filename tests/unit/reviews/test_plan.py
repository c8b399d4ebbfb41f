"""A plan covers the own level and those below, and lets the lower level be done first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.plans.events import InterimSummaryRecorded, LevelDates, PlanAdopted
from services.reviews.domain.plans.plan import BELOW, Plan
from shared.contracts.vocabulary import ORGANIZATION_TYPES
from shared.domain import Refusal

START = date(2020, 11, 1)
PLAN = PlanAdopted(
    campaign="BD-2020",
    organization="QN",
    document="12-KH/TU",
    adopted_on=START,
    levels=(
        LevelDates("CB_TRUC_THUOC", START, date(2020, 11, 30)),
        LevelDates("DB_CO_SO", date(2020, 11, 20), date(2020, 12, 15)),
        LevelDates("DB_TRUC_THUOC_TINH", date(2020, 12, 10), date(2020, 12, 31)),
    ),
)


def adopt(wanted: PlanAdopted, plan: Plan | None = None, type_: str = "DB_TRUC_THUOC_TINH") -> list[object]:
    plan = plan or Plan("BD-2020/QN")
    return list(plan.decide(plan.adopt(wanted, type_)))


def refusal(wanted: PlanAdopted, type_: str = "DB_TRUC_THUOC_TINH") -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        adopt(wanted, type_=type_)
    return refused.value.code, refused.value.field


def with_level(level: LevelDates) -> PlanAdopted:
    return replace(PLAN, levels=(*PLAN.levels, level))


def test_a_plan_is_adopted_once_and_another_document_replaces_it() -> None:
    plan = Plan("BD-2020/QN")
    assert adopt(PLAN, plan) == [PLAN]
    assert adopt(PLAN, plan) == []
    changed = replace(PLAN, levels=PLAN.levels[:1])
    with pytest.raises(Refusal) as refused:
        adopt(changed, plan)
    assert refused.value.code == "already_exists"
    assert adopt(replace(changed, document="15-KH/TU"), plan)


@pytest.mark.parametrize(
    ("level", "code", "field"),
    [
        (LevelDates("DB_TINH", START, START), "plan_level_not_below", "/levels/3/level"),
        (LevelDates("DB_CO_SO", START, START), "plan_level_twice", "/levels/3/level"),
        (LevelDates("CB_CO_SO", START, START - timedelta(days=1)), "plan_dates_reversed", "/levels/3/ends_on"),
        (LevelDates("DB_BO_PHAN", START, date(2020, 12, 16)), "plan_lower_level_later", "/levels/3/ends_on"),
        (LevelDates("DB_BO_PHAN", START, date(2020, 11, 29)), "plan_lower_level_later", "/levels/0/ends_on"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused_in_its_place(level: LevelDates, code: str, field: str) -> None:
    assert refusal(with_level(level)) == (code, field)


def test_a_cell_of_its_own_does_not_wait_for_cells_below_a_grassroots_committee() -> None:
    assert adopt(with_level(LevelDates("CB_CO_SO", START, date(2020, 11, 5))))


DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
TYPES = st.sampled_from(sorted(ORGANIZATION_TYPES))
LEVELS = st.lists(st.builds(LevelDates, TYPES, DAYS, DAYS), max_size=6, unique_by=lambda step: step.level)


@given(levels=LEVELS, type_=TYPES)
def test_whatever_is_adopted_lets_every_lower_level_be_done_first(levels: list[LevelDates], type_: str) -> None:
    try:
        adopted = adopt(replace(PLAN, levels=tuple(levels)), type_=type_)
    except Refusal:
        adopted = []
    for above in levels if adopted else ():
        assert above.level == type_ or above.level in BELOW[type_]
        assert above.begins_on <= above.ends_on
        assert all(step.ends_on <= above.ends_on for step in levels if step.level in BELOW[above.level])


def test_an_interim_summary_is_said_once_for_each_document() -> None:
    plan, said = Plan("BD-2020/QN"), InterimSummaryRecorded("BD-2020", "QN", "3-BC/TU", START, "0" * 64)
    assert plan.decide(plan.summarize(said)) == [said]
    assert plan.decide(plan.summarize(said)) == []
    with pytest.raises(Refusal):
        plan.decide(plan.summarize(replace(said, text_sha256="1" * 64)))
