"""Points: exact, whole or decimal; thresholds at their boundaries; what is missing is never zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from services.ratings.domain.assessments.said import Opinion
from services.ratings.domain.decisions.picture import Standing
from services.ratings.domain.errors import DegreesIncomplete, PointsIncomplete, PointsOutOfRange, WrongMeasure
from services.ratings.domain.events import OpinionGiven
from services.ratings.domain.proposal.derivation import derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind
from tests.unit.ratings.packs import YEARS, pack, points
from tests.unit.ratings.small import MEMBER, picture

RULES: Rulebook = pack(YEARS[2])
OPINION = OpinionGiven("BD-2025", "mem:A", "TU_XL", None, {}, None, {"CN-I-1": "28", "CN-II-1": "64.5"})


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("common", "results", "level"),
    [
        ("30", "70", "HTXSNV"),
        ("30", "60", "HTXSNV"),
        ("29.99", "60.01", "HTXSNV"),
        ("29.99", "60", "HTTNV"),
        ("30", "40", "HTTNV"),
        ("30", "39.99", "HTNV"),
        ("25.5", "44.5", "HTTNV"),
        ("0", "50", "HTNV"),
        ("30", "20", "HTNV"),
        ("30", "19.999", "KHTNV"),
        ("0", "0", "KHTNV"),
    ],
)
def test_the_level_changes_exactly_at_90_70_and_50(kind: Kind, common: str, results: str, level: str) -> None:
    proposal = derive(RULES, kind, Evidence({}, points=points(kind, common, results)))
    assert proposal is not None
    assert proposal.level == level


@pytest.mark.parametrize("kind", Kind)
def test_with_a_part_missing_nothing_is_derived(kind: Kind) -> None:
    whole = points(kind, "30", "70")
    for missing in whole:
        part = {code: given for code, given in whole.items() if code != missing}
        assert derive(RULES, kind, Evidence({}, points=part)) is None
    assert derive(RULES, kind, Evidence({})) is None


def test_points_of_zero_are_points() -> None:
    proposal = derive(RULES, Kind.MEMBER, Evidence({}, points=points(Kind.MEMBER, "0", "70")))
    assert proposal is not None and proposal.level == "HTTNV"


def test_the_other_conditions_hold_whatever_the_points() -> None:
    full = points(Kind.MEMBER, "30", "70")
    for facts, level in (
        ({"targets_done_pct": "99"}, "KHTNV"),
        ({"tasks_on_time_pct": "80"}, "HTNV"),
        ({"tasks_exceeded_pct": "29"}, "HTTNV"),
        ({"tasks_failed_pct": "50.1"}, "KHTNV"),
        ({"disciplined_in_year": "yes"}, "KHTNV"),
        ({"earlier_faults_repaired_pct": "99"}, "HTTNV"),
    ):
        proposal = derive(RULES, Kind.MEMBER, Evidence({}, points=full, facts=facts))
        assert proposal is not None and proposal.level == level, facts


def test_what_is_uncertain_warns_and_lowers_nothing() -> None:
    proposal = derive(
        RULES,
        Kind.COLLECTIVE,
        Evidence({}, points=points(Kind.COLLECTIVE, "20", "30"), facts={"basic_targets_missed": "5"}),
    )
    assert proposal is not None
    assert (proposal.level, proposal.forced, proposal.warned) == ("HTNV", (), ("TT-K-2",))


def test_an_opinion_has_points_for_every_criterion_or_for_none() -> None:
    opinion = Opinion("BD-2025/mem:A/TU_XL")
    assert opinion.decide(opinion.give(OPINION, RULES)) == [OPINION]
    assert opinion.decide(opinion.give(replace(OPINION, points={}), RULES)) == [replace(OPINION, points={})]
    for wrong in ({"CN-I-1": "28"}, {**OPINION.points, "LD-I-1": "1"}):
        with pytest.raises(PointsIncomplete):
            opinion.decide(opinion.give(replace(OPINION, points=wrong), RULES))


@pytest.mark.parametrize(
    ("given", "refused"), [("30", False), ("30.00", False), ("30.01", True), ("31", True), ("0", False)]
)
def test_points_are_within_the_criterions_maximum(given: str, refused: bool) -> None:
    opinion, sent = Opinion("BD-2025/mem:A/TU_XL"), replace(OPINION, points={**OPINION.points, "CN-I-1": given})
    if refused:
        with pytest.raises(PointsOutOfRange) as told:
            opinion.decide(opinion.give(sent, RULES))
        assert told.value.field == "/points/CN-I-1"
    else:
        assert opinion.decide(opinion.give(sent, RULES)) == [sent]


def test_a_rulebook_measures_in_degrees_or_in_points_and_takes_nothing_else() -> None:
    opinion = Opinion("BD-2025/mem:A/TU_XL")
    with pytest.raises(WrongMeasure):
        opinion.decide(opinion.give(replace(OPINION, points={}, degrees={"CN-I-1": "XS"}), RULES))
    with pytest.raises(WrongMeasure):
        opinion.decide(opinion.give(replace(OPINION, stage="CB_XL"), pack(YEARS[0])))
    with pytest.raises(DegreesIncomplete):
        opinion.decide(opinion.give(replace(OPINION, points={}, degrees={"CN-I-1": "XS"}), pack(YEARS[0])))


def test_a_quarter_is_recorded_and_no_level_is_derived_from_it() -> None:
    quarter = {code: Decimal(1) for code in OPINION.points}
    year = points(Kind.MEMBER, "28", "64.5")
    known = replace(picture(), rulebook=RULES, points={"mem:A": {"QUY_4": quarter}})
    assert Standing(known).evidence(MEMBER).points == {}
    known = replace(known, points={"mem:A": {"QUY_4": quarter, "TU_XL": year}})
    evidence = Standing(known).evidence(MEMBER)
    assert (evidence.stage, evidence.points) == ("TU_XL", year)
    opinion = Opinion("BD-2025/mem:A/QUY_4")
    assert opinion.decide(opinion.give(replace(OPINION, stage="QUY_4"), RULES))
