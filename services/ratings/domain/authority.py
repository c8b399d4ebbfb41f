"""Who decides: the competent level, for the subjects that it manages (132-QĐ/TW; 21-HD/BTCTW)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.ratings.domain.campaign import Campaign
from shared.subjects import Kind, Subject

Decider = Callable[[Subject, Campaign], str | None]

DECIDERS: Mapping[str, Decider] = {
    "TW": lambda organization, campaign: None,
    "BTV_TINH_UY": lambda organization, campaign: campaign.province,
    "BTV_CAP_TREN": lambda organization, campaign: organization.parent,
    "DANG_UY_CO_SO": lambda organization, campaign: organization.grassroots,
}
"""The body that decides an organization, by the name that rulebooks give it."""


def competent_body(subject: Subject, campaign: Campaign, deciders: Mapping[str, Decider]) -> str | None:
    """The organization that decides the subject's level, or None if nobody in this province does.

    An organization is decided by the body that the rulebook names for its type (`deciders`); a member by the
    grassroots organization of the cell; collectives and leaders by who manages them.
    """
    match subject.kind:
        case Kind.ORGANIZATION:
            decider = deciders.get(subject.type or "", DECIDERS["TW"])
            return decider(subject, campaign)
        case Kind.MEMBER:
            return subject.grassroots
        case Kind.COLLECTIVE | Kind.LEADER:
            return _manager(subject, campaign)


def _manager(subject: Subject, campaign: Campaign) -> str | None:
    match subject.management_level:
        case "TINH":
            return campaign.province
        case "HUYEN" if subject.unit != campaign.province:
            return subject.unit
        case "COSO":
            return subject.grassroots
    return None
