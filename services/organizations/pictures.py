"""What is known of organizations, collectives, people and posts on any day, as it was known at any time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row, Select, select

from services.organizations.domain.effects import SINCE_EVER, Picture, effect_of, picture
from services.organizations.readmodel import PLACES, event_in, external_codes, facts, links, register
from shared.contracts.vocabulary import GRASSROOTS_TYPES, UNIT_TYPES
from shared.domain import iso, plain
from shared.eventstore import STORE
from shared.register import Reader, among

_events = STORE.events.c

_UNSAID: dict[str, Picture] = {
    "organization": {"ended_on": None, "successors": [], "external_code": None},
    "collective": {"ended_on": None, "successors": []},
    "person": {"membership_ended_on": None, "membership_ending": None},
    "post": {"held_to": None},
}
"""What holds of things of each kind until something else is said."""

_PERIODS = {
    "organization": ("founded_on", "ended_on"),
    "collective": ("founded_on", "ended_on"),
    "person": ("admitted_on", "membership_ended_on"),
    "post": ("held_from", "held_to"),
}
"""By kind, the facts that hold its first and its last day."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The day that is asked about (None: until further notice), and the last event that counts as known (None: all)."""

    on: date | None = None
    known: int | None = None

    @classmethod
    def of(cls, read: Reader, query: Mapping[str, Any]) -> Moment:
        """The moment that a query asks about; see `schemas.AsOf`."""
        known = query["known_at"]
        return cls(query["on"], number_at(read, known) if isinstance(known, datetime) else known)


NOW = Moment()


class Known(NamedTuple):
    """What is known of one thing. `version` counts the facts that it is known from."""

    picture: Picture
    version: int


def number_at(read: Reader, instant: datetime) -> int:
    """The number of the last event that was recorded up to the instant."""
    earlier = select(facts.c.number).where(facts.c.recorded_at <= iso(instant))
    rows = read(earlier.order_by(facts.c.recorded_at.desc(), facts.c.number.desc()).limit(1))
    return rows[0].number if rows else 0


def known_of(read: Reader, kind: str, code: str, moment: Moment = NOW) -> Known | None:
    """One thing on the day, from nothing but its own events; None if it is not known."""
    recorded = _log_of(read, kind, code, moment)
    if not recorded:
        return None
    effects = sorted((effect_of(event_in(row.type, orjson.loads(row.body))) for row in recorded), key=_day)
    holding = (effect.says for effect in effects if moment.on is None or effect.day <= moment.on)
    return Known(_whole(kind, plain(picture(holding))), len(recorded))


def history_of(read: Reader, kind: str, code: str, moment: Moment) -> list[dict[str, Any]]:
    """Every fact about one thing in the order in which they took effect: who recorded it, when, as which event."""
    told = []
    for row in _log_of(read, kind, code, moment):
        data = orjson.loads(row.body)
        day = effect_of(event_in(row.type, data)).day
        if moment.on is None or day <= moment.on:
            told.append(
                {
                    "effective_on": None if day == SINCE_EVER else day.isoformat(),
                    "recorded_at": row.time,
                    "number": row.number,
                    "actor": row.actor,
                    "organization": row.organization,
                    "type": row.type,
                    "data": data,
                }
            )
    return sorted(told, key=lambda fact: fact["effective_on"] or "")


def things_in(read: Reader, kind: str, place: str, moment: Moment) -> dict[str, Picture]:
    """What stands directly in `place` on the day, by code; with a day, only what exists on it."""
    ever = read(select(facts.c.code).distinct().where(facts.c.kind == kind, facts.c.place == place))
    codes = [row.code for row in ever]
    found = _folded(kind, among(read, _facts_of(kind, moment), facts.c.code, codes))
    there = {code: known for code, known in found.items() if known[PLACES[kind]] == place}
    return {code: there[code] for code in sorted(there) if exists(kind, there[code], moment.on)}


def tree(read: Reader, moment: Moment) -> dict[str, Picture]:
    """All organizations by code, with their way down the tree, the unit and the grassroots organization above them.

    With a day, only what exists on it.
    """
    known = _folded("organization", read(_facts_of("organization", moment)))
    placed: dict[str, Picture] = {}
    for code in known:
        _place(code, known, placed)
    return {code: placed[code] for code in sorted(placed) if exists("organization", placed[code], moment.on)}


