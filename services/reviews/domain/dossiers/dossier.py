"""A dossier: what a rated subject's unit sends to the receiving board, before a date. Letter 04-CV/TU, point 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.dossiers.errors import DossierIncomplete, NotRated, UnknownUnit
from services.reviews.domain.dossiers.events import DossierForwarded, DossierRefused
from services.reviews.domain.dossiers.requirements import OwingSubject
from services.reviews.domain.errors import UnknownSubject
from shared.domain import Aggregate, Event, Instant, Refusal, when


@dataclass(frozen=True, slots=True)
class Forwarding:
    """One attempt to send a dossier. `row` is the importer's row, if it came from a file."""

    forwarded_by: str | None
    forwarded_at: Instant
    documents: frozenset[str]
    row: int | None = None


class Dossier(Aggregate):
    """The one dossier of a subject in a campaign."""

    kind = "dossier"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.subject = key.partition("/")
        self.forwarded: DossierForwarded | None = None

    def faults(self, forwarding: Forwarding, owing: OwingSubject | None, unit_known: bool) -> list[Refusal]:
        """Everything that stands against this forwarding; empty when it may be accepted."""
        faults: list[Refusal] = []
        if not unit_known:
            faults.append(UnknownUnit(field="/forwarded_by", value=forwarding.forwarded_by))
        if owing is None:
            return [UnknownSubject(field="/subject", value=self.subject), *faults]
        if missing := owing.required_documents - forwarding.documents:
            faults.append(DossierIncomplete(subject=self.subject, missing=sorted(missing), field="/documents"))
        if owing.awaits_rating:
            faults.append(NotRated(subject=self.subject, field="/subject"))
        return faults

    def forward(self, forwarding: Forwarding, deadline: Deadline) -> Iterator[Event]:
        """Send a faultless dossier. The first one decides whether it was on time; later ones change nothing."""
        if self.forwarded:
            return
        assert forwarding.forwarded_by is not None
        yield DossierForwarded(
            self.campaign,
            self.subject,
            forwarding.forwarded_by,
            forwarding.forwarded_at,
            forwarding.documents,
            deadline.allows(forwarding.forwarded_at),
            deadline.end,
        )

    def refuse(self, forwarding: Forwarding, faults: Sequence[Refusal]) -> Iterator[Event]:
        """Keep that the forwarding was tried and why it failed; nothing else of it stays."""
        yield DossierRefused(
            self.campaign,
            self.subject,
            forwarding.forwarded_by,
            forwarding.forwarded_at,
            tuple({"reason": fault.code, "missing": fault.values.get("missing", [])} for fault in faults),
            forwarding.row,
        )

    @when(DossierForwarded)
    def _forwarded(self, event: DossierForwarded) -> None:
        self.forwarded = event
