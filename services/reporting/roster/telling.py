"""The roster's rows as they are told: with the names that the reader may see, and the course of one subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from services.reporting.readmodel import dossier_refusals, names, prompts, proposals, ratings, register, roster
from shared.register import Reader, View, among

LONGEST_COURSE = 500
"""Happenings of one subject that are told."""

_TOLD = (
    "subject",
    "kind",
    "type",
    "management_level",
    "head",
    "organization",
    "unit",
    "grassroots",
    "collective",
    "must_review",
    "reviewed",
    "level",
    "decided_by",
    "cap_override",
    "derived",
    "left_out",
    "dossier",
    "dossier_state",
)
_OF_PERSON = ("CivilRatingRecorded",)
"""What is told of a person in every post, beside what the register tells."""


def tell(read: Reader, campaign: str, rows: Sequence[Row[Any]], *, people: bool) -> list[dict[str, Any]]:
    """Each row with names as the campaign knows them; those of people, and of their posts, only with `people`."""
    wanted = {f"{kind}:{code}" for row in rows for kind, code in _around(row) if people or kind in ("org", "col")}
    called = names_in(read, campaign, wanted)
    return [_told(row, called) for row in rows]


def names_in(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, str]:
    """What the subjects are called in the campaign."""
    return {row.code: row.name for row in among(read, *_called_in(register.of(campaign)), set(subjects))}


@lru_cache(maxsize=64)
def _called_in(view: View) -> tuple[Select[Any], ColumnElement[str]]:
    called = view.of(names)
    return select(called), called.c.code


def entry_of(read: Reader, campaign: str, subject: str) -> Row[Any] | None:
    """The subject's row, if it is a subject of the campaign."""
    columns = roster.entries.c
    rows = read(select(roster.entries).where(columns.campaign == campaign, columns.subject == subject))
    return rows[0] if rows else None


def entries_among(read: Reader, campaign: str, subjects: Iterable[str]) -> list[Row[Any]]:
    """The rows of those that are subjects of the campaign."""
    columns = roster.entries.c
    query = select(roster.entries).where(columns.campaign == campaign)
    return list(among(read, query, columns.subject, set(subjects)))


def particulars(read: Reader, campaign: str, row: Row[Any]) -> dict[str, Any]:
    """What is known of one subject beside its row: the decision, the proposal, prompts, refusals and the course."""
    subject = row.subject

    def about(table: Any, *columns: str) -> list[dict[str, Any]]:
        query = select(*(table.c[name] for name in columns))
        found = read(query.where(table.c.campaign == campaign, table.c.subject == subject))
        return [dict(one._mapping) for one in found]

    decisions = about(ratings, "level", "proposed", "decided_by", "document", "reason", "cap_override")
    proposed = about(proposals, "derived", "conditions")
    asked = [{**one, "answered": one["answered"] and row.reviewed} for one in about(prompts, "code", "answered")]
    return {
        "rating": decisions[0] if decisions else None,
        "proposal": proposed[0] if proposed else None,
        "prompts": sorted(asked, key=lambda prompt: prompt["code"]),
        "refused_dossiers": about(dossier_refusals, "number", "faults"),
        "course": [dict(one._mapping) for one in read(_course(campaign, row))],
    }


def _course(campaign: str, row: Row[Any]) -> Select[Any]:
    """What was heard about the subject in this campaign and about who it is, as it happened."""
    columns = roster.happenings.c
    mine = and_(columns.subject == row.subject, or_(columns.campaign == campaign, columns.campaign.is_(None)))
    if row.kind == "ldr":
        of_person = and_(columns.campaign == campaign, columns.type.in_(_OF_PERSON))
        same_person = columns.subject == f"mem:{row.person}"
        mine = or_(mine, and_(same_person, or_(columns.campaign.is_(None), of_person)))
    told = (columns.at, columns.service, columns.number, columns.event, columns.type, columns.facts)
    return select(*told).where(mine).order_by(columns.at, columns.service, columns.number).limit(LONGEST_COURSE)


def _around(row: Row[Any]) -> Iterable[tuple[str, str]]:
    """Everything that the row names."""
    kind, _, code = row.subject.partition(":")
    yield kind, code
    yield from (("org", organization) for organization in (row.organization, row.unit, row.grassroots) if organization)
    yield from (("org", body) for body in (row.decided_by,) if body)
    yield from (("col", collective) for collective in (row.collective,) if collective)
    yield from (("mem", person) for person in (row.person,) if person)


def _told(row: Row[Any], called: Mapping[str, str]) -> dict[str, Any]:
    of_person = row.person and called.get(f"mem:{row.person}")
    own = called.get(row.subject)
    return {
        **{name: row._mapping[name] for name in _TOLD},
        "name": of_person if row.kind == "ldr" else own,
        "post": own if row.kind == "ldr" else None,
        "organization_name": called.get(f"org:{row.organization}"),
        "unit_name": called.get(f"org:{row.unit}"),
        "collective_name": row.collective and called.get(f"col:{row.collective}"),
        "decided_by_name": row.decided_by and called.get(f"org:{row.decided_by}"),
    }
