"""The two commands that change many things at once: a merger and a split. All of it is recorded, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.organizations.commands import finder, today
from services.organizations.domain.collective import Collective
from services.organizations.domain.errors import MergerRefused, SplitRefused
from services.organizations.domain.events import OrganizationRegistered
from services.organizations.domain.lasting import takes_effect_by
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.domain.steps import Step, Taking, Terms
from services.organizations.domain.succession import merge, split
from services.organizations.holdings import holdings_of
from shared.domain import Refusal
from shared.eventstore import Unit

Registration = Mapping[str, str | None]
"""Name, type and parent of an organization that a merger or a split founds."""


@dataclass(frozen=True, slots=True)
class Part:
    """One organization that comes out of a split, by codes."""

    organization: str
    registration: Registration | None
    children: Sequence[str]
    members: Sequence[str]


@dataclass(frozen=True, slots=True)
class Act:
    """By which document it happens, from which day on; and which collective carries on which."""

    since: date
    how: str
    document: str | None
    collectives: Mapping[str, str]

    def terms(self, unit: Unit) -> Terms:
        heirs = {code: unit.load(Collective, heir) for code, heir in self.collectives.items()}
        return Terms(self.since, today(unit), self.how, self.document, finder(unit), heirs)


def merge_organizations(
    unit: Unit, predecessors: Sequence[str], successor: str, registration: Registration | None, act: Act
) -> None:
    """Raises TakesEffectLater, or MergerRefused with every reason."""
    takes_effect_by(today(unit), act.since, "/merged_on")
    held = holdings_of(unit, predecessors)
    taking = Taking(unit.load(Organization, successor), _registration(successor, registration, act.since))
    merged = [unit.load(Organization, code) for code in predecessors]
    if refused := _record(unit, merge(merged, taking, held, act.terms(unit))):
        raise MergerRefused(refused)


def split_organization(unit: Unit, code: str, parts: Sequence[Part], act: Act, *, ends: bool) -> None:
    """Raises TakesEffectLater, or SplitRefused with every reason."""
    takes_effect_by(today(unit), act.since, "/split_on")
    holdings = holdings_of(unit, [code])[code]
    unit.prefetch(Organization, (child for part in parts for child in part.children))
    unit.prefetch(Person, (member for part in parts for member in part.members))
    taking = [
        Taking(
            unit.load(Organization, part.organization),
            _registration(part.organization, part.registration, act.since),
            [unit.load(Organization, child) for child in part.children],
            [unit.load(Person, member) for member in part.members],
        )
        for part in parts
    ]
    original = unit.load(Organization, code)
    if refused := _record(unit, split(original, taking, holdings, act.terms(unit), ends=ends)):
        raise SplitRefused(refused)


def _registration(code: str, new: Registration | None, founded_on: date) -> OrganizationRegistered | None:
    return OrganizationRegistered(code=code, founded_on=founded_on, **new) if new else None  # type: ignore[arg-type]


def _record(unit: Unit, steps: Iterable[Step]) -> list[Refusal]:
    """Record every step, and give back why some of them may not be taken: each reason once for each field."""
    refused: dict[tuple[str, str], Refusal] = {}
    fields: set[str | None] = set()
    for step in steps:
        if step.unless in fields:
            continue
        try:
            unit.record(step.subject, step.decision)
        except Refusal as refusal:
            refusal.field = step.field
            fields.add(step.field)
            refused.setdefault((step.field, str(refusal)), refusal)
    return list(refused.values())
