"""Who is counted: one slim row for each possible subject, and the dates that decide whether it is one.

Dates are ISO text, which compares as dates do. A row of a kind carries all that the figures ask of
that kind, so that one pass over the rows is enough.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from shared.subjects import Kind

KINDS = tuple(kind.value for kind in Kind)
PROVINCE = "DB_TINH"
UNITS = frozenset({PROVINCE, "DB_TRUC_THUOC_TINH"})
"""The types of organization that have a row of their own in the province's tables."""

GRASSROOTS = frozenset({"DB_CO_SO", "CB_CO_SO"})
PROVINCE_MANAGED = "TINH"
NONE = "none"
"""Where the rules derive no level, because there are no degrees."""


class OrganizationRow(NamedTuple):
    """A Party organization, with its rating if it has one. `derived` is the level that the rules derive, NONE for
    none, and None where nobody has derived any; so in all rows.
    """

    code: str
    type: str
    unit: str
    ended_on: str | None
    level: str | None
    decided_by: str | None
    cap_override: str | None
    derived: str | None = None


class CollectiveRow(NamedTuple):
    """A leading collective. `dossier_on_time` is None while no dossier has been accepted."""

    code: str
    type: str
    unit: str
    management_level: str
    founded_on: str | None
    ended_on: str | None
    level: str | None
    decided_by: str | None
    cap_override: str | None
    reviewed: bool
    dossier_on_time: bool | None
    derived: str | None = None


class MemberRow(NamedTuple):
    """A Party member, by the cell's unit and grassroots organization."""

    code: str
    unit: str
    grassroots: str | None
    member_status: str
    admitted_on: str | None
    level: str | None
    cap_override: str | None
    reviewed: bool
    derived: str | None = None


class LeaderRow(NamedTuple):
    """A leader in one post, by the unit of the collective's organization."""

    code: str
    unit: str
    management_level: str
    head: bool
    held_to: str | None
    post_group: str
    level: str | None
    decided_by: str | None
    cap_override: str | None
    collective_level: str | None
    dossier_on_time: bool | None
    derived: str | None = None


def is_over(ended_on: str | None, reference_date: str) -> bool:
    """Whether what ended on that day is no subject any more; on the reference date itself it still is."""
    return ended_on is not None and ended_on < reference_date


def day(text: str | None) -> date | None:
    """A day that was given as ISO text, where the calendar has to be asked."""
    return date.fromisoformat(text) if text else None
