"""What can be asked about prompts."""

from __future__ import annotations

from typing import Any

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.errors import UnknownSubject
from services.reviews.domain.prompts.events import PromptIssued
from services.reviews.domain.prompts.prompt import Prompt
from services.reviews.readmodel.store import texts
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


def issue_prompt(unit: Unit, campaign: str, prompted: Subject | None, text: str, **facts: Any) -> None:
    if prompted is None:
        raise UnknownSubject(field="/subject", value=facts["subject"])
    admit(unit, campaign, Act.NEW, prompted)
    prompt = unit.load(Prompt, f"{campaign}/{facts['code']}")
    text_sha256 = keep_text(unit, texts, text)
    unit.record(prompt, prompt.issue(PromptIssued(campaign=campaign, text_sha256=text_sha256, **facts)))
