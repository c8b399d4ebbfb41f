"""The tables that the reviews service answers from, and how its own events fill them. One module for each matter."""

from __future__ import annotations

from services.reviews.readmodel import attachments, campaigns, comments, dossiers, prompts, reviews
from services.reviews.readmodel.store import metadata
from shared.messaging import policies_of

POLICIES = policies_of(campaigns, prompts, reviews, dossiers, attachments, comments)

__all__ = ["POLICIES", "metadata"]
