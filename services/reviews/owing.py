"""Who owes a dossier in a campaign, and what must lie in it: the domain's question, asked of the tables."""

from __future__ import annotations

from collections.abc import Iterable

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.dossiers.requirements import OwingSubject, owes_dossier, owing_subject
from services.reviews.readmodel.campaigns import rulebook_content
from services.reviews.readmodel.dossiers import rated_among
from services.reviews.readmodel.prompts import prompts_of
from services.reviews.readmodel.store import register
from shared.eventstore import Unit
from shared.register import subjects


def owing_among(unit: Unit, campaign: str, codes: Iterable[str]) -> dict[str, OwingSubject]:
    """Those among the subjects `codes` that owe a dossier. Raises NotFound for an unknown campaign."""
    opened = unit.load(Campaign, campaign).require()
    read = unit.tables.rows
    rulebook = rulebook_content(read, opened.rulebook)
    assert rulebook is not None, "a campaign opens under a known rulebook only"
    day = opened.reference_date
    known = subjects(register.of(campaign), read, codes)
    owing = {code: subject for code, subject in known.items() if owes_dossier(subject, day)}
    prompted = prompts_of(read, campaign, owing)
    rated = rated_among(read, campaign, owing)
    return {
        code: owing_subject(subject, rulebook, day, prompted=code in prompted, rated=code in rated)
        for code, subject in owing.items()
    }
