"""The reviews service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.reviews.api import (
    attachments,
    campaigns,
    comments,
    dossiers,
    expectations,
    forms,
    locks,
    plans,
    prompts,
    receptions,
    remedies,
    reviews,
    writing,
)
from services.reviews.api.scopes import paths
from services.reviews.readmodel.campaigns import citations_of as citations

__all__ = [
    "attachments",
    "campaigns",
    "citations",
    "comments",
    "dossiers",
    "expectations",
    "forms",
    "locks",
    "paths",
    "plans",
    "prompts",
    "receptions",
    "remedies",
    "reviews",
    "writing",
]
