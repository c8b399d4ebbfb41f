"""Which body is competent for a subject, by the rulebook (132-QĐ/TW; 21-HD/BTCTW). Pure, like shared.domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.subjects import Kind, Subject

Decider = Callable[[Subject, str], str | None]
"""(subject, the province's organization) -> the competent organization, or None if nobody in the province is."""

DECIDERS: Mapping[str, Decider] = {
    "TW": lambda subject, province: None,
    "BTV_TINH_UY": lambda subject, province: province,
    "BTV_CAP_TREN": lambda subject, province: subject.parent,
    "BTV_CAP_HUYEN": lambda subject, province: None if subject.unit == province else subject.unit,
    "DANG_UY_CO_SO": lambda subject, province: subject.grassroots,
}
"""The body that decides a subject, by the name that rulebooks give it."""


def deciders_of(content: Mapping[str, Any]) -> dict[str, Decider]:
    """Who decides by a rulebook's content: by type of organization, and by management level."""
    kinds = content["subject_types"]["collectives"]
    organizations = [entry for entry in kinds if entry["kind"] == "party_org"]
    return {entry["code"]: DECIDERS[entry["decider"]] for entry in (*organizations, *content["management_levels"])}


def competent_body(subject: Subject, province: str, deciders: Mapping[str, Decider]) -> str | None:
    """The organization that decides the subject's level, or None if nobody in this province does.

    An organization is decided by the body that the rulebook names for its type; collectives and leaders by the one
    that it names for who manages them (`deciders` has both); a member by the grassroots organization of the cell.
    """
    if subject.kind is Kind.MEMBER:
        return subject.grassroots
    decider = deciders.get(_managed_as(subject))
    return decider(subject, province) if decider else None


def lacks_a_body(subject: Subject, province: str, deciders: Mapping[str, Decider]) -> bool:
    """Whether nobody at all decides the subject's level, where somebody in the province should.

    Its management level is one that the rulebook does not know, such as the district's since there is none; or no
    such body stands above it. What the Centre decides lacks nothing.
    """
    centre = subject.kind is not Kind.MEMBER and deciders.get(_managed_as(subject)) is DECIDERS["TW"]
    return not centre and competent_body(subject, province, deciders) is None


def _managed_as(subject: Subject) -> str:
    """The type of an organization, or who manages a collective or leader: what the rulebook names a decider for."""
    return (subject.type if subject.kind is Kind.ORGANIZATION else subject.management_level) or ""
