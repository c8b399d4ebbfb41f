"""The lists of single subjects, and the same as sheets of a campaign folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from services.reporting.domain.members import NotRatedTally
from services.reporting.domain.subjects import NONE, PROVINCE_MANAGED, is_over
from services.reporting.exports.listing import Found, Listing
from services.reporting.exports.tables import Column, Row, Table, Type
from services.reporting.exports.words import PHRASES, title
from services.reporting.page.words import NOT_RATED
from services.reporting.readmodel import prompts
from shared.contracts.vocabulary import (
    COLLECTIVE_TYPES,
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
    """Every dossier that is owed, and whether it came in time."""
    columns = [of.text("code", 16), of.text("kind", 18), of.text("subject", 46), of.text("unit", 30)]
    return _list(of, "dossier-list", [*columns, of.text("state", 12)], _dossiers(of))


def _list(of: Listing, name: str, columns: list[Column], rows: Iterable[Row]) -> Table:
    return Table(name, title(name, of.language), columns, rows)


def _rating_columns(of: Listing) -> list[Column]:
    columns = [of.text("level", 14), of.text("derived", 14), of.text("decided_by", 12), of.text("decision", 20)]
    return [*columns, of.text("reason", 30), of.text("cap_override", 20)]


def _rating(of: Listing, subject: str, row: Any, found: Found) -> Row:
    """The level, what the rules propose, and the decision."""
    rating = found.ratings.get(subject)
    derived = of.level(row.derived) if row.derived != NONE else None
    if rating is None:
        return None, derived, None, None, None, None
    return of.level(rating.level), derived, rating.decided_by, rating.document, rating.reason, rating.cap_override


def _organizations(of: Listing) -> Iterator[Row]:
    here = (row for row in of.material().organizations if not is_over(row.ended_on, of.campaign.reference_date))
    for row, found in of.looked_up("org", here):
        subject = f"org:{row.code}"
        kind, unit = of.say(ORGANIZATION_TYPES, row.type), found.name(f"org:{row.unit}")
        yield row.code, found.name(subject), kind, unit, *_rating(of, subject, row, found)


def _collectives(of: Listing) -> Iterator[Row]:
    here = (row for row in of.material().collectives if not is_over(row.ended_on, of.campaign.reference_date))
    for row, found in of.looked_up("col", here):
        subject = f"col:{row.code}"
        kind, managed = of.say(COLLECTIVE_TYPES, row.type), of.say(MANAGEMENT_LEVELS, row.management_level)
        place = (kind, managed, found.name(f"org:{row.unit}"), bool(row.reviewed))
        yield row.code, found.name(subject), *place, *_rating(of, subject, row, found)


def _members(of: Listing) -> Iterator[Row]:
    material = of.material()
    reasons = NotRatedTally(material.exclusions, of.campaign.reference_date)
    for row, cell, found in of.looked_up_members(material.members):
        subject = f"mem:{row.code}"
        why = None if row.level else of.say(NOT_RATED, reasons.reason(row))
        yield (
            row.code,
            found.name(subject),
            found.name(f"org:{row.unit}"),
            row.grassroots and found.name(f"org:{row.grassroots}"),
            found.name(f"org:{cell}"),
            of.say(MEMBER_STATUSES, row.member_status),
            row.admitted_on,
            bool(row.reviewed),
            why,
            *_rating(of, subject, row, found),
        )


def _leaders(of: Listing) -> Iterator[Row]:
    here = (row for row in of.material().leaders if not is_over(row.held_to, of.campaign.reference_date))
    for row, found in of.looked_up("ldr", here):
        subject = f"ldr:{row.code}"
        known = found.subjects.get(subject)
        yield (
            row.code,
            known and found.name(f"mem:{known.person}"),
            found.name(subject),
            known and found.name(f"col:{known.collective}"),
            bool(row.head),
            row.post_group,
            of.say(MANAGEMENT_LEVELS, row.management_level),
            found.name(f"org:{row.unit}"),
            of.level(row.collective_level),
            *_rating(of, subject, row, found),
        )


def _missing(of: Listing) -> Iterator[Row]:
    material = of.material()
    reasons = NotRatedTally(material.exclusions, of.campaign.reference_date)
    missing = (row for row in material.members if row.level is None or not row.reviewed)
    for row, cell, found in of.looked_up_members(missing):
        subject = f"mem:{row.code}"
        yield (
            row.code,
            found.name(subject),
            found.name(f"org:{row.unit}"),
            found.name(f"org:{cell}"),
            row.admitted_on,
            of.say(MEMBER_STATUSES, row.member_status),
            bool(row.reviewed),
            of.level(row.level),
            None if row.level else of.say(NOT_RATED, reasons.reason(row)),
        )


def _prompts(of: Listing) -> Iterator[Row]:
    rows = of.read(select(prompts).where(prompts.c.campaign == of.campaign.campaign).order_by(prompts.c.code))
    here = {row.code for row in of.material().organizations}
    found = of.find({row.subject for row in rows})
    for row in rows:
        subject = found.subjects.get(row.subject)
        if subject is not None and subject.organization in here:
            state = of.say(PHRASES, "answered" if row.answered else "unanswered")
            yield row.code, row.subject, found.name(row.subject), found.name(f"org:{subject.unit}"), state


def _dossiers(of: Listing) -> Iterator[Row]:
    material = of.material()
    day = of.campaign.reference_date
    posts = (row for row in material.leaders if not is_over(row.held_to, day))
    led = (row for row in material.collectives if not is_over(row.ended_on, day))
    for kind, rows in (("col", led), ("ldr", posts)):
        owing = (row for row in rows if row.management_level == PROVINCE_MANAGED)  # type: ignore[attr-defined]
        for row, found in of.looked_up(kind, owing):
            subject = f"{kind}:{row.code}"
            state = "missing" if row.dossier_on_time is None else "on_time" if row.dossier_on_time else "late"
            name, unit = found.name(subject), found.name(f"org:{row.unit}")
            yield subject, of.say(SUBJECT_KINDS, kind), name, unit, of.say(PHRASES, state)
