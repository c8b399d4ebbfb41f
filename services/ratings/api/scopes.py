"""Who may use the ratings service, and where what is asked about belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.ratings.readmodel import (
    campaign_of,
    register,
)
from shared.register import Reader, paths_of, subjects
from shared.web import Call, Place

KEEPERS = {"importer", "board_officer"}
OFFICERS = {*KEEPERS, "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization, campaign)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    code = item["subject"] if item and "subject" in item else values["subject"]
    subject = subjects(register.of(values["campaign"]), call.read, [code]).get(code)
    return Place(subject.organization, subject.person) if subject else None


def of_member(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a person belongs to the person's cell."""
    people = register.of(values["campaign"]).people
    rows = item and call.read(select(people.c.cell).where(people.c.code == item["person"]))
    return Place(rows[0].cell, item["person"]) if item and rows else None


def require_in_sight(call: Call, campaign: str, codes: Iterable[str]) -> None:
    """Raise OutOfSight if the caller may not touch one of these subjects. Whom nobody knows is left to the rules."""
    if not call.sight.everything:
        for subject in subjects(register.of(campaign), call.read, codes).values():
            call.require(Place(subject.organization, subject.person))


def of_deciding_body(call: Call, values: Values, item: Values | None) -> Place:
    return Place(item["decided_by"] if item else values["decided_by"])


def of_province(call: Call, values: Values, item: Values | None) -> Place:
    """What is about the whole campaign belongs to its province."""
    return Place(campaign_of(call.read, values["campaign"]).province)
