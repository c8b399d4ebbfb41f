"""What can be asked about plans."""

from __future__ import annotations

from datetime import date

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act
from services.reviews.domain.plans.events import InterimSummaryRecorded, PlanAdopted
from services.reviews.domain.plans.plan import Plan
from services.reviews.readmodel.store import texts
from shared.eventstore import Unit
from shared.subjects import Subject
from shared.texts import keep_text


def adopt_plan(unit: Unit, organization: Subject, wanted: PlanAdopted) -> None:
    """`organization` is the one whose plan it is, as a subject."""
    plan = _plan(unit, wanted.campaign, organization)
    admit(unit, wanted.campaign, Act.CORRECTION if plan.adopted else Act.NEW, organization)
    assert organization.type is not None
    unit.record(plan, plan.adopt(wanted, organization.type))


def record_interim_summary(
    unit: Unit, campaign: str, organization: Subject, document: str, held_on: date, text: str
) -> None:
    plan = _plan(unit, campaign, organization)
    admit(unit, campaign, Act.NEW, organization)
    said = InterimSummaryRecorded(campaign, organization.organization, document, held_on, keep_text(unit, texts, text))
    unit.record(plan, plan.summarize(said))


def _plan(unit: Unit, campaign: str, organization: Subject) -> Plan:
    return unit.load(Plan, f"{campaign}/{organization.organization}")
