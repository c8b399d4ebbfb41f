"""The roster's rows as they follow from what was heard: one query for each kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, literal, select

from services.reporting.domain.dossiers import NOT_FORWARDED
from services.reporting.domain.subjects import PROVINCE_MANAGED, day, is_over
from services.reporting.domain.vietnamese import name_key, search_text, sort_key
from services.reporting.errors import RulebookNotHeard
from services.reporting.queries import about, rules_of
from services.reporting.readmodel import dossiers, names, proposals, ratings, register, reviews
from shared.exclusions import Exclusion, Exclusions
from shared.register import Reader, View
from shared.subjects import REVIEWED_KINDS, Kind

SLICE = 10_000
"""Rows that are read at once."""

MISSING, ON_TIME, LATE = "missing", "on_time", "late"
"""What became of a dossier that is owed."""

Where = Callable[[View], ColumnElement[bool]]
"""Which subjects: a condition on the register as a campaign sees it."""

_FACTS = ("organization", "unit", "grassroots", "type", "management_level", "collective", "person")
_HEARD = ("level", "decided_by", "cap_override", "derived")


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
        self._view = register.of(campaign.campaign)
        exclusions = _exclusions(read, campaign.rulebook)
        self._keeping_out = {kind: exclusions.from_rating(kind) for kind in Kind}
        self._freeing = {kind: exclusions.from_review(kind) for kind in Kind}

    def of(self, kind: Kind, where: Where | None = None) -> Iterator[list[Listed]]:
        """Those of one kind, or of these the ones for which `where` holds; a slice at a time."""
        code, query = _SUBJECTS[kind](self._view)
        query, last = self._with_what_was_heard(query, kind, code).order_by(code).limit(SLICE), ""
        if where is not None:
            query = query.where(where(self._view))
        while rows := self._read(query.where(code > last)):
            yield [self._listed(kind, row._asdict()) for row in rows]
            if len(rows) < SLICE:
                return
            last = rows[-1].code

    def _with_what_was_heard(self, query: Select[Any], kind: Kind, code: ColumnElement[str]) -> Select[Any]:
        called = self._view.of(names)
        query = query.add_columns(
            called.c.name,
            ratings.c.level,
            ratings.c.decided_by,
            ratings.c.cap_override,
            proposals.c.derived,
            reviews.c.submitted,
            dossiers.c.on_time,
            dossiers.c.state.label("dossier_state"),
        ).outerjoin(called, called.c.code == _subject(kind, code))
        for table in (ratings, proposals, reviews, dossiers):
            query = query.outerjoin(table, about(table, self._campaign, kind, code))
        return query

    def _listed(self, kind: Kind, row: Mapping[str, Any]) -> Listed:
        subject = f"{kind}:{row['code']}"
        if row["organization"] is None or is_over(row.get("until"), self._reference_date):
            return Listed(subject, None)
        reasons = self._holding(self._keeping_out[kind], row)
        freed = any(self._holding(self._freeing[kind], row))
        entry = {name: row.get(name) for name in (*_FACTS, *_HEARD)} | _spelled(kind, subject, row)
        entry |= {
            "campaign": self._campaign,
            "subject": subject,
            "kind": kind,
            "head": bool(row.get("head")),
            "left_out": next(reasons, None),
            "must_review": kind in REVIEWED_KINDS and not freed,
            "reviewed": bool(row["submitted"]),
            **_dossier(row),
        }
        return Listed(subject, entry)

    def _holding(self, exclusions: Iterable[Exclusion], row: Mapping[str, Any]) -> Iterator[str]:
        """The reasons of those exclusions that hold of the subject."""
        status, since = row.get("member_status"), day(row["since"])
        reference_date = date.fromisoformat(self._reference_date)
        return (exclusion.reason for exclusion in exclusions if exclusion.holds(status, since, reference_date))


def _organizations(view: View) -> tuple[ColumnElement[str], Select[Any]]:
    columns = view.organizations.c
    days = (columns.founded_on.label("since"), columns.ended_on.label("until"))
    return columns.code, select(columns.code, columns.type, *days, *_place(view))


def _collectives(view: View) -> tuple[ColumnElement[str], Select[Any]]:
    columns = view.collectives.c
    days = (columns.founded_on.label("since"), columns.ended_on.label("until"))
    facts = (columns.code, columns.type, columns.management_level, *days, *_place(view))
    return columns.code, select(*facts).outerjoin(*_standing_in(view, columns.organization))


def _members(view: View) -> tuple[ColumnElement[str], Select[Any]]:
    columns = view.people.c
    facts = (columns.code, columns.code.label("person"), columns.member_status, columns.admitted_on.label("since"))
    return columns.code, select(*facts, *_place(view)).outerjoin(*_standing_in(view, columns.cell))


def _leaders(view: View) -> tuple[ColumnElement[str], Select[Any]]:
    """Leaders in posts. Of them it is the person's status and admission that count."""
    columns, people, collectives, called = view.posts.c, view.people, view.collectives, view.of(names).alias()
    facts = (columns.code, columns.person, columns.collective, columns.head, columns.management_level)
    more = (columns.post_group.label("type"), columns.held_to.label("until"), called.c.name.label("person_name"))
    query = (
        select(*facts, *more, people.c.member_status, people.c.admitted_on.label("since"), *_place(view))
        .outerjoin(collectives, collectives.c.code == columns.collective)
        .outerjoin(*_standing_in(view, collectives.c.organization))
        .outerjoin(people, people.c.code == columns.person)
        .outerjoin(called, called.c.code == _subject(Kind.MEMBER, columns.person))
    )
    return columns.code, query


