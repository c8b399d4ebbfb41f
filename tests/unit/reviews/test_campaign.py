"""A campaign is drafted, opened, closed and opened again; only while it is open can anything be handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.reviews.domain.campaigns.campaign import Act, Campaign, State
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.errors import NotClosed, OpenedAlready
from services.reviews.domain.campaigns.events import CampaignClosed, CampaignDrafted, CampaignOpened
from shared.admission import CampaignNotOpen
from shared.domain import NotFound, Refusal

NOW = datetime(2020, 12, 5, 8, tzinfo=UTC)
DRAFT = CampaignDrafted(
    campaign="BD-2020",
    title="Kiểm điểm năm 2020",
    rulebook="vn-party-annual-review/2020",
    year=2020,
    document="04-CV/TU",
    opened_on=date(2020, 10, 30),
    dossier_deadline=Deadline(date(2021, 2, 25), "before", "Asia/Ho_Chi_Minh"),
    province="TU",
    dossiers_to="Ban Tổ chức Tỉnh ủy",
    reference_date=date(2020, 12, 31),
)


def drafted() -> Campaign:
    campaign = Campaign("BD-2020")
    campaign.decide(campaign.draft(DRAFT))
    return campaign


def opened() -> Campaign:
    campaign = drafted()
    campaign.decide(campaign.open())
    return campaign


def closed() -> Campaign:
    campaign = opened()
    campaign.decide(campaign.close(7, None))
    return campaign


def test_a_draft_said_again_replaces_the_draft_and_in_the_same_words_changes_nothing() -> None:
    campaign = drafted()
    assert campaign.decide(campaign.draft(DRAFT)) == []
    later = replace(DRAFT, title="Kiểm điểm, đánh giá, xếp loại năm 2020")
    assert campaign.decide(campaign.draft(later)) == [later]
    (event,) = campaign.decide(campaign.open())
    assert isinstance(event, CampaignOpened)
    assert event.data() == later.data()


def test_what_is_open_is_no_draft_any_more() -> None:
    campaign = opened()
    assert campaign.decide(campaign.draft(DRAFT)) == []
    assert campaign.decide(campaign.open()) == []
    with pytest.raises(OpenedAlready):
        campaign.decide(campaign.draft(replace(DRAFT, year=2021)))


def test_a_campaign_of_before_there_were_drafts_is_open_and_knows_its_words() -> None:
    campaign = Campaign("BD-2020").replay([CampaignOpened(**{name: getattr(DRAFT, name) for name in DRAFT.data()})])
    assert campaign.state is State.OPEN
    assert campaign.decide(campaign.draft(DRAFT)) == []


def test_a_closed_campaign_keeps_the_position_that_its_tree_is_known_at() -> None:
    campaign = opened()
    assert campaign.decide(campaign.close(7, "12-TB/TU")) == [CampaignClosed("BD-2020", 7, "12-TB/TU")]
    assert campaign.decide(campaign.close(9, None)) == []


def test_a_closed_campaign_goes_on_only_for_a_reason() -> None:
    campaign = closed()
    with pytest.raises(CampaignNotOpen):
        campaign.decide(campaign.open())
    (event,) = campaign.decide(campaign.reopen("Bổ sung kết quả", None))
    assert event.data() == {"campaign": "BD-2020", "reason": "Bổ sung kết quả", "document": None}
    campaign.admit(Act.NEW, "QN", NOW)
    with pytest.raises(NotClosed):
        campaign.decide(campaign.reopen("Lần nữa", None))


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("make", [drafted, closed])
def test_nothing_is_handed_in_or_corrected_unless_the_campaign_is_open(make, act: Act) -> None:
    with pytest.raises(CampaignNotOpen) as refused:
        make().admit(act, "QN", NOW)
    assert refused.value.code == "campaign_not_open"
    assert refused.value.way_out("vi")


def test_a_campaign_that_nobody_drafted_is_not_there() -> None:
    campaign = Campaign("BD-1999")
    asked = (campaign.require, campaign.require_open, lambda: campaign.admit(Act.NEW, None, NOW))
    for ask in asked:
        with pytest.raises(NotFound):
            ask()
    for decision in (campaign.open(), campaign.close(0, None), campaign.reopen("", None)):
        with pytest.raises(NotFound):
            campaign.decide(decision)


def test_what_was_opened_can_be_asked_for_when_it_is_closed_and_not_before_it_is_open() -> None:
    assert closed().require().reference_date == date(2020, 12, 31)
    with pytest.raises(Refusal, match="not been opened yet"):
        drafted().require()
