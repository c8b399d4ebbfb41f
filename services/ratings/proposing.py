"""Publishing what the rules derive, a part of the campaign's subjects at a time, so that no transaction is long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, union

from services.ratings.domain.assessments.said import LevelProposal
from services.ratings.domain.events import LevelProposed
from services.ratings.domain.proposal.derivation import Proposal
from services.ratings.life.queries import within
from services.ratings.proposals import Derived, derived_now
from services.ratings.readmodel import opinions, ratings
from shared.eventstore import Unit
from shared.register import Reader

MOST_SUBJECTS = 5_000
"""Subjects that one transaction derives."""

SLICE = 1_000
"""Subjects whose picture is in memory at once."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many subjects were derived, how many of their proposals were new or changed, and after whom to go on."""

    subjects: int
    proposed: int
    next: str | None


def propose(unit: Unit, campaign: str, after: str | None) -> Progress:
    """Derive the next subjects after `after`, and record the proposals that are new or changed.

    Raises UnknownCampaign and UnknownRulebook.
    """
    read, before = unit.tables.rows, unit.position
    codes = concerned(read, campaign, after, MOST_SUBJECTS + 1)
    here = codes[:MOST_SUBJECTS]
    for start in range(0, len(here), SLICE):
        derived = derived_now(read, campaign, here[start : start + SLICE])
        _record(unit, campaign, derived)
    return Progress(len(here), unit.position - before, here[-1] if len(codes) > len(here) else None)


def concerned(
    read: Reader, campaign: str, after: str | None, limit: int, paths: tuple[str, ...] | None = None
) -> list[str]:
    """The next subjects that have an assigned level or an opinion, in the database's order of their codes.

    With `paths` only those that stand at or below one of them.
    """
    parts = []
    for table in (ratings, opinions):
        rows = select(table).where(table.c.campaign == campaign) if paths is None else within(table, campaign, paths)
        codes = rows.with_only_columns(table.c.subject).distinct()
        if after is not None:
            codes = codes.where(table.c.subject > after)
        # Each part is cut by itself, so that no page walks through the whole province.
        parts.append(select(codes.order_by(table.c.subject).limit(limit).subquery()))
    both = union(*parts).subquery()
    return [row.subject for row in read(select(both.c.subject).order_by(both.c.subject).limit(limit))]


def _record(unit: Unit, campaign: str, derived: Mapping[str, Derived]) -> None:
    unit.prefetch(LevelProposal, (_key(campaign, subject) for subject in derived))
    for subject, found in derived.items():
        proposal = unit.load(LevelProposal, _key(campaign, subject))
        unit.record(proposal, proposal.propose(_event(campaign, subject, found.proposal)))


def _key(campaign: str, subject: str) -> str:
    return f"{campaign}/{subject}"


def _event(campaign: str, subject: str, proposal: Proposal | None) -> LevelProposed:
    """The proposal as it is published; without degrees there is no level and no condition."""
    if proposal is None:
        return LevelProposed(campaign, subject, level=None, failed={}, forced=(), unknown=(), ceilings=())
    return LevelProposed(
        campaign,
        subject,
        level=proposal.level,
        failed={level: _sorted(codes) for level, codes in proposal.failed.items()},
        forced=_sorted(proposal.forced),
        unknown=_sorted(proposal.unknown),
        ceilings=_sorted(proposal.ceilings),
    )


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(codes))
