"""Who decides: the competent level, for the subjects that it manages (132-QĐ/TW; 21-HD/BTCTW)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.ratings.domain.campaign import Campaign
from shared.subjects import Kind, Subject

Decider = Callable[[Subject, Campaign], str | None]

DECIDERS: Mapping[str, Decider] = {
    "TW": lambda subject, campaign: None,
    "BTV_TINH_UY": lambda subject, campaign: campaign.province,
    "BTV_CAP_TREN": lambda subject, campaign: subject.parent,
    "BTV_CAP_HUYEN": lambda subject, campaign: None if subject.unit == campaign.province else subject.unit,
    "DANG_UY_CO_SO": lambda subject, campaign: subject.grassroots,
}
"""The body that decides a subject, by the name that rulebooks give it."""


def competent_body(subject: Subject, campaign: Campaign, deciders: Mapping[str, Decider]) -> str | None:
    """The organization that decides the subject's level, or None if nobody in this province does.

    An organization is decided by the body that the rulebook names for its type; collectives and leaders by the one
    that it names for who manages them (`deciders` has both); a member by the grassroots organization of the cell.
    """
    if subject.kind is Kind.MEMBER:
        return subject.grassroots
    named = subject.type if subject.kind is Kind.ORGANIZATION else subject.management_level
    return deciders.get(named or "", DECIDERS["TW"])(subject, campaign)