def exists(kind: str, known: Picture, day: date | None) -> bool:
    """Whether a thing exists on the day; without a day, everything does that was ever registered."""
    if day is None:
        return True
    first, last = (known[name] for name in _PERIODS[kind])
    return (not first or first <= day.isoformat()) and (not last or last >= day.isoformat())


def standing(read: Reader, kind: str, code: str) -> str | None:
    """The organization or collective that a thing stands in, or stood in last; None if it never stood in any."""
    placing = select(facts.c.place).where(facts.c.kind == kind, facts.c.code == code, facts.c.place.is_not(None))
    rows = read(placing.order_by(facts.c.effective_on.desc(), facts.c.number.desc()).limit(1))
    return rows[0].place if rows else None


def codes_ever_in(read: Reader, kind: str, places: Iterable[str]) -> dict[str, list[str]]:
    """By place, what has ever stood directly in it, as far as is known."""
    found: dict[str, set[str]] = defaultdict(set)
    of_kind = select(facts.c.place, facts.c.code).where(facts.c.kind == kind)
    for row in among(read, of_kind, facts.c.place, places):
        found[row.place].add(row.code)
    return defaultdict(list, {place: sorted(codes) for place, codes in found.items()})


def organization_by(read: Reader, external_code: str) -> str | None:
    """The organization that other systems know under this code."""
    rows = read(select(external_codes.c.organization).where(external_codes.c.external_code == external_code))
    return rows[0].organization if rows else None


def province_of(read: Reader) -> str | None:
    """The one organization from which all others hang, if it is registered."""
    known = register.live.known_organizations
    rows = read(select(known.c.code).where(known.c.parent.is_(None)))
    return rows[0].code if rows else None


def lineage_of(read: Reader, code: str) -> dict[str, Any]:
    """Whose work an organization carries on, and who carries on its own, in every generation."""
    return {
        "code": code,
        "predecessors": _generations(read, code, links.c.successor, lambda link: link.predecessor),
        "successors": _generations(read, code, links.c.predecessor, lambda link: link.successor),
    }


def _log_of(read: Reader, kind: str, code: str, moment: Moment) -> list[Row[Any]]:
    stream = select(STORE.events).where(_events.stream == f"{kind}:{code}").order_by(_events.version)
    return list(read(stream if moment.known is None else stream.where(_events.number <= moment.known)))


def _day(effect: Any) -> date:
    day: date = effect.day
    return day


def _facts_of(kind: str, moment: Moment) -> Select[Any]:
    of_kind = select(facts.c.code, facts.c.effective_on, facts.c.number, facts.c.says).where(facts.c.kind == kind)
    if moment.known is not None:
        of_kind = of_kind.where(facts.c.number <= moment.known)
    if moment.on is not None:
        of_kind = of_kind.where(facts.c.effective_on <= moment.on.isoformat())
    return of_kind


def _folded(kind: str, rows: Iterable[Row[Any]]) -> dict[str, Picture]:
    said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.effective_on, row.number)):
        said[row.code].append(row.says)
    return {code: _whole(kind, picture(changes)) for code, changes in said.items()}


def _whole(kind: str, said: Picture) -> Picture:
    """The picture with what was never said, in the order of the registration."""
    return {**said, **_UNSAID[kind], **said}


def _place(code: str, known: Mapping[str, Picture], placed: dict[str, Picture]) -> Picture:
    """The organization with its place in the tree, worked out from the one above it."""
    if code not in placed:
        it = known[code]
        above = _place(it["parent"], known, placed) if it["parent"] else None
        placed[code] = it | {
            "path": f"{above['path'] if above else '/'}{code}/",
            "unit": code if it["type"] in UNIT_TYPES or not above else above["unit"],
            "grassroots": code if it["type"] in GRASSROOTS_TYPES else above and above["grassroots"],
        }
    return placed[code]


def _generations(read: Reader, code: str, of: Any, other: Callable[[Row[Any]], str]) -> list[dict[str, Any]]:
    """The links from one to the next, nearest first; each once, however many ways lead there."""
    told: dict[tuple[str, str, str], dict[str, Any]] = {}
    nearest, seen = {code}, {code}
    while nearest:
        found = sorted(among(read, select(links), of, nearest))
        told |= {tuple(link)[:3]: dict(link._mapping) for link in found}
        nearest = {other(link) for link in found} - seen
        seen |= nearest
    return list(told.values())
