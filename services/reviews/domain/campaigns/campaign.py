"""A campaign: one year's review in the province, under one rulebook. Drafted, opened, closed, and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.errors import CampaignIsClosed, CampaignIsDraft, NotClosed, OpenedAlready
from services.reviews.domain.campaigns.events import CampaignClosed, CampaignDrafted, CampaignOpened, CampaignReopened
from shared.domain import Aggregate, Event, Instant, NotFound, when


class State(StrEnum):
    NONE = "none"
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Act(StrEnum):
    """What somebody wants to do in a campaign: hand in something new, or correct what has been handed in."""

    NEW = "new"
    CORRECTION = "correction"


class Campaign(Aggregate):
    kind = "campaign"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.state = State.NONE
        self.drafted: CampaignDrafted | None = None
        self.opened: CampaignOpened | None = None

    def draft(self, wanted: CampaignDrafted) -> Iterator[Event]:
        """Prepare the campaign. Said again, it replaces the draft; once it is open, only the same words pass."""
        if self.drafted == wanted:
            return
        if self.state not in (State.NONE, State.DRAFT):
            raise OpenedAlready(campaign=self.key, field="/code", value=self.key)
        yield wanted

    def open(self) -> Iterator[Event]:
        """Begin the year's review as it was drafted. Opening what is open changes nothing."""
        if self.state is State.OPEN:
            return
        if self.state is State.CLOSED:
            raise CampaignIsClosed(campaign=self.key)
        if not self.drafted:
            raise self._unknown()
        yield CampaignOpened(**_words(self.drafted))

    def close(self, organizations_position: int, document: str | None) -> Iterator[Event]:
        """End the campaign, with the tree as the organizations service had told it up to that position."""
        self.require()
        if self.state is not State.CLOSED:
            yield CampaignClosed(self.key, organizations_position, document)

    def reopen(self, reason: str, document: str | None) -> Iterator[Event]:
        """Go on with a closed campaign."""
        self.require()
        if self.state is not State.CLOSED:
            raise NotClosed(campaign=self.key)
        yield CampaignReopened(self.key, reason, document)

    def require(self) -> CampaignOpened:
        """What was opened, also when it is closed by now. Raises NotFound, and CampaignNotOpen for a mere draft."""
        if self.opened:
            return self.opened
        raise CampaignIsDraft(campaign=self.key) if self.drafted else self._unknown()

    def require_open(self) -> CampaignOpened:
        """What was opened. Raises NotFound, and CampaignNotOpen for a draft or a closed campaign."""
        opened = self.require()
        if self.state is State.CLOSED:
            raise CampaignIsClosed(campaign=self.key)
        return opened

    def admit(self, act: Act, unit: str | None, now: Instant) -> None:
        """Raise CampaignNotOpen unless `act` about a subject of `unit` is allowed at the instant `now`."""
        self.require_open()

    def dossier_deadline(self, unit: str | None) -> Deadline:
        """Until when the dossiers of `unit` are on time."""
        return self.require().dossier_deadline

    def _unknown(self) -> NotFound:
        return NotFound(what=f"campaign {self.key}", field="/campaign", value=self.key)

    @when(CampaignDrafted)
    def _drafted(self, event: CampaignDrafted) -> None:
        self.state, self.drafted = State.DRAFT, event

    @when(CampaignOpened)
    def _opened(self, event: CampaignOpened) -> None:
        self.state, self.opened = State.OPEN, event
        self.drafted = CampaignDrafted(**_words(event))

    @when(CampaignClosed)
    def _closed(self, event: CampaignClosed) -> None:
        self.state = State.CLOSED

    @when(CampaignReopened)
    def _reopened(self, event: CampaignReopened) -> None:
        self.state = State.OPEN


def _words(said: CampaignDrafted | CampaignOpened) -> dict[str, Any]:
    return {field.name: getattr(said, field.name) for field in fields(said)}
