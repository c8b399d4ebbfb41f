"""Ballots in one round or two: what a tally must be, and which level it passes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.assessments.ballot import AGAINST, Ballot, Passing, doubt, passings, remarks
from services.ratings.domain.assessments.errors import ChoiceNotInRound, FirstRoundMissing, RoundUnknown
from services.ratings.domain.errors import BallotDoesNotAddUp
from services.ratings.domain.events import BallotTallied
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.domain.rules.threshold import BASES, BallotRules
from shared.contracts import vocabulary
from tests.rulebooks import as_written
from tests.unit.ratings.small import rulebook

SINGLE = BallotTallied(
    "BD-2020", "mem:A", "CB_XL", None, 13, 12, 12, 12, 12, {"HTXSNV": 7, "HTTNV": 5, "HTNV": 0, "KHTNV": 0}, 1
)
FIRST = replace(SINGLE, votes={"HTTNV": 9, "HTNV": 3})
SECOND = replace(SINGLE, votes={"HTXSNV": 8, AGAINST: 4}, round=2)


def tallied(*counts: BallotTallied, under: Rulebook | None = None) -> Ballot:
    ballot = Ballot("BD-2020/mem:A/CB_XL")
    for count in counts:
        assert ballot.decide(ballot.tally(count, under or rulebook())) == [count]
    return ballot


def refuses(ballot: Ballot, count: BallotTallied, refusal: type[Exception], under: Rulebook | None = None) -> None:
    with pytest.raises(refusal):
        ballot.decide(ballot.tally(count, under or rulebook()))


def test_the_word_for_a_vote_against_is_that_of_the_published_language() -> None:
    assert AGAINST == vocabulary.AGAINST


def test_a_later_count_of_a_round_stands_and_the_same_again_is_nothing_new() -> None:
    ballot = tallied(FIRST, SECOND, replace(FIRST, votes={"HTTNV": 10, "HTNV": 2}))
    assert ballot.decide(ballot.tally(SECOND, rulebook())) == []
    assert ballot.rounds[1].votes["HTTNV"] == 10


def test_a_second_round_follows_a_first_one_about_the_other_levels() -> None:
    refuses(tallied(), SECOND, FirstRoundMissing)
    refuses(tallied(SINGLE), SECOND, FirstRoundMissing)
    refuses(tallied(FIRST, SECOND), SINGLE, ChoiceNotInRound)


def test_each_round_has_its_own_choices() -> None:
    refuses(tallied(), replace(FIRST, votes={"HTTNV": 8, AGAINST: 4}), ChoiceNotInRound)
    refuses(tallied(FIRST), replace(SECOND, votes={"HTXSNV": 8, "HTTNV": 4}), ChoiceNotInRound)


def test_the_second_round_adds_up_too() -> None:
    refuses(tallied(FIRST), replace(SECOND, votes={"HTXSNV": 8}), BallotDoesNotAddUp)


def test_a_rulebook_without_two_rounds_has_no_second_one() -> None:
    content = as_written()
    content["ballots"]["procedure_variants"] = {"single": "one ballot"}
    single = Rulebook.read(content)
    refuses(tallied(FIRST, under=single), SECOND, RoundUnknown, under=single)


def test_a_level_passes_with_more_than_half_of_those_present() -> None:
    assert passings({1: SINGLE}, rulebook()) == [
        Passing("HTXSNV", 1, 7, 7, True),
        Passing("HTTNV", 1, 5, 7, False),
        Passing("HTNV", 1, 0, 7, False),
        Passing("KHTNV", 1, 0, 7, False),
    ]


def test_in_two_rounds_the_second_one_decides_about_the_best_level() -> None:
    passed = {passing.level: passing for passing in passings({1: FIRST, 2: SECOND}, rulebook())}
    assert (passed["HTXSNV"].round, passed["HTXSNV"].passed) == (2, True)
    assert (passed["HTTNV"].round, passed["HTTNV"].passed) == (1, True)
    assert list(remarks("CB_XL", passed, "HTXSNV")) == []


def test_what_did_not_pass_is_remarked_and_never_refused() -> None:
    weak = replace(FIRST, votes={"HTTNV": 6, "HTNV": 6})
    passed = {passing.level: passing for passing in passings({1: weak, 2: SECOND}, rulebook())}
    assert [remark.code for remark in remarks("CB_XL", passed, "HTTNV")] == [
        "second_round_unfounded",
        "level_not_passed",
    ]


def test_a_threshold_that_is_not_certain_is_said_to_be_so() -> None:
    assert [remark.code for remark in doubt(rulebook().ballots)] == ["threshold_uncertain"]
    assert list(doubt(replace(rulebook().ballots, certainty="high"))) == []


@given(
    percent=st.integers(0, 99), base=st.sampled_from(sorted(BASES)), size=st.integers(0, 500), votes=st.integers(0, 500)
)
def test_enough_is_the_fewest_votes_above_the_share(percent: int, base: str, size: int, votes: int) -> None:
    rules = BallotRules(Decimal(percent), base, False, None)
    assert (votes >= rules.needed(size)) == (100 * votes > percent * size)


@pytest.mark.parametrize(("base", "needed"), [("eligible", 11), ("present", 8), ("valid", 6)])
def test_the_share_is_of_the_base_that_the_rulebook_names(base: str, needed: int) -> None:
    content = as_written()
    content["ballots"]["pass_threshold"]["of"] = base
    count = replace(FIRST, eligible=20, present=15, issued=15, returned=12, valid=11, votes={"HTTNV": 11})
    assert passings({1: count}, Rulebook.read(content))[1].needed == needed
