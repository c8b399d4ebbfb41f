"""From the tables to the statistical tables of a campaign, within one part of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from services.reporting.counting import Scope, material_of
from services.reporting.domain.rules import Rules
from services.reporting.domain.statistics import Prompted, StatisticsTally
from services.reporting.readmodel import prompts, register
from shared.register import Reader, subjects

MEMBERS_ARE_MANAGED_BY = "COSO"
"""A member in the own cell is the grassroots organization's business, whoever manages the posts that one holds."""


def statistics(read: Reader, campaign: Any, scope: Scope) -> dict[str, Any]:
    """The statistical tables of `campaign` (a row of the campaigns) within `scope`. Raises RulebookNotHeard."""
    material = material_of(read, campaign, scope)
    tally = StatisticsTally(Rules(material.caps, material.exclusions), campaign.reference_date)
    for organization in material.organizations:
        tally.organization(organization)
    for collective in material.collectives:
        tally.collective(collective)
    for member in material.members:
        tally.member(member)
    for leader in material.leaders:
        tally.leader(leader)
    tally.prompted(_prompted(read, campaign.campaign, scope))
    return tally.tables()


def _prompted(read: Reader, campaign: str, scope: Scope) -> Iterator[Prompted]:
    rows = read(select(prompts.c.subject).where(prompts.c.campaign == campaign).distinct())
    view = register.of(campaign)
    known = subjects(view, read, (row.subject for row in rows))
    here = {row.code for row in read(select(view.organizations.c.code).where(scope.holds(view)))}
    for code, subject in known.items():
        if subject.organization in here:
            yield Prompted(code, subject.management_level or MEMBERS_ARE_MANAGED_BY)
