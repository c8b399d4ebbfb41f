"""Where the things of the reviews service belong, and who may ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import select

from services.reviews.domain.prompts.issuer import IsAbove
from services.reviews.readmodel.store import register, register_of
from shared.register import Reader, Register, path_of, subjects
from shared.subjects import Kind, Subject
from shared.web import Call, OutOfSight, Place

OFFICERS = {"importer", "board_officer", "unit_officer"}
READERS = {*OFFICERS, "member"}
"""Officers in their part of the tree, and a member for himself."""

Values = Mapping[str, Any]


def paths(read: Reader, organization: str) -> str | None:
    return path_of(register, read, organization)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    code = item["subject"] if item and "subject" in item else values["subject"]
    subject = subject_of(call, code)
    return subject and Place(subject.organization, subject.person)


def require_in_sight(call: Call, subject: Subject | None) -> None:
    """Raise OutOfSight if the caller may not touch the subject. Whom nobody knows is left to the rules."""
    if subject is not None:
        call.require(Place(subject.organization, subject.person))


def subject_of(call: Call, code: str) -> Subject | None:
    return subjects(_seen_in_campaign(call), call.read, [code]).get(code)


def known_subject(call: Call, code: str) -> Subject:
    """The subject that the path names. The scope of every resource about a subject has found it."""
    if subject := subject_of(call, code):
        return subject
    raise OutOfSight()


def own_subjects(call: Call) -> list[str]:
    """The subjects that the caller is in person: as a member, and in each post."""
    person, posts = call.sight.person, _seen_in_campaign(call).posts
    if person is None:
        return []
    held = call.read(select(posts.c.code).where(posts.c.person == person))
    return [f"{Kind.MEMBER}:{person}", *(f"{Kind.LEADER}:{row.code}" for row in held)]


def is_above(call: Call) -> IsAbove:
    """Whether one organization is another one or stands above it."""

    @cache
    def path(organization: str) -> str | None:
        return paths(call.read, organization)

    def above(upper: str, lower: str) -> bool:
        up, down = path(upper), path(lower)
        return up is not None and down is not None and down.startswith(up)

    return above


def subjects_in_body(call: Call) -> dict[str, Subject]:
    return subjects(_seen_in_campaign(call), call.read, (item.data["subject"] for item in call.entries))


def _seen_in_campaign(call: Call) -> Register:
    return register_of(call.path_values["campaign"])
