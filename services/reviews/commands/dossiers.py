"""What can be asked about dossiers."""

from __future__ import annotations

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act, Campaign
from services.reviews.domain.dossiers.dossier import Dossier, Forwarding
from services.reviews.domain.dossiers.requirements import OwingSubject
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.subjects import Subject


def forward_dossier(
    unit: Unit,
    campaign: str,
    code: str,
    subject: Subject | None,
    owing: OwingSubject | None,
    forwarding: Forwarding,
    unit_known: bool,
) -> list[Refusal]:
    """Forward a dossier, or keep that it was tried. Gives everything that stood against it."""
    dossier = unit.load(Dossier, f"{campaign}/{code}")
    admit(unit, campaign, Act.CORRECTION if dossier.forwarded else Act.NEW, subject)
    if faults := dossier.faults(forwarding, owing, unit_known):
        unit.record(dossier, dossier.refuse(forwarding, faults))
        return faults
    deadline = unit.load(Campaign, campaign).dossier_deadline(subject and subject.unit)
    unit.record(dossier, dossier.forward(forwarding, deadline))
    return []
