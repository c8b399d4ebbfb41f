"""What stands directly in organizations and collectives, loaded for a decision about all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.domain.steps import Holdings
from services.organizations.pictures import codes_ever_in
from shared.eventstore import Unit


def holdings_of(unit: Unit, organizations: Iterable[str]) -> Mapping[str, Holdings]:
    """By organization, everything that has ever stood in it: a few queries, however much it is."""
    codes = list(dict.fromkeys(organizations))
    children = codes_ever_in(unit.tables.rows, Organization.kind, codes)
    members = codes_ever_in(unit.tables.rows, Person.kind, codes)
    collectives = codes_ever_in(unit.tables.rows, Collective.kind, codes)
    unit.prefetch(Organization, [*codes, *_all(children)])
    unit.prefetch(Person, _all(members))
    unit.prefetch(Collective, _all(collectives))
    posts = posts_of(unit, _all(collectives))
    return {
        code: Holdings(
            [
                *(unit.load(Organization, child) for child in children[code]),
                *(unit.load(Person, member) for member in members[code]),
            ],
            [unit.load(Collective, collective) for collective in collectives[code]],
            posts,
        )
        for code in codes
    }


def posts_of(unit: Unit, collectives: Iterable[str]) -> Mapping[str, list[Post]]:
    """By collective, every post that was ever assigned in it."""
    codes = codes_ever_in(unit.tables.rows, Post.kind, collectives)
    unit.prefetch(Post, _all(codes))
    return {collective: [unit.load(Post, code) for code in posts] for collective, posts in codes.items()}


def _all(codes: Mapping[str, list[str]]) -> list[str]:
    return [code for found in codes.values() for code in found]
