"""A decision document: accepted whole, or refused whole with every failing row and every reason.

Nothing here assigns a level. A competent body decided; this says whether the rules let its document stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.ratings.domain.decisions.acts import Act, Scope
from services.ratings.domain.decisions.checks import FIRST_DECISION, Case
from services.ratings.domain.decisions.picture import Change, Picture, Row, Standing
from services.ratings.domain.decisions.revision import REVISION
from services.ratings.domain.errors import CapExceeded, UnknownSubject
from services.ratings.domain.events import DecisionIssued, DecisionRefused, RatingPublished
from services.ratings.domain.life.errors import AlreadyPublished, NotIssued
from services.ratings.domain.proposal.derivation import derive
from services.ratings.domain.rules.caps import Cap
from shared.authority import competent_body
from shared.domain import Aggregate, Event, Instant, Refusal, when

CHECKS = {Act.DECISION: FIRST_DECISION, Act.REVISION: REVISION}


@dataclass(frozen=True, slots=True)
class Document:
    """What a body signed: levels for many subjects. Body and number together are its identity.

    A revision replaces levels; `on_appeal` says that it is the outcome of an appeal.
    """

    campaign: str
    number: str
    decided_by: str
    decided_at: Instant
    rows: tuple[Row, ...]
    act: Act = Act.DECISION
    on_appeal: bool = False

    @property
    def key(self) -> str:
        return document_key(self.campaign, self.decided_by, self.number)


def document_key(campaign: str, decided_by: str, number: str) -> str:
    """What tells one document from all others."""
    return f"{campaign}/{decided_by} {number}"


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
    """A decision document's fate. Refused, it may be issued again; issued, it may be published."""

    kind = "decision"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.issued = False
        self.published: dict[Scope, RatingPublished] = {}

    def take(self, document: Document, verdict: Verdict) -> Iterator[Event]:
        faults = tuple({"subject": fault.subject, "reason": fault.refusal.code} for fault in verdict.faults)
        identity = (document.campaign, document.number, document.decided_by, document.decided_at, document.act)
        if faults:
            yield DecisionRefused(*identity, faults)
        else:
            yield DecisionIssued(*identity, len(document.rows))

    def publish(self, publication: RatingPublished) -> Iterator[Event]:
        """The document's ratings become known in a scope, once for each. The same again is nothing new."""
        if not self.issued:
            raise NotIssued(field="/document", value=publication.document, decided_by=publication.decided_by)
        before = self.published.get(publication.scope)
        if before is None:
            yield publication
        elif before != publication:
            raise AlreadyPublished(field="/scope", value=publication.scope, document=publication.document)

    @when(DecisionIssued)
    def _issued(self, event: DecisionIssued) -> None:
        self.issued = True

    @when(RatingPublished)
    def _published(self, event: RatingPublished) -> None:
        self.published[event.scope] = event


def examine(document: Document, picture: Picture, number_taken: bool = False) -> Verdict:
    """Hold the document against what is known, as if all its rows on known, undecided subjects applied.

    Of a revision those rows count that are on decided subjects. `number_taken` says that the body has issued a
    document of this number before.
    """
    standing = Standing(picture, document.rows, revising=document.act is Act.REVISION)
    proposed = {row.subject: proposed_level(row.subject, standing) for row in document.rows}
    exceeding = _exceeding(standing)
    faults: list[Fault] = []
    seen: set[str] = set()
    for index, row in enumerate(document.rows):
        again = row.subject in seen
        refusals = list(_refusals(row, document, standing, again, proposed[row.subject], number_taken))
        if not row.cap_override and not again:
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


def _refusals(
    row: Row, document: Document, standing: Standing, again: bool, proposed: str | None, number_taken: bool
) -> Iterator[Refusal]:
    """What the rules hold against one row. Of an unknown subject nothing more can be said."""
    subject = standing.picture.subject(row.subject)
    if subject is None:
        yield UnknownSubject(value=row.subject)
        return
    case = Case(row, subject, document.decided_by, again, standing, proposed, number_taken)
    for check in CHECKS[document.act]:
        if refusal := check(case):
            yield refusal


def _exceeding(standing: Standing) -> dict[str, list[Refusal]]:
    """By subject, the binding caps that the document would exceed with what it does to the subject's level."""
    exceeding: dict[str, list[Refusal]] = defaultdict(list)
    for cap_of_all in standing.picture.rulebook.caps:
        if cap_of_all.binding:
            for group, changes in _by_group(cap_of_all, standing).items():
                cap = cap_of_all.for_body(standing.picture.findings_about_body(cap_of_all.body_of(group)))
                tally = standing.group(cap, group, changes.values())
                if cap.is_exceeded_by(tally):
                    for subject in (code for code, change in changes.items() if cap.is_burdened_by(*change)):
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


def _by_group(cap: Cap, standing: Standing) -> dict[str, dict[str, Change]]:
    """What the document changes in each group of a cap, by subject. A subject may leave one group for another."""
    picture = standing.picture
    groups: dict[str, dict[str, Change]] = defaultdict(dict)
    for code, level in standing.changed.items():
        subject = picture.subjects[code]
        now_in = cap.group_of(subject, competent_body(subject, picture.campaign.province, picture.rulebook.deciders))
        was_in = cap.group_of(subject, picture.bodies.get(code))
        if was_in is not None and was_in != now_in:
            groups[was_in][code] = picture.levels[code], None
        if now_in is not None:
            groups[now_in][code] = picture.levels.get(code) if was_in == now_in else None, level
    return groups
