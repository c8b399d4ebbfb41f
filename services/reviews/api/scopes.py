"""Where the things of the reviews service belong, and who may ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reviews.readmodel.store import register
from shared.register import Reader, paths_of, subjects
from shared.subjects import Subject
from shared.web import Call, Place

OFFICERS = {"importer", "board_officer", "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization, campaign)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    code = item["subject"] if item and "subject" in item else values["subject"]
    subject = subjects(register.of(values["campaign"]), call.read, [code]).get(code)
    return subject and Place(subject.organization, subject.person)


def require_in_sight(call: Call, subject: Subject | None) -> None:
    """Raise OutOfSight if the caller may not touch the subject. Whom nobody knows is left to the rules."""
    if subject is not None:
        call.require(Place(subject.organization, subject.person))


def subjects_in_body(call: Call, campaign: str) -> dict[str, Subject]:
    return subjects(register.of(campaign), call.read, (item.data["subject"] for item in call.entries))
