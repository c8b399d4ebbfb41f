"""The facts of prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain import Event


@dataclass(frozen=True, slots=True)
class PromptIssued(Event):
    campaign: str
    code: str
    subject: str
    issued_by: str
    document: str
    issued_on: date
    text_sha256: str
