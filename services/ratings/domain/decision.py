"""A decision document: accepted whole, or refused whole with every failing row and every reason.

Nothing here assigns a level. A competent body decided; this says whether the rules let its document stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.ratings.domain.authority import competent_body
from services.ratings.domain.caps import Cap
from services.ratings.domain.checks import CHECKS, Case
from services.ratings.domain.derivation import derive
from services.ratings.domain.errors import CapExceeded, UnknownSubject
from services.ratings.domain.events import DecisionIssued, DecisionRefused
from services.ratings.domain.picture import Picture, Row, Standing
from shared.domain import Aggregate, Event, Instant, Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """What a body signed: levels for many subjects. Body and number together are its identity."""

    campaign: str
    number: str
    decided_by: str
    decided_at: Instant
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        return f"{self.campaign}/{self.decided_by} {self.number}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a row cannot stand. The refusal points at the row."""

    subject: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every fault, in the order of the rows; and the level that the rules derive for each subject."""

    faults: tuple[Fault, ...]
    proposed: Mapping[str, str | None]


class Decision(Aggregate):
    """A decision document's fate. Refused, it may be issued again."""

    kind = "decision"

    def take(self, document: Document, verdict: Verdict) -> Iterator[Event]:
        faults = tuple({"subject": fault.subject, "reason": fault.refusal.code} for fault in verdict.faults)
        identity = (document.campaign, document.number, document.decided_by, document.decided_at)
        if faults:
            yield DecisionRefused(*identity, faults)
        else:
            yield DecisionIssued(*identity, len(document.rows))


def examine(document: Document, picture: Picture) -> Verdict:
    """Hold the document against what is known, as if all its rows on known, undecided subjects applied."""
    standing = Standing(picture, document.rows)
    proposed = {row.subject: proposed_level(row.subject, standing) for row in document.rows}
    exceeding = _exceeding(standing)
    faults: list[Fault] = []
    seen: set[str] = set()
    for index, row in enumerate(document.rows):
        refusals = [*_refusals(row, document, standing, row.subject in seen, proposed[row.subject])]
        if not row.cap_override and row.subject not in seen:
            refusals += exceeding.get(row.subject, [])
        for refusal in refusals:
            refusal.field = f"/rows/{index}"
            faults.append(Fault(row.subject, refusal))
        seen.add(row.subject)
    return Verdict(tuple(faults), proposed)


def proposed_level(code: str, standing: Standing) -> str | None:
    """The level that the rules derive for a subject at this moment, if any."""
    subject = standing.picture.subject(code)
    if subject is None:
        return None
    proposal = derive(standing.picture.rulebook, subject.kind, standing.evidence(subject))
    return None if proposal is None else proposal.level


def _refusals(row: Row, document: Document, standing: Standing, again: bool, proposed: str | None) -> Iterator[Refusal]:
    """What the rules hold against one row. Of an unknown subject nothing more can be said."""
    subject = standing.picture.subject(row.subject)
    if subject is None:
        yield UnknownSubject(value=row.subject)
        return
    case = Case(row, subject, document.decided_by, again, standing, proposed)
    for check in CHECKS:
        if refusal := check(case):
            yield refusal


def _exceeding(standing: Standing) -> dict[str, list[Refusal]]:
    """By subject, the binding caps that the document would exceed with the subject's excellent rating."""
    exceeding: dict[str, list[Refusal]] = defaultdict(list)
    for cap in standing.picture.rulebook.caps:
        if cap.binding:
            for group, added in _by_group(cap, standing).items():
                tally = standing.group(cap, group, added.values())
                if cap.is_exceeded_by(tally):
                    for subject in (code for code, level in added.items() if level == cap.level):
                        exceeding[subject].append(
                            CapExceeded(
                                value=subject,
                                cap=cap.code,
                                group=group,
                                excellent=cap.excellent(tally),
                                allowed=cap.allowed(tally),
                            )
                        )
    return exceeding


def _by_group(cap: Cap, standing: Standing) -> dict[str, dict[str, str]]:
    """The levels that the document adds to each group of a cap, by subject."""
    picture = standing.picture
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for code, level in standing.added.items():
        subject = picture.subjects[code]
        group = cap.group_of(subject, competent_body(subject, picture.campaign, picture.rulebook.deciders))
        if group is not None:
            groups[group][code] = level
    return groups
