"""Everything that a decision looks at, gathered beforehand, so that deciding needs nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.caps import Cap
from services.ratings.domain.evidence import Evidence, Tally
from services.ratings.domain.findings import Findings
from services.ratings.domain.rulebook import Rulebook
from shared.subjects import Kind, Subject

Degrees = Mapping[str, str]
"""The degree of each criterion."""


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
    of child organizations by the parent's code; `levels` those assigned so far; `members` counts, by cell, the
    levels of its members; `opinions` the degrees by subject and stage; `civil_ratings` by person; `reviewed`
    who has a submitted review; `unanswered` who owes an answer to a prompt; `groups` counts, by cap and group,
    the levels assigned so far.
    """

    campaign: Campaign
    rulebook: Rulebook
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    children: Mapping[str, Iterable[str]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Tally] = field(default_factory=dict)
    opinions: Mapping[str, Mapping[str, Degrees]] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    civil_ratings: Mapping[str, str] = field(default_factory=dict)
    reviewed: AbstractSet[str] = frozenset()
    unanswered: AbstractSet[str] = frozenset()
    groups: Mapping[tuple[str, str], Tally] = field(default_factory=dict)

    def subject(self, code: str) -> Subject | None:
        """The subject, or None if there is none of that code in the campaign."""
        subject = self.subjects.get(code)
        return subject if subject is not None and subject.exists_on(self.campaign.reference_date) else None

    def children_of(self, organization: Subject) -> list[Subject]:
        """The child organizations that exist in the campaign."""
        children = (self.subject(code) for code in self.children.get(organization.code, ()))
        return [child for child in children if child is not None]

    def degrees(self, subject: Subject) -> Degrees:
        """Those of the latest stage that has degrees, in the rulebook's order of stages."""
        by_stage = self.opinions.get(subject.code, {})
        latest_first = reversed(self.rulebook.stages[subject.kind])
        return next((by_stage[stage] for stage in latest_first if by_stage.get(stage)), {})


class Standing:
    """The levels that stand: those assigned, and those that rows of a document would add.

    Rows on subjects that are unknown or decided add nothing; of two rows on one subject the first does.
    """

    def __init__(self, picture: Picture, rows: Iterable[Row] = ()) -> None:
        self.picture = picture
        self.added: dict[str, str] = {}
        self._members: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            subject = picture.subject(row.subject)
            if subject is not None and self.level(row.subject) is None:
                self.added[row.subject] = row.level
                if subject.kind is Kind.MEMBER:
                    self._members[subject.organization][row.level] += 1

    def level(self, subject: str) -> str | None:
        return self.picture.levels.get(subject) or self.added.get(subject)

    def below(self, organization: Subject) -> Tally:
        """How many child organizations have each level; without child organizations, how many members."""
        if children := self.picture.children_of(organization):
            return dict(Counter(level for child in children if (level := self.level(child.code))))
        cell = organization.organization
        return dict(Counter(self.picture.members.get(cell, {})) + self._members.get(cell, Counter()))

    def group(self, cap: Cap, group: str, added: Iterable[str]) -> Tally:
        """How many of a cap's group have each level, with the added ones."""
        return Counter(self.picture.groups.get((cap.code, group), {})) + Counter(added)

    def evidence(self, subject: Subject) -> Evidence:
        """What the subject's level is derived from."""
        picture, person = self.picture, subject.person
        return Evidence(
            degrees=picture.degrees(subject),
            facts=picture.findings.about(subject.code, person),
            below=self.below(subject) if subject.kind is Kind.ORGANIZATION else {},
            civil_category=subject.civil_category,
            civil_level=None if person is None else picture.civil_ratings.get(person),
            sick_leave_months=subject.sick_leave_months,
            head=subject.head,
            collective_level=self.level(f"{Kind.COLLECTIVE}:{subject.collective}") if subject.head else None,
        )
