"""The events behind what is counted, as they are told: where each stands in its service's log, and who recorded it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from services.reporting.evidence.aspects import Aspect
from services.reporting.readmodel import roster
from shared.messaging.envelope import service_of
from shared.register import Reader, among

Event = dict[str, Any]

_entries, _heard = roster.entries, roster.happenings
_columns = _heard.c


def deciding(read: Reader, campaign: str, rows: Sequence[Row[Any]], aspects: Iterable[Aspect]) -> dict[str, list[Any]]:
    """By subject of these roster entries, the event that decided each aspect, where there is one."""
    found: dict[str, list[Any]] = {row.subject: [] for row in rows}
    for aspect in aspects:
        about = {row.subject: aspect.about(row) for row in rows}
        events = _last_of_each(read, campaign, {topic for topic in about.values() if topic}, aspect)
        for subject, topic in about.items():
            if topic in events:
                found[subject].append(events[topic])
    return found


def about(read: Reader, campaign: str, topics: Iterable[str], types: Sequence[str]) -> dict[str, list[Any]]:
    """By topic, all events of these types in the campaign, in turn."""
    found: dict[str, list[Any]] = defaultdict(list)
    query = select(_heard).where(_in(campaign), _columns.type.in_(types)).order_by(_columns.number)
    for row in among(read, query, _columns.subject, set(topics)):
        found[row.subject].append(row)
    return found


def how_many(read: Reader, campaign: str, conditions: Sequence[ColumnElement[bool]], aspects: Iterable[Aspect]) -> int:
    """How many events decide about the roster entries for which these conditions hold."""
    return sum(int(read(_counting(campaign, conditions, aspect))[0][0]) for aspect in aspects)


def event_at(read: Reader, service: str, number: int) -> Row[Any] | None:
    """What was heard under this number of the service's log."""
    rows = read(select(_heard).where(_columns.service == service, _columns.number == number))
    return rows[0] if rows else None


def told(row: Row[Any], sources: Mapping[str, str], *, actors: bool) -> Event:
    """An event as evidence; who acted only with `actors`. `sources` are the services' sources by name."""
    return {
        "source": sources.get(row.service, row.service),
        "number": row.number,
        "id": row.event,
        "type": row.type,
        "about": row.subject,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "actor": row.actor if actors else None,
        "acted_for": row.acted_for,
        "facts": row.facts,
    }


def by_service(sources: Iterable[str]) -> dict[str, str]:
    """The sources by the name of their service."""
    return {service_of(source): source for source in sources}


def _last_of_each(read: Reader, campaign: str, topics: set[str], aspect: Aspect) -> dict[str, Any]:
    events = about(read, campaign, topics, aspect.types)
    return {topic: rows[0 if aspect.first else -1] for topic, rows in events.items()}


def _counting(campaign: str, conditions: Sequence[ColumnElement[bool]], aspect: Aspect) -> Select[Any]:
    """One event decides for each subject that has any, however many there are."""
    topic = and_(_columns.subject == aspect.about(_entries.c), _columns.type.in_(aspect.types), _in(campaign))
    deciding = select(_entries.c.subject).join(_heard, topic).where(*conditions).distinct().subquery()
    return select(func.count()).select_from(deciding)


def _in(campaign: str) -> ColumnElement[bool]:
    """What belongs to the register belongs to no campaign."""
    return or_(_columns.campaign == campaign, _columns.campaign.is_(None))
