"""A campaign: one year's review in the province, under one rulebook. Drafted, opened, closed, and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.errors import (
    EndsBeforeItBegins,
    NotClosed,
    NothingGained,
    NotLocked,
    OpenedAlready,
)
from services.reviews.domain.campaigns.events import (
    CampaignClosed,
    CampaignDrafted,
    CampaignLocked,
    CampaignOpened,
    CampaignReopened,
    CampaignUnlocked,
    DeadlineExtended,
)
from services.reviews.domain.expectations.events import ExpectedSetFrozen
from shared.admission import Act, CampaignIsDraft, Gate, Lock, State, Stops
from shared.domain import Aggregate, Event, Instant, NotFound, when

__all__ = ["Act", "Campaign", "State"]


class Campaign(Aggregate):
    kind = "campaign"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.state = State.NONE
        self.drafted: CampaignDrafted | None = None
        self.opened: CampaignOpened | None = None
        self.expected: ExpectedSetFrozen | None = None
        self._locks: dict[tuple[str | None, Stops], CampaignLocked] = {}
        self._extensions: dict[str, DeadlineExtended] = {}

    def draft(self, wanted: CampaignDrafted) -> Iterator[Event]:
        """Prepare the campaign. Said again, it replaces the draft; once it is open, only the same words pass."""
        if self.drafted == wanted:
            return
        if self.state not in (State.NONE, State.DRAFT):
            raise OpenedAlready(campaign=self.key, field="/code", value=self.key)
        wanted.dossier_deadline.require_zone("/dossier_deadline/zone")
        yield wanted

    def open(self) -> Iterator[Event]:
        """Begin the year's review as it was drafted. Opening what is open changes nothing."""
        if self.state is State.OPEN:
            return
        if not self.drafted:
            raise self._unknown()
        if self.state is State.CLOSED:
            self.gate.require_open()
        yield CampaignOpened(**_words(self.drafted))

    def freeze(self, expected: ExpectedSetFrozen) -> Iterator[Event]:
        """Keep who owes what at the opening. Later changes are facts of their own."""
        self.require_open()
        if self.expected is None:
            yield expected

    def close(self, organizations_position: int, document: str | None) -> Iterator[Event]:
        """End the campaign, with the tree as the organizations service had told it up to that position."""
        self.require()
        if self.state is not State.CLOSED:
            yield CampaignClosed(self.key, organizations_position, document)

    def reopen(self, reason: str, document: str | None) -> Iterator[Event]:
        """Go on with a closed campaign."""
        self.require()
        if self.state is not State.CLOSED:
            raise NotClosed(campaign=self.key)
        yield CampaignReopened(self.key, reason, document)

    def lock(self, wanted: CampaignLocked, now: Instant) -> Iterator[Event]:
        """Stop new submissions, corrections or both, in the campaign or in one unit. The newest words stand."""
        self.require_open()
        if wanted.until is not None and wanted.until <= max(wanted.since, now):
            raise EndsBeforeItBegins(field="/until", value=wanted.until.isoformat())
        if self._locks.get((wanted.unit, wanted.stops)) != wanted:
            yield wanted

    def unlock(self, wanted: CampaignUnlocked) -> Iterator[Event]:
        """Lift the lock of that place and those acts."""
        self.require_open()
        if (wanted.unit, wanted.stops) not in self._locks:
            raise NotLocked(field="/stops", value=wanted.stops.value, place=wanted.unit or self.key)
        yield wanted

    def extend(self, unit: str, until: Deadline, by: str | None, reason: str, document: str | None) -> Iterator[Event]:
        """Give a unit more time for its dossiers than the others have. Said again, the newer date stands."""
        opened = self.require_open()
        until.require_zone("/until/zone")
        if until.end <= opened.dossier_deadline.end:
            raise NothingGained(field="/until/date", value=until.date.isoformat(), unit=unit)
        wanted = DeadlineExtended(self.key, unit, until, until.end, reason, by, document)
        if self._extensions.get(unit) != wanted:
            yield wanted

    def require(self) -> CampaignOpened:
        """What was opened, also when it is closed by now. Raises NotFound, and CampaignNotOpen for a mere draft."""
        if self.opened:
            return self.opened
        raise CampaignIsDraft(campaign=self.key) if self.drafted else self._unknown()

    def require_open(self) -> CampaignOpened:
        """What was opened. Raises NotFound, and CampaignNotOpen for a draft or a closed campaign."""
        opened = self.require()
        self.gate.require_open()
        return opened

    def admit(self, act: Act, unit: str | None, now: Instant) -> None:
        """Raise CampaignNotOpen or Locked unless `act` about a subject of `unit` is allowed at the instant `now`."""
        self.require()
        self.gate.admit(act, unit, now)

    @property
    def gate(self) -> Gate:
        """What admission depends on, as other services hear it."""
        locks = (
            Lock(said.unit, said.stops, said.since, said.until, said.reason, said.locked_by, said.document)
            for said in self._locks.values()
        )
        extended = {unit: given.ends_at for unit, given in self._extensions.items()}
        return Gate(self.key, self.state, tuple(locks), extended)

    def dossier_deadline(self, unit: str | None) -> Deadline:
        """Until when the dossiers of `unit` are on time: the campaign's date, or the unit's own later one."""
        opened = self.require()
        extension = self.extension(unit)
        return extension.until if extension else opened.dossier_deadline

    def extension(self, unit: str | None) -> DeadlineExtended | None:
        """What moved the unit's deadline, if anything did."""
        return self._extensions.get(unit) if unit else None

    def _unknown(self) -> NotFound:
        return NotFound(what=f"campaign {self.key}", field="/campaign", value=self.key)

    @when(CampaignDrafted)
    def _drafted(self, event: CampaignDrafted) -> None:
        self.state, self.drafted = State.DRAFT, event

    @when(CampaignOpened)
    def _opened(self, event: CampaignOpened) -> None:
        self.state, self.opened = State.OPEN, event
        self.drafted = CampaignDrafted(**_words(event))

    @when(ExpectedSetFrozen)
    def _frozen(self, event: ExpectedSetFrozen) -> None:
        self.expected = event

    @when(CampaignClosed)
    def _closed(self, event: CampaignClosed) -> None:
        self.state = State.CLOSED

    @when(CampaignReopened)
    def _reopened(self, event: CampaignReopened) -> None:
        self.state = State.OPEN

    @when(CampaignLocked)
    def _locked(self, event: CampaignLocked) -> None:
        self._locks[event.unit, event.stops] = event

    @when(CampaignUnlocked)
    def _unlocked(self, event: CampaignUnlocked) -> None:
        del self._locks[event.unit, event.stops]

    @when(DeadlineExtended)
    def _extended(self, event: DeadlineExtended) -> None:
        self._extensions[event.unit] = event


def _words(said: CampaignDrafted | CampaignOpened) -> dict[str, Any]:
    return {field.name: getattr(said, field.name) for field in fields(said)}
