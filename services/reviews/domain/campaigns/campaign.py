"""A campaign: one year's review in the province, under one rulebook."""

from __future__ import annotations

from collections.abc import Iterator

from services.reviews.domain.campaigns.events import CampaignOpened
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when


class Campaign(Aggregate):
    kind = "campaign"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.opened: CampaignOpened | None = None

    def open(self, wanted: CampaignOpened) -> Iterator[Event]:
        """Begin the year's review. Said twice in the same words, it is said once."""
        if self.opened == wanted:
            return
        if self.opened:
            raise AlreadyExists(what=f"campaign {self.key}", field="/code", value=self.key)
        yield wanted

    def require(self) -> CampaignOpened:
        """What was opened. Raises NotFound if nothing was."""
        if not self.opened:
            raise NotFound(what=f"campaign {self.key}", field="/campaign", value=self.key)
        return self.opened

    @when(CampaignOpened)
    def _opened(self, event: CampaignOpened) -> None:
        self.opened = event
