"""Where the things of the reviews service belong, and who may ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import select

from services.reviews.domain.prompts.issuer import IsAbove
from services.reviews.readmodel.expected import expected_among
from services.reviews.readmodel.store import register
from services.reviews.readmodel.tree import path_of, subjects_in
from shared.register import Reader, View, paths_of
from shared.subjects import Kind, Subject
from shared.web import Call, OutOfSight, Place

OFFICERS = {"importer", "board_officer", "unit_officer"}
READERS = {*OFFICERS, "member"}
"""Officers in their part of the tree, and a member for himself."""

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization, campaign)


def of_subject(call: Call, values: Values, item: Values | None) -> Place | None:
    """What is about a subject belongs where the subject stands, and to the person it is about."""
    return place_of(call, item["subject"] if item and "subject" in item else values["subject"])


def place_of(call: Call, code: str) -> Place | None:
    """Where a subject stands. Whoever stands nowhere any more is read about where the campaign last expected it."""
    if subject := subject_of(call, code):
        return Place(subject.organization, subject.person)
    last = expected_among(call.read, campaign_in(call), [code]).get(code) if call.request.reads else None
    return last and Place(last.organization)


def require_in_sight(call: Call, subject: Subject | None) -> None:
    """Raise OutOfSight if the caller may not touch the subject. Whom nobody knows is left to the rules."""
    if subject is not None:
        call.require(Place(subject.organization, subject.person))


def campaign_in(call: Call) -> str:
    """The campaign that the path names."""
    return str(call.path_values["campaign"])


def view_of(call: Call) -> View:
    """The register as the campaign sees it that the path names."""
    return register.of(campaign_in(call))


def subject_of(call: Call, code: str) -> Subject | None:
    return subjects_in(call.read, campaign_in(call), [code]).get(code)


def known_subject(call: Call, code: str) -> Subject:
    """The subject that the path names. The scope of every resource about a subject has found it."""
    if subject := subject_of(call, code):
        return subject
    raise OutOfSight()


def own_subjects(call: Call) -> list[str]:
    """The subjects that the caller is in person: as a member, and in each post."""
    person, posts = call.sight.person, view_of(call).posts
    if person is None:
        return []
    held = call.read(select(posts.c.code).where(posts.c.person == person))
    return [f"{Kind.MEMBER}:{person}", *(f"{Kind.LEADER}:{row.code}" for row in held)]


def is_above(call: Call) -> IsAbove:
    """Whether one organization is another one or stands above it."""

    @cache
    def path(organization: str) -> str | None:
        return path_of(view_of(call), call.read, organization)

    def above(upper: str, lower: str) -> bool:
        up, down = path(upper), path(lower)
        return up is not None and down is not None and down.startswith(up)

    return above


def subject_in_sight(call: Call, campaign: str, code: str) -> Subject:
    """The subject with this code. Raises OutOfSight if nobody knows it, or the caller may not touch it."""
    known = subjects_in(call.read, campaign, [code]).get(code)
    if known is None:
        raise OutOfSight()
    require_in_sight(call, known)
    return known


def subjects_in_body(call: Call) -> dict[str, Subject]:
    return subjects_in(call.read, campaign_in(call), (item.data["subject"] for item in call.entries))
