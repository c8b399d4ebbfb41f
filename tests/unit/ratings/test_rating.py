"""What may be said about a subject: opinions, ballots, findings, civil ratings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.ratings.domain.assessments.ballot import Ballot
from services.ratings.domain.assessments.said import CivilRating, Finding, Opinion
from services.ratings.domain.errors import (
    BallotDoesNotAddUp,
    DegreesIncomplete,
    FactUnknown,
    FactValueWrong,
    StageUnknown,
)
from services.ratings.domain.events import BallotTallied, CivilRatingRecorded, FindingRecorded, OpinionGiven
from shared.subjects import Kind
from tests.unit.ratings.province import Province
from tests.unit.ratings.small import degrees, rulebook

OPINION = OpinionGiven("BD-2020", "mem:A", "CB_XL", "HTTNV", degrees(Kind.MEMBER, "TOT"), None)
VOTES = {"HTXSNV": 5, "HTTNV": 7, "HTNV": 0, "KHTNV": 0}
TALLY = BallotTallied("BD-2020", "mem:A", "CB_XL", None, 13, 12, 12, 12, 12, VOTES, 1)


def test_the_same_opinion_again_is_nothing_new_and_another_one_replaces_it() -> None:
    opinion = Opinion("BD-2020/mem:A/CB_XL")
    assert opinion.decide(opinion.give(OPINION, rulebook())) == [OPINION]
    assert opinion.decide(opinion.give(OPINION, rulebook())) == []
    changed = replace(OPINION, level="HTNV")
    assert opinion.decide(opinion.give(changed, rulebook())) == [changed]
    assert opinion.decide(opinion.give(OPINION, rulebook())) == [OPINION]


def test_an_opinion_has_a_degree_for_every_criterion_or_for_none() -> None:
    opinion = Opinion("BD-2020/mem:A/CB_XL")
    assert opinion.decide(opinion.give(replace(OPINION, degrees={}), rulebook()))
    for wrong in ({"MEM-I-1": "XS"}, {**OPINION.degrees, "LDR-II-1": "XS"}):
        with pytest.raises(DegreesIncomplete):
            opinion.decide(opinion.give(replace(OPINION, degrees=wrong), rulebook()))


def test_a_leader_is_measured_by_two_forms_at_the_members_stages() -> None:
    both = degrees(Kind.LEADER, "TOT")
    assert {"MEM-I-1", "LDR-II-3"} < both.keys()
    leader = replace(OPINION, subject="ldr:P", degrees=both)
    opinion = Opinion("BD-2020/ldr:P/CB_XL")
    assert opinion.decide(opinion.give(leader, rulebook())) == [leader]


def test_a_stage_is_one_of_the_rulebooks_for_the_kind_of_subject() -> None:
    opinion = Opinion("BD-2020/org:C1/CB_XL")
    with pytest.raises(StageUnknown):
        opinion.decide(opinion.give(replace(OPINION, subject="org:C1", degrees={}), rulebook()))
    ballot = Ballot("BD-2020/mem:A/TD")
    with pytest.raises(StageUnknown):
        ballot.decide(ballot.tally(replace(TALLY, stage="TD"), rulebook()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"present": 14},
        {"issued": 11},
        {"returned": 11},
        {"valid": 11},
        {"votes": {**VOTES, "HTNV": 1}},
    ],
)
def test_a_tally_whose_figures_disagree_is_refused(wrong: dict[str, Any]) -> None:
    ballot = Ballot("BD-2020/mem:A/CB_XL")
    assert ballot.decide(ballot.tally(TALLY, rulebook())) == [TALLY]
    with pytest.raises(BallotDoesNotAddUp):
        ballot.decide(ballot.tally(replace(TALLY, **wrong), rulebook()))


@pytest.mark.parametrize("folder", ["province-2020", "province-2020-clean"])
def test_every_tally_of_the_sample_provinces_adds_up(folder: str) -> None:
    sheet = Province(folder).sheet("ballots")
    for row in sheet:
        tally = BallotTallied(
            campaign="BD-2020",
            subject=row["subject"],
            stage=row["stage"],
            held_on=None,
            eligible=int(row["eligible"]),
            present=int(row["present"]),
            issued=int(row["issued"]),
            returned=int(row["returned"]),
            valid=int(row["valid"]),
            votes={level: int(row[level]) for level in VOTES},
            round=1,
        )
        ballot = Ballot(f"BD-2020/{row['subject']}/{row['stage']}")
        assert ballot.decide(ballot.tally(tally, rulebook())) == [tally]
    assert len(sheet) > 1500


@pytest.mark.parametrize(
    ("fact", "value"),
    [("disciplined_in_year", "yes"), ("targets_done_pct", "97.25"), ("member_disciplined_at_least", "KHAI_TRU")],
)
def test_a_finding_has_a_value_of_its_own_sort(fact: str, value: str) -> None:
    finding = Finding("BD-2020/col:T")
    found = FindingRecorded("BD-2020", "col:T", fact, value, "12-KL/UBKT")
    assert finding.decide(finding.record(found, rulebook())) == [found]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("disciplined_in_year", "YES"),
        ("disciplined_in_year", ""),
        ("targets_done_pct", "97,25"),
        ("targets_done_pct", "-1"),
        ("targets_done_pct", "1e3"),
        ("targets_done_pct", "NaN"),
        ("targets_done_pct", "٩٩"),
        ("member_disciplined_at_least", "yes"),
    ],
)
def test_a_finding_with_another_value_is_refused(fact: str, value: str) -> None:
    finding = Finding("BD-2020/col:T")
    with pytest.raises(FactValueWrong):
        finding.decide(finding.record(FindingRecorded("BD-2020", "col:T", fact, value, None), rulebook()))


def test_an_unknown_finding_is_refused() -> None:
    finding = Finding("BD-2020/col:T")
    with pytest.raises(FactUnknown):
        finding.decide(finding.record(FindingRecorded("BD-2020", "col:T", "rumour", "yes", None), rulebook()))


def test_a_civil_rating_that_changes_is_recorded_again() -> None:
    rating = CivilRating("BD-2020/A")
    first = CivilRatingRecorded("BD-2020", "A", "HTTNV", None, None)
    assert rating.decide(rating.record(first)) == [first]
    assert rating.decide(rating.record(first)) == []
    assert rating.decide(rating.record(replace(first, level="HTXSNV"))) == [replace(first, level="HTXSNV")]
