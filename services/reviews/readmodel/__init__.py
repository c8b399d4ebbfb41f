"""The tables that the reviews service answers from, and how its own events fill them. One module for each matter."""

from __future__ import annotations

from services.reviews.readmodel import (
    attachments,
    campaigns,
    comments,
    completeness,
    dossiers,
    expectations,
    plans,
    prompts,
    remedies,
    reviews,
)
from services.reviews.readmodel.store import gate, metadata, register
from shared.gate import gate_policies
from shared.messaging import Policies, marked
from shared.register import edition_policies

POLICIES = Policies(
    [
        *edition_policies(register),
        *gate_policies(gate),
        *marked(campaigns, expectations, completeness, prompts, reviews, dossiers, attachments, comments),
        *marked(plans, remedies),
    ]
)

__all__ = ["POLICIES", "metadata"]
