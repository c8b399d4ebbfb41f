"""The lists of single subjects, and the same as sheets of a campaign folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row as Entry
from sqlalchemy import and_, select

from services.reporting.domain.members import UNDECIDED
from services.reporting.domain.subjects import NONE
from services.reporting.exports.listing import Found, Listing
from services.reporting.exports.tables import Column, Row, Table, Type
from services.reporting.exports.words import PHRASES, title
from services.reporting.page.words import NOT_RATED
from services.reporting.readmodel import prompts, roster
from services.reporting.roster.lists import within
from shared.contracts.vocabulary import (
    COLLECTIVE_TYPES,
    DOSSIER_STATES,
    MANAGEMENT_LEVELS,
    MEMBER_STATUSES,
    ORGANIZATION_TYPES,
    SUBJECT_KINDS,
)


def organizations(of: Listing) -> Table:
    columns = [of.text("code", 14), of.text("name", 44), of.text("type", 30), of.text("unit", 30), *_rating_columns(of)]
    return _list(of, "organizations", columns, _organizations(of))


def collectives(of: Listing) -> Table:
    columns = [of.text("code", 14), of.text("name", 44), of.text("type", 30), of.text("management_level", 30)]
    columns += [of.text("unit", 30), of.column("has_reviewed", Type.YES_NO), *_rating_columns(of)]
    return _list(of, "collectives", columns, _collectives(of))


def members(of: Listing) -> Table:
    columns = [of.text("code", 12), of.text("full_name", 26), of.text("unit", 26), of.text("grassroots", 26)]
    columns += [of.text("cell", 26), of.text("status", 16), of.column("admitted_on", Type.DATE)]
    columns += [of.column("has_reviewed", Type.YES_NO), of.text("not_rated_because", 24), *_rating_columns(of)]
    return _list(of, "members", columns, _members(of))


def leaders(of: Listing) -> Table:
    columns = [of.text("code", 12), of.text("full_name", 26), of.text("post", 30), of.text("collective", 36)]
    columns += [of.column("head", Type.YES_NO), of.text("post_group", 20), of.text("management_level", 30)]
    columns += [of.text("unit", 26), of.text("collective_level", 14), *_rating_columns(of)]
    return _list(of, "leaders", columns, _leaders(of))


def not_rated(of: Listing) -> Table:
    """Members who have not reviewed, or hold no level, each with the reason why (LIST-NOT-RATED)."""
    columns = [of.text("code", 12), of.text("full_name", 26), of.text("unit", 26), of.text("cell", 26)]
    columns += [of.column("admitted_on", Type.DATE), of.text("status", 18), of.column("has_reviewed", Type.YES_NO)]
    return _list(of, "not-rated", [*columns, of.text("level", 14), of.text("not_rated_because", 30)], _missing(of))


def prompt_list(of: Listing) -> Table:
    columns = [of.text("prompt", 12), of.text("code", 16), of.text("subject", 40), of.text("unit", 30)]
    return _list(of, "prompts", [*columns, of.text("state", 16)], _prompts(of))


def dossier_list(of: Listing) -> Table:
    """Every dossier that is owed, whether it came in time, and where it is."""
    columns = [of.text("code", 16), of.text("kind", 18), of.text("subject", 46), of.text("unit", 30)]
    return _list(of, "dossier-list", [*columns, of.text("state", 12), of.text("where", 16)], _dossiers(of))


def _list(of: Listing, name: str, columns: list[Column], rows: Iterable[Row]) -> Table:
    return Table(name, title(name, of.language), columns, rows)


def _rating_columns(of: Listing) -> list[Column]:
    columns = [of.text("level", 14), of.text("derived", 14), of.text("decided_by", 12), of.text("decision", 20)]
    return [*columns, of.text("reason", 30), of.text("cap_override", 20)]


def _rating(of: Listing, row: Entry[Any], found: Found) -> Row:
    """The level, what the rules propose, and the decision."""
    rating = found.ratings.get(row.subject)
    derived = of.level(row.derived) if row.derived != NONE else None
    if rating is None:
        return None, derived, None, None, None, None
    return of.level(rating.level), derived, rating.decided_by, rating.document, rating.reason, rating.cap_override


def _organizations(of: Listing) -> Iterator[Row]:
    for row, found in of.entries("org"):
        kind, unit = of.say(ORGANIZATION_TYPES, row.type), found.name("org", row.unit)
        yield row.organization, found.name("org", row.organization), kind, unit, *_rating(of, row, found)


def _collectives(of: Listing) -> Iterator[Row]:
    for row, found in of.entries("col"):
        kind, managed = of.say(COLLECTIVE_TYPES, row.type), of.say(MANAGEMENT_LEVELS, row.management_level)
        place = (kind, managed, found.name("org", row.unit), bool(row.reviewed))
        yield _code(row), found.names.get(row.subject), *place, *_rating(of, row, found)


def _members(of: Listing) -> Iterator[Row]:
    for row, found in of.entries("mem"):
        person = found.people[row.person]
        yield (
            row.person,
            found.names.get(row.subject),
            found.name("org", row.unit),
            found.name("org", row.grassroots),
            found.name("org", row.organization),
            of.say(MEMBER_STATUSES, person.member_status),
            person.admitted_on,
            bool(row.reviewed),
            _why_not_rated(of, row),
            *_rating(of, row, found),
        )


def _leaders(of: Listing) -> Iterator[Row]:
    for row, found in of.entries("ldr"):
        of_collective = found.ratings.get(f"col:{row.collective}")
        yield (
            _code(row),
            found.name("mem", row.person),
            found.names.get(row.subject),
            found.name("col", row.collective),
            bool(row.head),
            row.type,
            of.say(MANAGEMENT_LEVELS, row.management_level),
            found.name("org", row.unit),
            of_collective and of.level(of_collective.level),
            *_rating(of, row, found),
        )


def _missing(of: Listing) -> Iterator[Row]:
    for row, found in of.entries("mem"):
        if row.level is not None and row.reviewed:
            continue
        person = found.people[row.person]
        yield (
            row.person,
            found.names.get(row.subject),
            found.name("org", row.unit),
            found.name("org", row.organization),
            person.admitted_on,
            of.say(MEMBER_STATUSES, person.member_status),
            bool(row.reviewed),
            of.level(row.level),
            _why_not_rated(of, row),
        )


def _prompts(of: Listing) -> Iterator[Row]:
    """By code, as on the page; answered while the review that answers stands."""
    campaign, entries = of.campaign.campaign, roster.entries
    to_subject = and_(entries.c.campaign == prompts.c.campaign, entries.c.subject == prompts.c.subject)
    query = select(prompts.c.code, prompts.c.answered, entries).join(entries, to_subject)
    rows = of.read(query.where(*within(of.read, campaign, of.scope)).order_by(prompts.c.code))
    found = of.find(rows)
    for row in rows:
        state = of.say(PHRASES, "answered" if row.answered and row.reviewed else "unanswered")
        yield row.code, row.subject, found.names.get(row.subject), found.name("org", row.unit), state


def _dossiers(of: Listing) -> Iterator[Row]:
    for kind in ("col", "ldr"):
        for row, found in of.entries(kind, state="dossier_owed"):
            name, unit = found.names.get(row.subject), found.name("org", row.unit)
            where = of.say(DOSSIER_STATES, row.dossier_state)
            yield row.subject, of.say(SUBJECT_KINDS, kind), name, unit, of.say(PHRASES, row.dossier), where


def _code(row: Entry[Any]) -> str:
    code: str = row.subject.partition(":")[2]
    return code


def _why_not_rated(of: Listing, row: Entry[Any]) -> str | None:
    return None if row.level else of.say(NOT_RATED, row.left_out or UNDECIDED)
