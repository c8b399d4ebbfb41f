"""What can be asked about dossiers."""

from __future__ import annotations

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.dossiers.dossier import Dossier, Forwarding
from services.reviews.domain.dossiers.requirements import OwingSubject
from shared.domain import Refusal
from shared.eventstore import Unit


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
