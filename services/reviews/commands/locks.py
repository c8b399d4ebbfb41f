"""What can be asked about locks and extensions. The body that acts is the caller's own."""

from __future__ import annotations

from typing import Any

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.errors import NotAUnit
from services.reviews.domain.campaigns.events import CampaignLocked, CampaignUnlocked
from services.reviews.readmodel.locks import is_unit
from shared.domain import Instant
from shared.eventstore import Unit


def lock(unit: Unit, code: str, place: str | None, since: Instant | None, **facts: Any) -> None:
    """Stop new submissions, corrections or both, at once or from `since` on."""
    _require_unit(unit, code, place)
    campaign, context = unit.load(Campaign, code), unit.context
    unit.expect(campaign)
    wanted = CampaignLocked(
        campaign=code, unit=place, since=since or context.now, locked_by=context.organization, **facts
    )
    unit.record(campaign, campaign.lock(wanted, context.now))


def unlock(unit: Unit, code: str, place: str | None, **facts: Any) -> None:
    campaign = unit.load(Campaign, code)
    unit.expect(campaign)
    wanted = CampaignUnlocked(campaign=code, unit=place, unlocked_by=unit.context.organization, **facts)
    unit.record(campaign, campaign.unlock(wanted))


def extend_deadline(unit: Unit, code: str, place: str, until: Deadline, reason: str, document: str | None) -> None:
    """Give the unit more time for its dossiers."""
    _require_unit(unit, code, place)
    campaign = unit.load(Campaign, code)
    unit.expect(campaign)
    unit.record(campaign, campaign.extend(place, until, unit.context.organization, reason, document))


def _require_unit(unit: Unit, campaign: str, code: str | None) -> None:
    if code is not None and not is_unit(unit.tables.rows, campaign, code):
        raise NotAUnit(field="/unit", value=code)
