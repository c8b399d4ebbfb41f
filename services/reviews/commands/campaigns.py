"""What can be asked about campaigns."""

from __future__ import annotations

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.campaigns.errors import UnknownRulebook
from services.reviews.domain.campaigns.events import CampaignOpened
from services.reviews.readmodel.campaigns import rulebook_content
from shared.eventstore import Unit


def open_campaign(unit: Unit, wanted: CampaignOpened) -> None:
    if rulebook_content(unit.tables.rows, wanted.rulebook) is None:
        raise UnknownRulebook(field="/rulebook", value=wanted.rulebook)
    campaign = unit.load(Campaign, wanted.campaign)
    unit.record(campaign, campaign.open(wanted))
