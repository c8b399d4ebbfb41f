"""Lists of subjects out of the roster: filtered, searched, sorted as Vietnamese is, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, exists, false, func, literal, not_, or_, select, tuple_

from services.reporting.counting import Scope
from services.reporting.domain.dossiers import CAME_TO
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS, NONE, PROVINCE, UNITS
from services.reporting.domain.vietnamese import folded, search_words
from services.reporting.readmodel import following, ratings, register, roster
from services.reporting.roster.rows import LATE, MISSING, ON_TIME
from services.reporting.roster.tables import differs, has_not_reviewed
from shared.register import Reader
from shared.subjects import REVIEWED_KINDS
from shared.web import Page
from shared.web.refusals import InvalidCursor

NOT_RATED = "not_rated"
"""Asked for in place of a level: those without one."""

entries = roster.entries
_columns = entries.c

PERSONAL = frozenset({"mem", "ldr"})
"""Kinds whose names are names of people."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which subjects of one kind, and in which order. None asks for everything.

    `state` is one of STATES; `reason` a reason for which the rulebook leaves someone out. `type` is that of an
    organization or collective, or the group of a leader's post; `grassroots` the grassroots organization that a subject
    stands in, and `decided_by` who decided its level. Without `people` a list of people is neither sorted nor searched
    by names: an order would tell what may not be seen.
    """

    kind: str
    unit: str | None = None
    level: str | None = None
    state: str | None = None
    reason: str | None = None
    type: str | None = None
    grassroots: str | None = None
    decided_by: str | None = None
    search: str = ""
    sort: str = "name"
    people: bool = False

    @property
    def by_code_alone(self) -> bool:
        return self.kind in PERSONAL and not self.people


def _is_above_its_collective(campaign: str) -> ColumnElement[bool]:
    """Whether it is a head whose level is better than that of the collective."""
    rank = {level: place for place, level in enumerate(LEVELS)}
    worse = case(rank, value=ratings.c.level) > case(rank, value=_columns.level)
    collective = ratings.c.subject == literal("col:").concat(_columns.collective)
    return and_(_columns.head, exists().where(ratings.c.campaign == campaign, collective, worse))


@dataclass(frozen=True, slots=True)
class State:
    """Something that a list may be narrowed to, and the kinds of subject that can be so."""

    kinds: frozenset[str]
    holds: Callable[[str], ColumnElement[bool]]
    """The condition on an entry of the campaign with this code."""


def _owes_a_plan(campaign: str) -> ColumnElement[bool]:
    """Whether it leads other organizations: units, and whoever has organizations below. The province asks for plans."""
    lower = register.of(campaign).organizations.alias()
    leads_others = or_(_columns.type.in_(sorted(UNITS)), exists().where(lower.c.parent == _columns.organization))
    return and_(leads_others, _columns.type != PROVINCE)


def _has(table: Table) -> ColumnElement[bool]:
    """Whether the table has anything of the organization."""
    return exists().where(table.c.campaign == _columns.campaign, table.c.organization == _columns.organization)


def _owes_nothing() -> ColumnElement[bool]:
    """Whether its unit has confirmed that there is no dossier to send."""
    confirmed = following.nothing_owed.c
    return exists().where(confirmed.campaign == _columns.campaign, confirmed.subject == _columns.subject)


def _is_helped() -> ColumnElement[bool]:
    remedies = following.remedies.c
    return exists().where(remedies.campaign == _columns.campaign, remedies.subject == _columns.subject)


def _is_at(column: str, value: str) -> Callable[[str], ColumnElement[bool]]:
    return lambda _: _columns[column] == value


_REVIEWED = frozenset(map(str, REVIEWED_KINDS))
_ALL, _MANAGED, _ORGANIZATIONS = frozenset(KINDS), frozenset({"col", "ldr"}), frozenset({"org"})

STATES: Mapping[str, State] = {
    "not_reviewed": State(_REVIEWED, lambda _: has_not_reviewed(entries)),
    "reviewed": State(_REVIEWED, lambda _: _columns.reviewed),
    "undecided": State(_ALL, lambda _: and_(_columns.level.is_(None), _columns.left_out.is_(None))),
    "left_out": State(_ALL, lambda _: and_(_columns.level.is_(None), _columns.left_out.is_not(None))),
    "differs": State(_ALL, lambda _: differs(entries)),
    "above_collective": State(frozenset({"ldr"}), _is_above_its_collective),
    "dossier_missing": State(_MANAGED, lambda _: _columns.dossier == MISSING),
    "dossier_late": State(_MANAGED, lambda _: _columns.dossier == LATE),
    "dossier_on_time": State(_MANAGED, lambda _: _columns.dossier == ON_TIME),
    "dossier_sent": State(_MANAGED, lambda _: _columns.dossier.in_((ON_TIME, LATE))),
    "dossier_owed": State(_MANAGED, lambda _: _columns.dossier.is_not(None)),
    **{f"dossier_{state}": State(_MANAGED, _is_at("dossier_state", state)) for state in CAME_TO.values()},
    "nothing_to_report": State(_MANAGED | _ORGANIZATIONS, lambda _: _owes_nothing()),
    "must_review": State(_REVIEWED, lambda _: _columns.must_review),
    "has_reviewed": State(_REVIEWED, lambda _: and_(_columns.must_review, _columns.reviewed)),
    "rated": State(_ALL, lambda _: _columns.level.is_not(None)),
    "to_rate": State(_ALL, lambda _: or_(_columns.level.is_not(None), _columns.left_out.is_(None))),
    "plan_owed": State(_ORGANIZATIONS, _owes_a_plan),
    "plan_adopted": State(_ORGANIZATIONS, lambda campaign: and_(_owes_a_plan(campaign), _has(following.plans))),
    "plan_missing": State(_ORGANIZATIONS, lambda campaign: and_(_owes_a_plan(campaign), not_(_has(following.plans)))),
    "plan_summed_up": State(_ORGANIZATIONS, lambda campaign: and_(_owes_a_plan(campaign), _has(following.summaries))),
    "helped": State(_ALL, lambda _: _is_helped()),
    "needs_help": State(_ALL, lambda _: and_(_columns.level == LEVELS[-1], not_(_is_helped()))),
    **{f"derived_{level}": State(_ALL, _is_at("derived", level)) for level in (*LEVELS, NONE)},
}

SORTS: Mapping[str, tuple[ColumnElement[str], ...]] = {
    "name": (_columns.by_name, _columns.subject),
    "family": (_columns.by_family, _columns.subject),
    "unit": (_columns.unit, _columns.by_name, _columns.subject),
    "code": (_columns.subject,),
}
"""The orders: by given name first, by the name as it is written, by unit and name, by code."""

_WITHOUT_NAMES = {"unit": (_columns.unit, _columns.subject)}


def page_of(read: Reader, campaign: str, scope: Scope, asked: Asked, page: Page) -> Sequence[Row[Any]]:
    """The rows of one page, and one more if there is another page. Raises InvalidCursor."""
    order = order_of(asked)
    query = select(entries).where(*_conditions(read, campaign, scope, asked)).order_by(*order)
    if page.after is not None:
        if len(page.after) != len(order) or not all(isinstance(part, str) for part in page.after):
            raise InvalidCursor()
        query = query.where(tuple_(*order) > tuple_(*map(literal, page.after)))
    return read(query.limit(page.fetch))


def how_many(read: Reader, campaign: str, scope: Scope, asked: Asked) -> int:
    """How many subjects the whole list has."""
    query = select(func.count().label("subjects")).select_from(entries)
    [row] = read(query.where(*_conditions(read, campaign, scope, asked)))
    return int(row.subjects)


def types_of(read: Reader, campaign: str, scope: Scope, kind: str) -> list[str]:
    """The types, or groups of posts, that subjects of the kind have, in order."""
    here = (*within(read, campaign, scope), _columns.kind == kind, _columns.type.is_not(None))
    return [row.type for row in read(select(_columns.type).where(*here).distinct().order_by(_columns.type))]


def key_of(asked: Asked) -> Callable[[Row[Any]], tuple[Any, ...]]:
    """The sort key of a row, which a cursor holds."""
    names = [column.name for column in order_of(asked)]
    return lambda row: tuple(row._mapping[name] for name in names)


def order_of(asked: Asked) -> tuple[ColumnElement[str], ...]:
    if asked.by_code_alone:
        return _WITHOUT_NAMES.get(asked.sort, SORTS["code"])
    return SORTS[asked.sort]


def within(read: Reader, campaign: str, scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions under which an entry of the campaign lies in the scope; in words that the indexes know."""
    here = [_columns.campaign == campaign]
    if scope.whole:
        return here
    view = register.of(campaign)
    organizations = view.organizations.c
    inside = select(organizations.code).where(scope.holds(view))
    bodies = read(inside.add_columns(organizations.unit))
    units = {body.unit for body in bodies}
    here.append(_columns.unit.in_(sorted(units)))
    if scope.without or units - {body.code for body in bodies}:  # of some unit a part alone
        here.append(_columns.organization.in_(inside))
    return here


def _conditions(read: Reader, campaign: str, scope: Scope, asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [*within(read, campaign, scope), *chosen(campaign, asked)]
    if asked.by_code_alone:
        code = func.lower(_columns.subject)
        return conditions + [code.contains(folded(word), autoescape=True) for word in asked.search.split()]
    words = search_words(asked.search)
    return conditions + [_columns.searched.contains(word, autoescape=True) for word in words]


def chosen(campaign: str, asked: Asked) -> list[ColumnElement[bool]]:
    """The conditions under which an entry is asked for, whatever it is called."""
    conditions = [_columns.kind == asked.kind]
    if asked.unit is not None:
        conditions.append(_columns.unit == asked.unit)
    if asked.level is not None:
        conditions.append(_columns.level.is_(None) if asked.level == NOT_RATED else _columns.level == asked.level)
    if asked.state is not None:
        state = STATES[asked.state]
        conditions.append(state.holds(campaign) if asked.kind in state.kinds else false())
    for name in ("type", "grassroots", "decided_by"):
        if (value := getattr(asked, name)) is not None:
            conditions.append(_columns[name] == value)
    if asked.reason is not None:
        conditions += [_columns.left_out == asked.reason, _columns.level.is_(None)]
    return conditions
