"""The tables that the reviews service answers from, and how its own events fill them. One module for each matter."""

from __future__ import annotations

from services.reviews.readmodel import campaigns, dossiers, prompts, reviews
from services.reviews.readmodel.store import metadata, register
from shared.messaging import Policies, marked
from shared.register import edition_policies

POLICIES = Policies([*edition_policies(register), *marked(campaigns, prompts, reviews, dossiers)])

__all__ = ["POLICIES", "metadata"]
