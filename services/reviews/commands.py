"""What can be asked of the reviews service: load, decide, append."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from services.reviews.domain.campaign import Campaign
from services.reviews.domain.dossier import Dossier, Forwarding
from services.reviews.domain.errors import UnknownPrompt, UnknownRulebook, UnknownSubject
from services.reviews.domain.events import CampaignOpened, PromptIssued
from services.reviews.domain.prompt import Prompt
from services.reviews.domain.requirements import OwingSubject
from services.reviews.domain.review import Review, ReviewPaper
from services.reviews.readmodel import rulebook_content, texts
from shared.domain import Instant, Refusal
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


def open_campaign(unit: Unit, wanted: CampaignOpened) -> None:
    if rulebook_content(unit.tables.rows, wanted.rulebook) is None:
        raise UnknownRulebook(field="/rulebook", value=wanted.rulebook)
    campaign = unit.load(Campaign, wanted.campaign)
    unit.record(campaign, campaign.open(wanted))


def issue_prompt(unit: Unit, campaign: str, prompted: Subject | None, text: str, **facts: Any) -> None:
    if prompted is None:
        raise UnknownSubject(field="/subject", value=facts["subject"])
    prompt = unit.load(Prompt, f"{campaign}/{facts['code']}")
    text_sha256 = keep_text(unit, texts, text)
    unit.record(prompt, prompt.issue(PromptIssued(campaign=campaign, text_sha256=text_sha256, **facts)))


def hand_in_review(
    unit: Unit,
    campaign: str,
    subject: Subject | None,
    prompts: Collection[str],
    *,
    code: str,
    form: str,
    held_on: date | None,
    answered_prompts: tuple[str, ...],
    summary: str | None,
    submitted_at: Instant | None,
) -> None:
    """Submit a review; without an instant of submission it is kept as a draft."""
    if subject is None:
        raise UnknownSubject(field="/subject", value=code)
    _require_prompts(code, prompts, answered_prompts)
    review = unit.load(Review, f"{campaign}/{code}")
    content_sha256 = None if summary is None else keep_text(unit, texts, summary)
    paper = ReviewPaper(form, held_on, answered_prompts, content_sha256)
    decided = review.submit(paper, submitted_at) if submitted_at else review.draft(paper)
    unit.record(review, decided)


def return_review(unit: Unit, campaign: str, subject: str, returned_by: str, remarks: str) -> None:
    review = unit.load(Review, f"{campaign}/{subject}")
    unit.expect(review)
    remarks_sha256 = keep_text(unit, texts, remarks)
    unit.record(review, review.send_back(returned_by, remarks_sha256, unit.context.now))


def supplement_review(
    unit: Unit, campaign: str, subject: str, prompts: Collection[str], answered_prompts: tuple[str, ...], text: str
) -> None:
    _require_prompts(subject, prompts, answered_prompts)
    review = unit.load(Review, f"{campaign}/{subject}")
    unit.expect(review)
    content_sha256 = keep_text(unit, texts, text)
    unit.record(review, review.supplement(answered_prompts, content_sha256, unit.context.now))


def forward_dossier(
    unit: Unit, campaign: str, subject: str, owing: OwingSubject | None, forwarding: Forwarding, unit_known: bool
) -> list[Refusal]:
    """Forward a dossier, or keep that it was tried. Gives everything that stood against it."""
    dossier = unit.load(Dossier, f"{campaign}/{subject}")
    if faults := dossier.faults(forwarding, owing, unit_known):
        unit.record(dossier, dossier.refuse(forwarding, faults))
        return faults
    deadline = unit.load(Campaign, campaign).require().dossier_deadline
    unit.record(dossier, dossier.forward(forwarding, deadline))
    return []


def _require_prompts(subject: str, prompts: Collection[str], answered: tuple[str, ...]) -> None:
    for prompt in answered:
        if prompt not in prompts:
            raise UnknownPrompt(field="/answered_prompts", value=prompt, subject=subject)
