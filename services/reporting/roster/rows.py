"""The roster's rows as they follow from what was heard: one query for each kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, literal, select, true

from services.reporting.domain.subjects import PROVINCE_MANAGED, day, is_over
from services.reporting.domain.vietnamese import LONGEST_SEARCH_TEXT
from services.reporting.errors import RulebookNotHeard
from services.reporting.queries import about, rules_of
from services.reporting.readmodel import dossiers, proposals, ratings, register, reviews, roster
from shared.exclusions import Exclusion, Exclusions
from shared.register import Reader
from shared.subjects import REVIEWED_KINDS, Kind

SLICE = 10_000
"""Rows that are read at once."""

MISSING, ON_TIME, LATE = "missing", "on_time", "late"
"""What became of a dossier that is owed."""

_FACTS = ("organization", "unit", "grassroots", "type", "management_level", "collective", "person")
_HEARD = ("level", "decided_by", "cap_override", "derived")
_NAMES = ("by_name", "by_family", "searched")

_own, _persons = roster.spellings.alias(), roster.spellings.alias()


class Listed(NamedTuple):
    """A subject with its row; None for one that is no subject of the campaign any more."""

    subject: str
    entry: dict[str, Any] | None


class Rows:
    """The rows of `campaign` (a row of the campaigns), as they should be now."""

    def __init__(self, read: Reader, campaign: Any) -> None:
        self._read = read
        self._campaign = campaign.campaign
        self._reference_date = campaign.reference_date
        exclusions = _exclusions(read, campaign.rulebook)
        self._keeping_out = {kind: exclusions.from_rating(kind) for kind in Kind}
        self._freeing = {kind: exclusions.from_review(kind) for kind in Kind}

    def of(self, kind: Kind, where: ColumnElement[bool] | None = None) -> Iterator[list[Listed]]:
        """Those of one kind for which `where` holds, a condition on the register; a slice at a time."""
        code, query = _SUBJECTS[kind]()
        query = self._with_what_was_heard(query, kind, code).where(true() if where is None else where)
        query, last = query.order_by(code).limit(SLICE), ""
        while rows := self._read(query.where(code > last)):
            yield [self._listed(kind, row._asdict()) for row in rows]
            if len(rows) < SLICE:
                return
            last = rows[-1].code

    def _with_what_was_heard(self, query: Select[Any], kind: Kind, code: ColumnElement[str]) -> Select[Any]:
        subject = literal(f"{kind}:", String).concat(code)
        query = query.add_columns(
            *(_own.c[name] for name in _NAMES),
            ratings.c.level,
            ratings.c.decided_by,
            ratings.c.cap_override,
            proposals.c.derived,
            reviews.c.submitted,
            dossiers.c.on_time,
        ).outerjoin(_own, _own.c.subject == subject)
        for table in (ratings, proposals, reviews, dossiers):
            query = query.outerjoin(table, about(table, self._campaign, kind, code))
        return query

    def _listed(self, kind: Kind, row: Mapping[str, Any]) -> Listed:
        subject = f"{kind}:{row['code']}"
        if row["organization"] is None or is_over(row.get("until"), self._reference_date):
            return Listed(subject, None)
        reasons = self._holding(self._keeping_out[kind], row)
        freed = any(self._holding(self._freeing[kind], row))
        entry = {name: row.get(name) for name in (*_FACTS, *_HEARD)} | _name(row)
        entry |= {
            "campaign": self._campaign,
            "subject": subject,
            "kind": kind,
            "head": bool(row.get("head")),
            "left_out": next(reasons, None),
            "must_review": kind in REVIEWED_KINDS and not freed,
            "reviewed": bool(row["submitted"]),
            "dossier": _dossier(row),
        }
        return Listed(subject, entry)

    def _holding(self, exclusions: Iterable[Exclusion], row: Mapping[str, Any]) -> Iterator[str]:
        """The reasons of those exclusions that hold of the subject."""
        status, since = row.get("member_status"), day(row["since"])
        reference_date = date.fromisoformat(self._reference_date)
        return (exclusion.reason for exclusion in exclusions if exclusion.holds(status, since, reference_date))


def _organizations() -> tuple[ColumnElement[str], Select[Any]]:
    columns = register.organizations.c
    days = (columns.founded_on.label("since"), columns.ended_on.label("until"))
    return columns.code, select(columns.code, columns.type, *days, *_place())


def _collectives() -> tuple[ColumnElement[str], Select[Any]]:
    columns = register.collectives.c
    facts = (columns.code, columns.type, columns.management_level, columns.founded_on.label("since"))
    return columns.code, select(*facts, *_place()).outerjoin(*_standing_in(columns.organization))


def _members() -> tuple[ColumnElement[str], Select[Any]]:
    columns = register.people.c
    facts = (columns.code, columns.code.label("person"), columns.member_status, columns.admitted_on.label("since"))
    return columns.code, select(*facts, *_place()).outerjoin(*_standing_in(columns.cell))


def _leaders() -> tuple[ColumnElement[str], Select[Any]]:
    """Leaders in posts. Of them it is the person's status and admission that count."""
    columns, people, collectives = register.posts.c, register.people, register.collectives
    facts = (columns.code, columns.person, columns.collective, columns.head, columns.management_level)
    more = (columns.post_group.label("type"), columns.held_to.label("until"))
    of_person = (people.c.member_status, people.c.admitted_on.label("since"))
    spelled = (_persons.c[name].label(f"person_{name}") for name in _NAMES)
    query = (
        select(*facts, *more, *of_person, *spelled, *_place())
        .outerjoin(collectives, collectives.c.code == columns.collective)
        .outerjoin(*_standing_in(collectives.c.organization))
        .outerjoin(people, people.c.code == columns.person)
        .outerjoin(_persons, _persons.c.subject == literal(f"{Kind.MEMBER}:", String).concat(columns.person))
    )
    return columns.code, query


def _place() -> Iterable[ColumnElement[Any]]:
    columns = register.organizations.c
    return columns.code.label("organization"), columns.unit, columns.grassroots


def _standing_in(organization: ColumnElement[str]) -> tuple[Any, ColumnElement[bool]]:
    return register.organizations, register.organizations.c.code == organization


_SUBJECTS: Mapping[Kind, Callable[[], tuple[ColumnElement[str], Select[Any]]]] = {
    Kind.ORGANIZATION: _organizations,
    Kind.COLLECTIVE: _collectives,
    Kind.MEMBER: _members,
    Kind.LEADER: _leaders,
}
"""For each kind, the codes and the facts of those that the register knows."""


def _exclusions(read: Reader, rulebook: str) -> Exclusions:
    """Whom the rulebook leaves out; nobody while it has not been heard of. Then the rows are written anew."""
    try:
        return rules_of(read, rulebook).exclusions
    except RulebookNotHeard:
        return Exclusions()


def _name(row: Mapping[str, Any]) -> dict[str, str]:
    """A leader is listed under the person's name, and found by it and by the post."""
    own = {name: row[name] or "" for name in _NAMES}
    if row.get("person_by_name") is None:
        return own
    persons = {name: row[f"person_{name}"] for name in _NAMES}
    return persons | {"searched": (own["searched"] + persons["searched"])[:LONGEST_SEARCH_TEXT]}


def _dossier(row: Mapping[str, Any]) -> str | None:
    if row.get("management_level") != PROVINCE_MANAGED:
        return None
    on_time = row["on_time"]
    return MISSING if on_time is None else ON_TIME if on_time else LATE
