"""What can be asked about campaigns."""

from __future__ import annotations

from services.reviews.domain.campaigns.campaign import Act, Campaign
from services.reviews.domain.campaigns.errors import DraftsRemain, SomeAreNobodys, UnknownRulebook
from services.reviews.domain.campaigns.events import CampaignDrafted, CampaignReopened
from services.reviews.expecting import catch_up, freeze
from services.reviews.readmodel.campaigns import organizations_heard, rulebook_content
from services.reviews.readmodel.drafts import drafts_in
from services.reviews.readmodel.everyone import without_a_body
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.subjects import Subject

MOST_NAMED = 5
"""Subjects that a warning names; the list has them all."""


def draft_campaign(unit: Unit, wanted: CampaignDrafted) -> None:
    _require_rulebook(unit, wanted.rulebook)
    campaign = unit.load(Campaign, wanted.campaign)
    unit.expect(campaign)
    unit.record(campaign, campaign.draft(wanted))


def open_campaign(unit: Unit, code: str) -> list[Refusal]:
    """Open the campaign and freeze who owes what; said again, only a set that was never frozen is.

    Gives a warning if there is somebody whom nobody is competent to rate.
    """
    campaign = unit.load(Campaign, code)
    unit.expect(campaign)
    unit.record(campaign, campaign.open())
    if campaign.expected is None:
        freeze(unit, campaign)
    nobodys = [subject.code for subject in without_a_body(unit.tables.rows, code, ["/"])]
    if not nobodys:
        return []
    return [SomeAreNobodys(campaign=code, count=len(nobodys), subjects=nobodys[:MOST_NAMED])]


def close_campaign(unit: Unit, code: str, document: str | None) -> None:
    """Close the campaign, unless reviews in it are still being written."""
    campaign = unit.load(Campaign, code)
    unit.expect(campaign)
    drafts = drafts_in(unit.tables.rows, code)
    if drafts.count:
        raise DraftsRemain(code, drafts.count, drafts.first)
    unit.record(campaign, campaign.close(organizations_heard(unit.tables.rows), document))


def reopen_campaign(unit: Unit, code: str, reason: str, document: str | None) -> None:
    """Go on with the campaign, and expect what became known while it was closed."""
    campaign = unit.load(Campaign, code)
    unit.expect(campaign)
    for event in unit.record(campaign, campaign.reopen(reason, document)):
        catch_up(unit, code, CampaignReopened.__name__, event)


def admit(unit: Unit, campaign: str, act: Act, subject: Subject | None) -> None:
    """Raise what `Campaign.admit` raises, unless the act about `subject` is allowed now. Every command asks this."""
    unit.load(Campaign, campaign).admit(act, subject and subject.unit, unit.context.now)


def _require_rulebook(unit: Unit, rulebook: str) -> None:
    if rulebook_content(unit.tables.rows, rulebook) is None:
        raise UnknownRulebook(field="/rulebook", value=rulebook)
