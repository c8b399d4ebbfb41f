"""What mergers and splits are told in: steps, and the terms that hold for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.effects import DAY
from services.organizations.domain.errors import NamedTwice, SuccessorBelow
from services.organizations.domain.events import OrganizationRegistered
from services.organizations.domain.organization import Find, Organization
from services.organizations.domain.person import Person
from shared.domain import Aggregate, Event, Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """A decision about `subject`; if it is refused, the request's `field` is at fault.

    A step is left out once something in the field `unless` was refused: it could only say so again.
    """

    field: str
    subject: Aggregate
    decision: Iterator[Event]
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What has ever stood directly in an organization, as far as is known; posts by their collective."""

    subjects: Sequence[Organization | Person] = ()
    collectives: Sequence[Collective] = ()
    posts: Mapping[str, Sequence[Post]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a merger or a split says for all whom it concerns: valid from the day `since`, by which document.

    `heirs` gives the collective that carries on the work of another; one that is its own heir goes along.
    """

    since: date
    today: date
    how: str
    document: str | None
    find: Find
    heirs: Mapping[str, Collective] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day of what ends, so that no day sees both it and its successor."""
        return self.since - DAY


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes over: an organization that lives already, or is registered by this; and in a split, whom and what."""

    organization: Organization
    registration: OrganizationRegistered | None = None
    children: Sequence[Organization] = ()
    members: Sequence[Person] = ()

    @property
    def subjects(self) -> dict[str, Organization | Person]:
        """Whom it takes, by the field below its own that names each."""
        children: dict[str, Organization | Person] = {
            f"children/{place}": child for place, child in enumerate(self.children)
        }
        return children | {f"members/{place}": member for place, member in enumerate(self.members)}


def of_heir(code: str) -> str:
    """The field of the request that names who carries on the work of this collective."""
    return "/collectives/" + code.replace("~", "~0").replace("/", "~1")


def each_once(at: str, named: Sequence[Aggregate]) -> Iterator[Step]:
    for stream, times in Counter(subject.stream for subject in named).items():
        if times > 1:
            subject = next(subject for subject in named if subject.stream == stream)
            yield Step(at, subject, refuse(NamedTwice(value=subject.key)))


def not_below(old: Organization, new: Organization, terms: Terms) -> Iterator[Event]:
    if new.stands_below(old.key, terms.since, date.max, terms.find):
        raise SuccessorBelow(value=new.key, predecessor=old.key)
    yield from ()


def exists(it: Organization | Collective, day: date) -> Iterator[Event]:
    it.require()
    it.exists_on(day, "")
    yield from ()


def refuse(refusal: Refusal) -> Iterator[Event]:
    raise refusal
    yield
