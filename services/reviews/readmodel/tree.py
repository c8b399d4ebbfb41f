"""The tree as a campaign sees it: what the rooms of this service ask of the register beside single subjects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, or_, select

from services.reviews.readmodel.store import register
from shared.contracts.vocabulary import UNIT_TYPES
from shared.register import Reader, View, among, inside, stands_inside
from shared.register import subjects as _subjects
from shared.subjects import Subject


def subjects_in(read: Reader, campaign: str, codes: Iterable[str]) -> dict[str, Subject]:
    """The known ones among the subjects `codes`."""
    return _subjects(register.of(campaign), read, codes)


def organizations_in(read: Reader, campaign: str, codes: Iterable[str | None]) -> dict[str, str]:
    """The known ones among the organizations `codes`, with their type."""
    table = register.of(campaign).organizations
    wanted = {code for code in codes if code}
    return {row.code: row.type for row in among(read, select(table.c.code, table.c.type), table.c.code, wanted)}


def below(read: Reader, campaign: str, organization: str) -> ColumnElement[bool]:
    """The condition that an organization is `organization` or below it; none is, if nobody knows it."""
    view = register.of(campaign)
    path = path_of(view, read, organization)
    return false() if path is None else inside(view, path)


def path_of(view: View, read: Reader, organization: str) -> str | None:
    """The way down the tree to the organization, "/TU/QN/QN-01/", if it stands in it."""
    table = view.organizations
    rows = read(select(table.c.path).where(table.c.code == organization))
    return rows[0].path if rows else None


def seen(campaign: str, subject: ColumnElement[str], paths: Iterable[str]) -> ColumnElement[bool]:
    """The condition that the subject with the code `subject` stands at or below one of the paths."""
    return stands_inside(register.of(campaign), subject, *paths)


def stands_in(read: Reader, campaign: str, subject: ColumnElement[str], organization: str) -> ColumnElement[bool]:
    """The condition that the subject with the code `subject` stands in `organization` or below it."""
    path = path_of(register.of(campaign), read, organization)
    return false() if path is None else seen(campaign, subject, [path])


def stands_below(read: Reader, campaign: str, organization: str, above: str) -> bool:
    """Whether `organization` is `above` or below it."""
    table = register.of(campaign).organizations
    return bool(read(select(table.c.code).where(table.c.code == organization, below(read, campaign, above))))


def heads_below(campaign: str, organization: str, reference_date: str) -> Select[Any]:
    """The units and other organizations with organizations of their own that stand directly below `organization`.

    Columns `code` and `type`. Who ended before the reference date is not among them.
    """
    table = register.of(campaign).organizations
    lower = table.alias()
    leads_others = or_(table.c.type.in_(UNIT_TYPES), exists().where(lower.c.parent == table.c.code))
    still_there = or_(table.c.ended_on.is_(None), table.c.ended_on >= reference_date)
    return select(table.c.code, table.c.type).where(table.c.parent == organization, leads_others, still_there)
