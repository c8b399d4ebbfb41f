"""What can be asked about prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.errors import NotReviewed, UnknownSubject
from services.reviews.domain.prompts.errors import NotCompetent
from services.reviews.domain.prompts.events import Point, PromptIssued
from services.reviews.domain.prompts.prompt import Judgement, Prompt
from services.reviews.readmodel.store import texts
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.subjects import Subject, is_reviewed
from shared.texts import keep_text

Doubt = Callable[[Subject, str], NotCompetent | None]
"""(subject, issuer) -> why the issuer may not prompt it, if it may not."""


def issue_prompt(
    unit: Unit, campaign: str, prompted: Subject | None, asked: Sequence[str], doubt: Doubt, **facts: Any
) -> list[Refusal]:
    """Issue a prompt with a point for each text. Gives what is to be said about it although it was issued.

    Only the competent body prompts. An importer records a letter that has gone out: there the doubt is told, no more.
    """
    if prompted is None:
        raise UnknownSubject(field="/subject", value=facts["subject"])
    if not is_reviewed(prompted.code):
        raise NotReviewed(field="/subject", value=prompted.code)
    admit(unit, campaign, Act.NEW, prompted)
    not_competent = doubt(prompted, facts["issued_by"])
    if not_competent and not unit.context.may_state_instants:
        raise not_competent
    prompt = unit.load(Prompt, f"{campaign}/{facts['code']}")
    points = tuple(Point(number, keep_text(unit, texts, text)) for number, text in enumerate(asked, start=1))
    unit.record(prompt, prompt.issue(PromptIssued(campaign=campaign, points=points, **facts)))
    return [not_competent] if not_competent else []


def judge_answer(
    unit: Unit,
    campaign: str,
    prompted: Subject,
    code: str,
    *,
    point: int,
    judgement: str,
    judged_by: str,
    remarks: str | None,
) -> None:
    """Say whether the answer to a point will do."""
    admit(unit, campaign, Act.CORRECTION, prompted)
    prompt = unit.load(Prompt, f"{campaign}/{code}")
    unit.expect(prompt)
    remarks_sha256 = None if remarks is None else keep_text(unit, texts, remarks)
    unit.record(prompt, prompt.judge(point, Judgement(judgement), judged_by, remarks_sha256, unit.context.now))
