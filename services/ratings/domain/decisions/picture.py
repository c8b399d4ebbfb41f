"""Everything that a decision looks at, gathered beforehand, so that deciding needs nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.proposal.evidence import Evidence, Origins, Tally
from services.ratings.domain.proposal.findings import Findings
from services.ratings.domain.rules.caps import Cap
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind, Subject

Degrees = Mapping[str, str]
"""The degree of each criterion."""

Points = Mapping[str, Decimal]
"""The points of each criterion."""

Change = tuple[str | None, str | None]
"""What a document does to one subject's level in a group: before and after. None where it is not in the group."""


@dataclass(frozen=True, slots=True)
class EventIds:
    """The ids of the events behind a picture: `opinions` by subject and stage, `civil_ratings` by person, `ratings`
    by subject, `members` those of a cell's members by cell.
    """

    opinions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    civil_ratings: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One subject's level in a decision document. `cap_override` names what allows exceeding a cap."""

    subject: str
    level: str
    reason: str | None = None
    cap_override: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known about the subjects in question, and about those that their levels depend on.

    `subjects` by code, with the children of organizations and the collectives of leaders; `children` the codes
    of child organizations by the parent's code; `levels` those assigned so far, and `bodies` who assigned them;
    `members` counts, by cell, the levels of its members; `opinions` the degrees by subject and stage;
    `civil_ratings` by person; `reviewed` who has a submitted review; `unanswered` who owes an answer to a prompt;
    `groups` counts, by cap and group, the levels assigned so far; `points` are like `opinions`; `events` say which
    events all this comes from.
    """

    campaign: Campaign
    rulebook: Rulebook
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    children: Mapping[str, Iterable[str]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Tally] = field(default_factory=dict)
    opinions: Mapping[str, Mapping[str, Degrees]] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    civil_ratings: Mapping[str, str] = field(default_factory=dict)
    reviewed: AbstractSet[str] = frozenset()
    unanswered: AbstractSet[str] = frozenset()
    groups: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    points: Mapping[str, Mapping[str, Points]] = field(default_factory=dict)
    events: EventIds = field(default_factory=EventIds)

    def subject(self, code: str) -> Subject | None:
        """The subject, or None if there is none of that code in the campaign."""
        subject = self.subjects.get(code)
        return subject if subject is not None and subject.exists_on(self.campaign.reference_date) else None

    def children_of(self, organization: Subject) -> list[Subject]:
        """The child organizations that exist in the campaign."""
        children = (self.subject(code) for code in self.children.get(organization.code, ()))
        return [child for child in children if child is not None]

    def excludes(self, subject: Subject) -> bool:
        """Whether the rules leave the subject out of the rating."""
        return self.rulebook.excludes(subject, self.campaign.reference_date)

    def findings_about_body(self, organization: str) -> Mapping[str, str]:
        """The findings about a deciding body, by fact."""
        return self.findings.about(f"{Kind.ORGANIZATION}:{organization}", None)

    def measures(self, subject: Subject) -> tuple[str | None, Degrees, Points]:
        """The latest stage with degrees or points, in the rulebook's order, and what it gave.

        Stages that no level is derived from do not count.
        """
        degrees, points = self.opinions.get(subject.code, {}), self.points.get(subject.code, {})
        for stage in reversed(self.rulebook.proposing[subject.kind]):
            if degrees.get(stage) or points.get(stage):
                return stage, degrees.get(stage, {}), points.get(stage, {})
        return None, {}, {}


class Standing:
    """The levels that stand: those assigned, and those that rows of a document would add or, revising, replace.

    Rows on unknown subjects change nothing, nor do those on subjects that are decided, or for a revision are not;
    of two rows on one subject the first counts.
    """

    def __init__(self, picture: Picture, rows: Iterable[Row] = (), revising: bool = False) -> None:
        self.picture = picture
        self.changed: dict[str, str] = {}
        self._members: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            subject, before = picture.subject(row.subject), picture.levels.get(row.subject)
            if subject is not None and (before is not None) is revising and row.subject not in self.changed:
                self.changed[row.subject] = row.level
                if subject.kind is Kind.MEMBER:
                    self._members[subject.organization].update([row.level])
                    self._members[subject.organization].subtract([before] if before else [])

    def level(self, subject: str) -> str | None:
        return self.changed.get(subject) or self.picture.levels.get(subject)

    def below(self, organization: Subject) -> Tally:
        """How many child organizations have each level; without child organizations, how many members."""
        if children := self.picture.children_of(organization):
            return dict(Counter(level for child in children if (level := self.level(child.code))))
        cell = organization.organization
        return dict(Counter(self.picture.members.get(cell, {})) + self._members.get(cell, Counter()))

    def group(self, cap: Cap, group: str, changes: Iterable[Change]) -> Tally:
        """How many of a cap's group have each level once the changes are made."""
        tally = Counter(self.picture.groups.get((cap.code, group), {}))
        for before, after in changes:
            tally.subtract([before] if before else [])
            tally.update([after] if after else [])
        return tally

    def evidence(self, subject: Subject) -> Evidence:
        """What the subject's level is derived from."""
        picture, person = self.picture, subject.person
        stage, degrees, points = picture.measures(subject)
        return Evidence(
            degrees=degrees,
            facts=picture.findings.about(subject.code, person),
            below=self.below(subject) if subject.kind is Kind.ORGANIZATION else {},
            civil_category=subject.civil_category,
            civil_level=None if person is None else picture.civil_ratings.get(person),
            sick_leave_months=subject.sick_leave_months,
            head=subject.head,
            collective_level=self.level(_collective_of(subject)) if subject.head else None,
            points=points,
            stage=stage,
            below_are_members=not picture.children_of(subject),
            type=subject.type,
            origins=self._origins(subject, stage),
        )

    def _origins(self, subject: Subject, stage: str | None) -> Origins:
        """The events that the subject's evidence comes from. What a document would change has none yet."""
        picture, person = self.picture, subject.person
        return Origins(
            opinion=picture.events.opinions.get((subject.code, stage or "")),
            findings=picture.findings.events_about(subject.code, person),
            civil=picture.events.civil_ratings.get(person or ""),
            below=self._rated_below(subject) if subject.kind is Kind.ORGANIZATION else (),
            collective=picture.events.ratings.get(_collective_of(subject)) if subject.head else None,
        )

    def _rated_below(self, organization: Subject) -> tuple[str, ...]:
        events = self.picture.events
        if children := self.picture.children_of(organization):
            codes = [child.code for child in children if child.code not in self.changed]
            return tuple(events.ratings[code] for code in codes if code in events.ratings)
        return events.members.get(organization.organization, ())


def _collective_of(leader: Subject) -> str:
    return f"{Kind.COLLECTIVE}:{leader.collective}"
