"""What can be asked about remedies. They outlive their campaign, so neither its locks nor its close stop them."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.remedies.errors import NotResponsibleFor
from services.reviews.domain.remedies.events import Outcome, RemedyAssigned
from services.reviews.domain.remedies.remedy import Remedy
from services.reviews.readmodel.store import texts
from services.reviews.readmodel.tree import stands_below
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


def assign_remedy(unit: Unit, campaign: str, subject: Subject, weakness: str, responsible: str, **facts: Any) -> None:
    """Make the subject's own organization, or one above it, responsible for helping with a named weakness."""
    today = _today(unit, campaign)
    if not stands_below(unit.tables.rows, campaign, subject.organization, responsible):
        raise NotResponsibleFor(field="/responsible", value=responsible, subject=subject.code)
    remedy = unit.load(Remedy, f"{campaign}/{facts['code']}")
    weakness_sha256 = keep_text(unit, texts, weakness)
    wanted = RemedyAssigned(
        campaign=campaign,
        subject=subject.code,
        weakness_sha256=weakness_sha256,
        responsible=responsible,
        **facts,
    )
    unit.record(remedy, remedy.assign(wanted, today))


def report_on_remedy(unit: Unit, campaign: str, code: str, reported_by: str, outcome: Outcome, report: str) -> None:
    remedy = unit.load(Remedy, f"{campaign}/{code}")
    unit.record(remedy, remedy.report(reported_by, unit.context.now, outcome, keep_text(unit, texts, report)))


def _today(unit: Unit, campaign: str) -> date:
    """The day in the campaign's zone. Raises NotFound and CampaignNotOpen for what was never opened."""
    zone = unit.load(Campaign, campaign).require().dossier_deadline.zone
    return unit.context.now.astimezone(ZoneInfo(zone)).date()