def _place(view: View) -> Iterable[ColumnElement[Any]]:
    columns = view.organizations.c
    return columns.code.label("organization"), columns.unit, columns.grassroots


def _standing_in(view: View, organization: ColumnElement[str]) -> tuple[Any, ColumnElement[bool]]:
    return view.organizations, view.organizations.c.code == organization


_SUBJECTS: Mapping[Kind, Callable[[View], tuple[ColumnElement[str], Select[Any]]]] = {
    Kind.ORGANIZATION: _organizations,
    Kind.COLLECTIVE: _collectives,
    Kind.MEMBER: _members,
    Kind.LEADER: _leaders,
}
"""For each kind, the codes and the facts of those that a campaign sees."""


def _exclusions(read: Reader, rulebook: str) -> Exclusions:
    """Whom the rulebook leaves out; nobody while it has not been heard of. Then the rows are written anew."""
    try:
        return rules_of(read, rulebook).exclusions
    except RulebookNotHeard:
        return Exclusions()


def _spelled(kind: Kind, subject: str, row: Mapping[str, Any]) -> dict[str, str]:
    """How the subject is sorted and found. A leader is sorted by the person's name, and found by the post too."""
    name, code = row["name"] or "", subject.partition(":")[2]
    persons = row.get("person_name") or (name if kind == Kind.MEMBER else None)
    texts = [name, subject, code]
    if kind == Kind.LEADER:
        texts += [persons or "", row["person"]]
    return {
        "by_name": sort_key(name) if persons is None else name_key(persons),
        "by_family": sort_key(name if persons is None else persons),
        "searched": search_text(*texts),
    }


def _dossier(row: Mapping[str, Any]) -> dict[str, str | None]:
    if row.get("management_level") != PROVINCE_MANAGED:
        return {"dossier": None, "dossier_state": None}
    on_time = row["on_time"]
    kept = MISSING if on_time is None else ON_TIME if on_time else LATE
    return {"dossier": kept, "dossier_state": row["dossier_state"] or NOT_FORWARDED}


def _subject(kind: Kind, code: ColumnElement[str]) -> ColumnElement[str]:
    return literal(f"{kind}:", String).concat(code)
