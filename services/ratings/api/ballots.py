"""What a subject's ballots say: for each level whether it passed, and by which rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from services.ratings.api.scopes import OFFICERS, of_subject
from services.ratings.domain.assessments.ballot import doubt, passings, remarks
from services.ratings.domain.assessments.errors import Remark
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.readmodel import campaign_of, lives, ratings, rulebook_of
from shared.web import Call, resource

FIGURES = ("round", "held_on", "eligible", "present", "issued", "returned", "valid", "votes")


@resource(
    "GET",
    "/campaigns/<campaign>/ballots/<subject>",
    roles=OFFICERS,
    scope=of_subject,
    summary="A subject's ballots: the counts, which level passed, by which rule, and what to look at",
)
def show_ballots(call: Call, campaign: str, subject: str) -> dict[str, Any]:
    rulebook = rulebook_of(call.read, campaign_of(call.read, campaign).rulebook)
    decided = call.read(select(ratings.c.level).where(ratings.c.campaign == campaign, ratings.c.subject == subject))
    level = decided[0].level if decided else None
    rules = rulebook.ballots
    return {
        "subject": subject,
        "threshold": {"more_than_pct": str(rules.percent), "of": rules.base, "certainty": rules.certainty},
        "remarks": [_said(call, remark) for remark in doubt(rules)],
        "stages": [
            _stage(call, stage, rounds, rulebook, level) for stage, rounds in _rounds(call, campaign, subject).items()
        ],
    }


def _rounds(call: Call, campaign: str, subject: str) -> dict[str, dict[int, Row[Any]]]:
    """The tallies by stage and round."""
    ballots = lives.ballots
    query = select(ballots).where(ballots.c.campaign == campaign, ballots.c.subject == subject)
    stages: dict[str, dict[int, Row[Any]]] = defaultdict(dict)
    for row in call.read(query.order_by(ballots.c.stage, ballots.c.round)):
        stages[row.stage][row.round] = row
    return stages


def _stage(
    call: Call, stage: str, rounds: dict[int, Row[Any]], rulebook: Rulebook, decided: str | None
) -> dict[str, Any]:
    passed = {passing.level: passing for passing in passings(rounds, rulebook)}
    return {
        "stage": stage,
        "rounds": [{name: getattr(row, name) for name in FIGURES} for row in rounds.values()],
        "levels": [asdict(passing) for passing in passed.values()],
        "remarks": [_said(call, remark) for remark in remarks(stage, passed, decided)],
    }


def _said(call: Call, remark: Remark) -> dict[str, str]:
    return {"code": remark.code, "text": remark.say(call.language), "way_out": remark.way_out(call.language)}
