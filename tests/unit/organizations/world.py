"""A tree, its members and its posts in memory, and decisions about them carried out as the service would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.events import (
    CollectiveRegistered,
    OrganizationRegistered,
    PersonRegistered,
    PostAssigned,
)
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.domain.steps import Holdings, Step, Taking, Terms
from services.organizations.domain.succession import merge, reclassify, split
from shared.domain import Aggregate, Event, Refusal

TODAY = date(2025, 12, 31)
CELLS = ("C1", "C2", "C3", "C4")


def day(text: str) -> date:
    return date.fromisoformat(text)


def did(aggregate: Aggregate, events: Iterator[Event]) -> list[str]:
    return [type(event).__name__ for event in aggregate.decide(events)]


class World:
    """Things by their codes. What a decision asks for and nobody registered is there, but unknown."""

    def __init__(self) -> None:
        self.organizations: dict[str, Organization] = {}
        self.collectives: dict[str, Collective] = {}
        self.people: dict[str, Person] = {}
        self.posts: dict[str, Post] = {}

    def organization(self, code: str) -> Organization:
        return self.organizations.setdefault(code, Organization(code))

    def collective(self, code: str) -> Collective:
        return self.collectives.setdefault(code, Collective(code))

    def found(
        self, code: str, parent: str | None, type_: str = "DB_CO_SO", founded_on: str | None = None
    ) -> Organization:
        wanted = OrganizationRegistered(code, code, type_, parent, day(founded_on) if founded_on else None)
        organization = self.organization(code)
        did(organization, organization.register(wanted, self.organization(parent) if parent else None))
        return organization

    def lead(self, code: str, organization: str, founded_on: str | None = None) -> Collective:
        founded = day(founded_on) if founded_on else None
        wanted = CollectiveRegistered(code, code, "TT_CAP_UY", organization, "TINH", founded)
        collective = self.collective(code)
        did(collective, collective.register(wanted, self.organization(organization)))
        return collective

    def admit(self, code: str, cell: str | None, admitted_on: str | None = None) -> Person:
        admitted = day(admitted_on) if admitted_on else None
        person = self.people.setdefault(code, Person(code))
        wanted = PersonRegistered(code, code, None, admitted, "active", None, cell, None)
        did(person, person.register(wanted, self.organization(cell) if cell else None))
        return person

    def appoint(self, code: str, person: str, collective: str, held_from: str | None = None) -> Post:
        post = self.posts.setdefault(code, Post(code))
        start = day(held_from) if held_from else None
        wanted = PostAssigned(code, person, collective, "Bí thư", "BI_THU", True, "TINH", start)
        did(post, post.assign(wanted, self.people.setdefault(person, Person(person)), self.collective(collective)))
        return post

    def move(self, code: str, parent: str, since: str) -> list[str]:
        organization, above = self.organization(code), self.organization(parent)
        return did(organization, organization.move(above, day(since), today=TODAY, find=self.organization))

    def transfer(self, code: str, cell: str, moved_on: date) -> list[str]:
        person = self.people[code]
        return did(person, person.transfer(self.organization(cell), moved_on, today=TODAY))

    def reclassify(self, code: str, type_: str, since: str) -> list[str]:
        organization, holdings = self.organization(code), self.holdings(code)
        return did(organization, reclassify(organization, holdings, type_, day(since), None, TODAY))

    def holdings(self, code: str) -> Holdings:
        """All that might stand in the organization: that is everything."""
        posts: dict[str, list[Post]] = {}
        for post in self.posts.values():
            posts.setdefault(post.require().collective, []).append(post)
        return Holdings([*self.organizations.values(), *self.people.values()], [*self.collectives.values()], posts)

    def terms(self, since: str, how: str, heirs: dict[str, str]) -> Terms:
        collectives = {code: self.collective(heir) for code, heir in heirs.items()}
        return Terms(day(since), TODAY, how, "01-NQ/TU", self.organization, collectives)

    def merge(self, predecessors: list[str], successor: str, since: str, new: Any = None, **heirs: str) -> list[Any]:
        held = {code: self.holdings(code) for code in predecessors}
        taking = Taking(self.organization(successor), new)
        merged = [self.organization(code) for code in predecessors]
        return self.carry_out(merge(merged, taking, held, self.terms(since, "merged", heirs)))

    def split(self, code: str, parts: list[Taking], since: str, *, ends: bool, **heirs: str) -> list[Any]:
        terms = self.terms(since, "split", heirs)
        return self.carry_out(split(self.organization(code), parts, self.holdings(code), terms, ends=ends))

    def part(self, code: str, children: Iterable[str] = (), members: Iterable[str] = (), new: Any = None) -> Taking:
        taken = [self.organization(child) for child in children]
        return Taking(self.organization(code), new, taken, [self.people[member] for member in members])

    def carry_out(self, steps: Iterable[Step]) -> list[Any]:
        """The events' names if nothing is refused; else every field at fault with its reason."""
        happened: list[str] = []
        refused: list[tuple[str, str]] = []
        for step in steps:
            if step.unless not in [field for field, _ in refused]:
                try:
                    happened += did(step.subject, step.decision)
                except Refusal as refusal:
                    refused.append((step.field, refusal.code))
        return list(dict.fromkeys(refused)) or happened

    def cell_of(self, person: str, on: date) -> str | None:
        cell: str | None = self.people[person].facts.value("cell", on)
        return cell

    def parent_of(self, code: str, on: date) -> str | None:
        parent: str | None = self.organizations[code].facts.value("parent", on)
        return parent


def new(code: str, parent: str | None, since: str, type_: str = "DB_CO_SO") -> OrganizationRegistered:
    """How a merger or a split founds an organization."""
    return OrganizationRegistered(code, code, type_, parent, day(since))


def planted() -> World:
    """The province, two districts, four cells in the first, and a member, A, in the first of them."""
    world = World()
    world.found("TU", None, "DB_TINH")
    for code in ("QN", "AN"):
        world.found(code, "TU", "DB_TRUC_THUOC_TINH")
    for code in CELLS:
        world.found(code, "QN", "CB_CO_SO")
    world.admit("A", "C1")
    return world
