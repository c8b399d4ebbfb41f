"""Which events decide that a subject counts for a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal

from services.reporting.domain.dossiers import CAME_TO

About = Callable[[Any], Any]
"""From a roster entry, a row or the table's columns, to the subject that the events tell of."""


def _itself(entry: Any) -> Any:
    return entry.subject


def _the_person(entry: Any) -> Any:
    return _prefixed("mem:", entry.person)


def _the_collective(entry: Any) -> Any:
    return _prefixed("col:", entry.collective)


@dataclass(frozen=True, slots=True)
class Aspect:
    """The events of these types about a subject, of which the last one decides, or the first.

    `name` tells aspects apart. `about` says whom they tell of, where that is not the subject itself.
    """

    name: str
    service: str
    types: tuple[str, ...]
    first: bool = False
    about: About = _itself


def _prefixed(kind: str, code: Any) -> Any:
    if isinstance(code, ColumnElement):
        return literal(kind).concat(code)
    return None if code is None else f"{kind}{code}"


_REGISTERED = ("OrganizationRegistered", "CollectiveRegistered", "PersonRegistered", "PostAssigned")

KNOWN = Aspect("known", "organizations", _REGISTERED, first=True)
"""That the subject exists. Who it is, and where it stands in the campaign, is in its course."""

PERSON = Aspect("person", "organizations", ("PersonRegistered",), first=True, about=_the_person)
STATUS = Aspect("status", "organizations", ("MemberStatusChanged",), about=_the_person)
LEVEL = Aspect("level", "ratings", ("RatingAssigned", "RatingRevised"))
LEVEL_OF_COLLECTIVE = Aspect("level of the collective", "ratings", LEVEL.types, about=_the_collective)
PROPOSAL = Aspect("proposal", "ratings", ("LevelProposed",))
REVIEW = Aspect("review", "reviews", ("ReviewSubmitted", "ReviewSupplemented", "ReviewReturned"))
FORWARDING = Aspect("forwarding", "reviews", ("DossierForwarded",), first=True)
"""The first one decides whether a dossier is on time."""

COURSE = Aspect("course", "reviews", tuple(CAME_TO))
NOTHING_OWED = Aspect("nothing owed", "reviews", ("NothingToReportConfirmed",))
PLAN = Aspect("plan", "reviews", ("PlanAdopted",))
SUMMARY = Aspect("summary", "reviews", ("InterimSummaryRecorded",))
REMEDY = Aspect("remedy", "reviews", ("RemedyAssigned",))
