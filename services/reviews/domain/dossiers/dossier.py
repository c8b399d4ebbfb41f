"""A dossier: what a rated subject's unit sends to the receiving board, before a date. Letter 04-CV/TU, point 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.dossiers.errors import (
    DossierAlreadyAccepted,
    DossierIncomplete,
    DossierNotForwarded,
    DossierWasForwarded,
    NotRated,
    PointsUnsettled,
    SomethingOwed,
    UnknownUnit,
)
from services.reviews.domain.dossiers.events import (
    DossierAccepted,
    DossierForwarded,
    DossierRecalled,
    DossierReceiptIssued,
    DossierReceived,
    DossierRefused,
    DossierReturned,
    NothingToReportConfirmed,
)
from services.reviews.domain.dossiers.requirements import OwingSubject
from services.reviews.domain.errors import UnknownSubject
from shared.domain import Aggregate, Event, Instant, Refusal, when


class State(StrEnum):
    """Where a dossier is. With the board it is FORWARDED or RECEIVED; RETURNED and RECALLED wait for the sender."""

    NONE = "none"
    NOTHING_TO_REPORT = "nothing_to_report"
    FORWARDED = "forwarded"
    RECEIVED = "received"
    RETURNED = "returned"
    RECALLED = "recalled"
    ACCEPTED = "accepted"


WITH_THE_BOARD = frozenset({State.FORWARDED, State.RECEIVED})
WITH_THE_SENDER = frozenset({State.NONE, State.NOTHING_TO_REPORT, State.RETURNED, State.RECALLED})
FEW = 10
"""How many subjects a refusal names."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """One attempt to send a dossier. `row` is the importer's row, if it came from a file.

    `stated` says that an importer has stated the instant; else it is the server's.
    """

    forwarded_by: str | None
    forwarded_at: Instant
    documents: frozenset[str]
    row: int | None = None
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline of a dossier; `extended` if it is the unit's own and not the campaign's."""

    deadline: Deadline
    extended: bool = False


class Dossier(Aggregate):
    """The one dossier of a subject in a campaign, from the first forwarding to its acceptance."""

    kind = "dossier"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, _, self.subject = key.partition("/")
        self.state = State.NONE
        self.forwardings = 0
        self.first: DossierForwarded | None = None
        self.due: Due | None = None
        self.standing: DossierForwarded | None = None
        self.receipt: DossierReceiptIssued | None = None
        self.came_back_at: Instant | None = None

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

    def takes(self, forwarding: Forwarding) -> bool:
        """Whether a forwarding changes anything. Nothing does while the dossier is with the board or accepted."""
        return self.state in WITH_THE_SENDER and not self._came_back_after(forwarding)

    def _came_back_after(self, forwarding: Forwarding) -> bool:
        """Whether an importer plays a row again that is older than the return: it is the forwarding that came back."""
        return forwarding.stated and self.came_back_at is not None and forwarding.forwarded_at <= self.came_back_at

    def forward(self, forwarding: Forwarding, due: Due, content_sha256: str) -> Iterator[Event]:
        """Send a faultless dossier. The first forwarding decides whether it was on time, whatever follows."""
        if not self.takes(forwarding):
            return
        assert forwarding.forwarded_by is not None
        first, due = self.first, self.due or due
        on_time = first.on_time if first else due.deadline.allows(forwarding.forwarded_at)
        yield DossierForwarded(
            self.campaign,
            self.subject,
            forwarding.forwarded_by,
            forwarding.forwarded_at,
            forwarding.documents,
            on_time,
            first.deadline if first else due.deadline.end,
        )
        yield DossierReceiptIssued(
            self.campaign,
            self.subject,
            self.forwardings,
            content_sha256,
            forwarding.forwarded_at,
            first.forwarded_at if first else forwarding.forwarded_at,
            on_time,
            due.deadline,
            due.extended,
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

    def receive(self, board: str, now: Instant) -> Iterator[Event]:
        """The board has the dossier in hand."""
        if self.state is State.RECEIVED:
            return
        self._require_with_the_board()
        yield DossierReceived(self.campaign, self.subject, self.forwardings, board, now)

    def accept(self, board: str, now: Instant, unsettled_points: Sequence[str]) -> Iterator[Event]:
        """The board finds the dossier in order; whoever accepts has received."""
        if self.state is State.ACCEPTED:
            return
        self._require_with_the_board()
        if unsettled_points:
            raise PointsUnsettled(subject=self.subject, points=sorted(unsettled_points), field="/subject")
        yield from self.receive(board, now)
        yield DossierAccepted(self.campaign, self.subject, self.forwardings, board, now)

    def send_back(self, board: str, now: Instant, remarks_sha256: str) -> Iterator[Event]:
        """The board returns the dossier with remarks, to be forwarded again; whoever returns has received."""
        self._require_with_the_board()
        yield from self.receive(board, now)
        yield DossierReturned(self.campaign, self.subject, self.forwardings, board, now, remarks_sha256)

    def recall(self, now: Instant, remarks_sha256: str) -> Iterator[Event]:
        """The sender takes the dossier back before it is accepted, to be forwarded again."""
        self._require_with_the_board()
        assert self.standing is not None
        sender = self.standing.forwarded_by
        yield DossierRecalled(self.campaign, self.subject, self.forwardings, sender, now, remarks_sha256)

    def confirm_nothing_to_report(self, by: str, now: Instant, owing: Sequence[str]) -> Iterator[Event]:
        """Say that no dossier is owed. `owing` are the subjects that owe one all the same."""
        if owing:
            first = sorted(owing)[:FEW]
            raise SomethingOwed(subject=self.subject, count=len(owing), owing=first, field="/subject")
        if self.first:
            raise DossierWasForwarded(subject=self.subject, field="/subject")
        if self.state is State.NONE:
            yield NothingToReportConfirmed(self.campaign, self.subject, by, now)

    def _require_with_the_board(self) -> None:
        if self.state is State.ACCEPTED:
            raise DossierAlreadyAccepted(subject=self.subject, field="/subject")
        if self.state not in WITH_THE_BOARD:
            raise DossierNotForwarded(subject=self.subject, field="/subject")

    @when(DossierForwarded)
    def _forwarded(self, event: DossierForwarded) -> None:
        self.state = State.FORWARDED
        self.forwardings += 1
        self.first = self.first or event
        self.standing = event

    @when(DossierReceiptIssued)
    def _receipt_issued(self, event: DossierReceiptIssued) -> None:
        self.receipt = event
        self.due = Due(event.deadline, event.extended)

    @when(DossierReceived)
    def _received(self, event: DossierReceived) -> None:
        self.state = State.RECEIVED

    @when(DossierAccepted)
    def _accepted(self, event: DossierAccepted) -> None:
        self.state = State.ACCEPTED

    @when(DossierReturned)
    def _returned(self, event: DossierReturned) -> None:
        self.state, self.came_back_at = State.RETURNED, event.returned_at

    @when(DossierRecalled)
    def _recalled(self, event: DossierRecalled) -> None:
        self.state, self.came_back_at = State.RECALLED, event.recalled_at

    @when(NothingToReportConfirmed)
    def _nothing_to_report(self, event: NothingToReportConfirmed) -> None:
        self.state = State.NOTHING_TO_REPORT
