"""What the page shows: a campaign's figures, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.domain import Instant


@dataclass(frozen=True, slots=True)
class CampaignView:
    """The page of one campaign.

    `campaign` holds what CampaignOpened said, `overrides` the documents that allowed exceeding a cap. `names` are by
    subject (`org:QN`): those of organizations and collectives, and those of members and leaders' posts only if the
    reader may see them. `scope` is the organization that the figures are limited to, if they are. `positions` say how
    far each source has been heard.
    """

    campaign: Mapping[str, Any]
    figures: Mapping[str, Any]
    overrides: Sequence[Mapping[str, Any]]
    names: Mapping[str, str]
    scope: str | None
    positions: Mapping[str, int]
    at: Instant

    def units(self) -> list[str]:
        """The units with a row in the tables, the province first."""
        province = self.campaign["province"]
        return sorted(self.figures["by_unit"], key=lambda unit: (unit != province, unit))
