"""Mergers and splits: the work of an organization is carried on by others, and nobody is lost on the way.

Both are told as steps, each a decision about one organization, person, collective or post. Recorded together they leave
everyone who stood in a predecessor on the day in exactly one place. That also holds when the day lies back and things
have happened since: each later stay in a predecessor becomes one in its successor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.effects import DAY
from services.organizations.domain.errors import (
    CollectivesStay,
    DoesNotFit,
    LeftOver,
    NotThere,
    StillInUse,
    SucceedsItself,
)
from services.organizations.domain.organization import CELL_TYPES, Organization
from services.organizations.domain.person import Person
from services.organizations.domain.steps import (
    Holdings,
    Step,
    Taking,
    Terms,
    each_once,
    exists,
    not_below,
    of_heir,
    refuse,
)
from shared.domain import Event


def merge(
    predecessors: Sequence[Organization], taking: Taking, held: Mapping[str, Holdings], terms: Terms
) -> Iterator[Step]:
    """The predecessors exist no longer; all that stood in them stands in the successor from that day on."""
    successor, codes = taking.organization, tuple(organization.key for organization in predecessors)
    yield from _take_over("/successor", taking, codes, terms)
    yield from each_once("/predecessors", predecessors)
    for place, predecessor in enumerate(predecessors):
        at = f"/predecessors/{place}"
        if predecessor is successor:
            continue  # said already, of the successor
        yield Step("/successor", successor, not_below(predecessor, successor, terms), unless="/successor")
        holdings = held[predecessor.key]
        for subject in holdings.subjects:
            if subject not in predecessors and subject is not successor:
                for day in subject.days_in(predecessor.key, terms.since):
                    yield Step(at, subject, _come_to(subject, successor, day, terms), unless="/successor")
        yield from _hand_over_collectives(at, predecessor, successor, holdings, terms)
        yield Step(at, predecessor, predecessor.end(terms.last_day, (successor.key,), today=terms.today))
    collectives = [collective for code in codes for collective in held[code].collectives]
    yield from _know_the_heirs(codes, collectives, terms)


def split(
    original: Organization, parts: Sequence[Taking], holdings: Holdings, terms: Terms, *, ends: bool
) -> Iterator[Step]:
    """The parts take over what they name of the original, which lives on with the rest; or it `ends`, without any."""
    if not ends:
        yield Step("/organization", original, exists(original, terms.since))
        for code, heir in terms.heirs.items():
            yield Step(of_heir(code), heir, refuse(CollectivesStay(value=code, organization=original.key)))
    yield from each_once("/parts", [part.organization for part in parts])
    yield from each_once("/parts", [subject for part in parts for subject in part.subjects.values()])
    for place, part in enumerate(parts):
        at = f"/parts/{place}/organization"
        yield from _take_over(at, part, (original.key,), terms)
        if ends:
            yield Step(at, part.organization, not_below(original, part.organization, terms), unless=at)
        for name, subject in part.subjects.items():
            yield from _give(f"/parts/{place}/{name}", subject, original, part, terms, ends, unless=at)
    if ends:
        yield from _leave_nothing(original, parts, holdings, terms)
        yield from _hand_over_collectives("/organization", original, None, holdings, terms)
        successors = tuple(part.organization.key for part in parts)
        yield Step("/organization", original, original.end(terms.last_day, successors, today=terms.today))
        yield from _know_the_heirs((original.key,), holdings.collectives, terms, along=False)


def dissolve(
    organization: Organization, holdings: Holdings, ended_on: date, successors: tuple[str, ...], today: date
) -> Iterator[Event]:
    """End an organization in which nothing and nobody stands any more after that day."""
    for ended in organization.end(ended_on, successors, today=today):
        since = ended_on + DAY
        left = [subject for subject in holdings.subjects if subject.days_in(organization.key, since)]
        collectives = [collective for collective in holdings.collectives if collective.days_in(organization.key, since)]
        if left or collectives:
            members = sum(isinstance(subject, Person) for subject in left)
            raise StillInUse(
                field="/ended_on",
                value=organization.key,
                ended_on=ended_on.isoformat(),
                children=len(left) - members,
                members=members,
                collectives=len(collectives),
            )
        yield ended


def reclassify(
    organization: Organization, holdings: Holdings, type_: str, since: date, document: str | None, today: date
) -> Iterator[Event]:
    """Make an organization one of another type, if all that stands in it while it is of that type may stand there."""
    until = organization.changes_type_after(since)
    for reclassified in organization.reclassify(type_, since, today=today, document=document):
        kept = [
            subject
            for subject in holdings.subjects
            if isinstance(subject, Person) != (type_ in CELL_TYPES)
            and any(day < until for day in subject.days_in(organization.key, since))
        ]
        if kept:
            members = sum(isinstance(subject, Person) for subject in kept)
            raise DoesNotFit(
                field="/type",
                value=organization.key,
                type=type_,
                day=since.isoformat(),
                children=len(kept) - members,
                members=members,
            )
        yield reclassified


def close_collective(
    at: str, collective: Collective, posts: Iterable[Post], ended_on: date, successors: tuple[str, ...], today: date
) -> Iterator[Step]:
    """End a collective, and with it every post in it that would last longer."""
    for post in posts:
        if post.held_to is None or post.held_to > ended_on:
            yield Step(at, post, post.end(ended_on, today=today))
    yield Step(at, collective, collective.end(ended_on, successors, today=today))


def _take_over(at: str, taking: Taking, predecessors: tuple[str, ...], terms: Terms) -> Iterator[Step]:
    successor, new = taking.organization, taking.registration
    if new:
        yield Step(at, successor, successor.register(new, terms.find(new.parent) if new.parent else None))
    succession = successor.succeed(predecessors, terms.how, terms.since, today=terms.today, document=terms.document)
    yield Step(at, successor, succession, unless=at)


def _come_to(subject: Organization | Person, place: Organization, day: date, terms: Terms) -> Iterator[Event]:
    if isinstance(subject, Person):
        return subject.transfer(place, day, today=terms.today)
    return subject.move(place, day, today=terms.today, find=terms.find, document=terms.document)


def _give(
    at: str, subject: Organization | Person, original: Organization, part: Taking, terms: Terms, ends: bool, unless: str
) -> Iterator[Step]:
    """Give one child or member to a part. While the original lives on, it may come back later; else it never does."""
    there = subject.facts.value(subject.place, terms.since)
    days = subject.days_in(original.key, terms.since)
    came_from = subject.facts.value(subject.place, terms.last_day)
    if there == part.organization.key and came_from == original.key and not (ends and days):
        return  # given already: the same words again
    if not days or not (ends or there == original.key):
        since = terms.since.isoformat()
        yield Step(at, subject, refuse(NotThere(value=subject.key, organization=original.key, day=since)))
    for day in days if ends else days[:1]:
        yield Step(at, subject, _come_to(subject, part.organization, day, terms), unless)


def _leave_nothing(original: Organization, parts: Sequence[Taking], holdings: Holdings, terms: Terms) -> Iterator[Step]:
    named = {subject.stream for part in parts for subject in (part.organization, *part.subjects.values())}
    for subject in holdings.subjects:
        if subject.stream not in named and subject.days_in(original.key, terms.since):
            yield Step("/parts", subject, refuse(LeftOver(value=subject.key, organization=original.key)))


def _hand_over_collectives(
    at: str, old: Organization, new: Organization | None, holdings: Holdings, terms: Terms
) -> Iterator[Step]:
    for collective in holdings.collectives:
        days = collective.days_in(old.key, terms.since)
        heir = terms.heirs.get(collective.key)
        if days and heir is collective and new:
            for day in days:
                yield Step(at, collective, collective.move(new, day, today=terms.today), unless="/successor")
        elif days:
            posts, successors = holdings.posts.get(collective.key, ()), (heir.key,) if heir else ()
            yield from close_collective(at, collective, posts, terms.last_day, successors, terms.today)


def _know_the_heirs(
    old: tuple[str, ...], collectives: Sequence[Collective], terms: Terms, *, along: bool = True
) -> Iterator[Step]:
    """See that whoever is named to carry on a collective's work does so: that there was such work, and that it can.

    `along`: whether a collective may be its own heir.
    """
    known = {collective.key: collective for collective in collectives}
    for code, heir in terms.heirs.items():
        at, collective = of_heir(code), known.get(code)
        if collective is None or not _stood_in(collective, old, terms.last_day):
            day = terms.last_day.isoformat()
            yield Step(at, heir, refuse(NotThere(value=code, organization=", ".join(old), day=day)))
        elif heir is not collective:
            yield Step(at, heir, exists(heir, terms.since))
            yield Step(at, collective, collective.end(terms.last_day, (heir.key,), today=terms.today), unless=at)
        elif not along:
            yield Step(at, heir, refuse(SucceedsItself(value=code)))


def _stood_in(collective: Collective, organizations: tuple[str, ...], day: date) -> bool:
    ended = collective.ended_on is not None and collective.ended_on < day
    return not ended and collective.facts.value(collective.place, day) in organizations
