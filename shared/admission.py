"""Whether something may be handed in or corrected in a campaign: its state, its locks, its extensions. Pure.

Everything is computed from facts and the instant of asking: when a time comes, no job has to run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from enum import StrEnum
from typing import Any

from shared.domain import Instant, NotFound, Refusal

VIETNAM = timezone(timedelta(hours=7))
"""The zone in which people are told the hour."""


class State(StrEnum):
    """`NONE`: nobody has drafted such a campaign."""

    NONE = "none"
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Act(StrEnum):
    """What somebody wants to do: hand in something new, correct what has been handed in, or, as the body that it was
    handed in to, look at it and return or accept it."""

    NEW = "new"
    CORRECTION = "correction"
    HANDLING = "handling"


class Stops(StrEnum):
    """What a lock stops. The three are independent: a campaign may have one of each."""

    NEW = "new"
    CORRECTIONS = "corrections"
    ALL = "all"

    def stops(self, act: Act) -> bool:
        return self is Stops.ALL or act is _STOPPED_ACT[self]


_STOPPED_ACT = {Stops.NEW: Act.NEW, Stops.CORRECTIONS: Act.CORRECTION}


@dataclass(frozen=True, slots=True)
class Lock:
    """For the whole campaign or one unit, from `since` up to, and without, `until`; None is until it is lifted."""

    unit: str | None
    stops: Stops
    since: Instant
    until: Instant | None
    reason: str
    locked_by: str | None = None
    document: str | None = None

    def is_in_force(self, now: Instant) -> bool:
        return self.since <= now and (self.until is None or now < self.until)

    def concerns(self, act: Act, unit: str | None) -> bool:
        return self.unit in (None, unit) and self.stops.stops(act)


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything that admission depends on. `extended` has each unit's first instant that is late again."""

    campaign: str
    state: State
    locks: tuple[Lock, ...] = ()
    extended: Mapping[str, Instant] = field(default_factory=dict)

    def admit(self, act: Act, unit: str | None, now: Instant) -> None:
        """Raise NotFound, CampaignNotOpen or Locked unless `act` about something of `unit` is allowed at `now`."""
        self.require_open()
        if lock := self.lock_on(act, unit, now):
            raise Locked(self.campaign, lock, act)

    def admit_all(self, act: Act, units: Iterable[str | None], now: Instant) -> None:
        """As `admit`, for something that concerns several units at once, or none."""
        for unit in sorted(set(units), key=str) or [None]:
            self.admit(act, unit, now)

    def require_open(self) -> None:
        """Raise NotFound or CampaignNotOpen unless the campaign is open."""
        match self.state:
            case State.NONE:
                raise NotFound(what=f"campaign {self.campaign}", field="/campaign", value=self.campaign)
            case State.DRAFT:
                raise CampaignIsDraft(campaign=self.campaign)
            case State.CLOSED:
                raise CampaignIsClosed(campaign=self.campaign)

    def lock_on(self, act: Act, unit: str | None, now: Instant) -> Lock | None:
        """The lock that stops the act; of several the one that ends last.

        While a unit has been given more time, nothing that stops new things alone stops that unit.
        """
        in_force = [lock for lock in self.locks if lock.concerns(act, unit) and lock.is_in_force(now)]
        if unit is not None and unit in self.extended and now < self.extended[unit]:
            in_force = [lock for lock in in_force if lock.stops is not Stops.NEW]
        endless = [lock for lock in in_force if lock.until is None]
        return next(iter(endless), None) or max(in_force, key=_end, default=None)


def _end(lock: Lock) -> Instant:
    assert lock.until is not None
    return lock.until


class CampaignNotOpen(Refusal):
    """Nothing can be handed in or changed, because the campaign is not open."""

    code = "campaign_not_open"
    status = 409


class CampaignIsDraft(CampaignNotOpen):
    vi = "Đợt kiểm điểm {campaign} chưa mở."
    en = "The campaign {campaign} has not been opened yet."
    way_out_vi = "Chờ Ban Tổ chức Tỉnh ủy mở đợt rồi gửi lại."
    way_out_en = "Wait until the provincial Organization Board opens the campaign, then send it again."


class CampaignIsClosed(CampaignNotOpen):
    vi = "Đợt kiểm điểm {campaign} đã đóng, không còn thay đổi gì được."
    en = "The campaign {campaign} is closed; nothing of it changes any more."
    way_out_vi = "Đề nghị Ban Tổ chức Tỉnh ủy mở lại đợt, nêu rõ lý do."
    way_out_en = "Ask the provincial Organization Board to reopen the campaign, and say why."


class Locked(Refusal):
    """A lock stands in the way. It says which, why and until when, and what is possible all the same."""

    code = "locked"
    status = 409
    vi = "{where_vi} đang khóa {stopped_vi}{until_vi}. Lý do: {reason}."
    en = "{where_en} is locked for {stopped_en}{until_en}. Reason: {reason}."
    way_out_vi = "{instead_vi}Đề nghị Ban Tổ chức Tỉnh ủy {ask_vi}."
    way_out_en = "{instead_en}Ask the provincial Organization Board to {ask_en}."

    def __init__(self, campaign: str, lock: Lock, act: Act) -> None:
        self.lock = lock
        of_unit = lock.unit is not None
        super().__init__(
            campaign=campaign,
            reason=lock.reason.rstrip("."),
            where_vi=f"Đơn vị {lock.unit} trong đợt {campaign}" if of_unit else f"Đợt kiểm điểm {campaign}",
            where_en=f"The unit {lock.unit} in {campaign}" if of_unit else f"The campaign {campaign}",
            **_until(lock),
            **_STOPPED[lock.stops],
            **_WAYS_OUT[act],
            **(_INSTEAD if lock.stops is Stops.NEW else _NOTHING_INSTEAD),
        )


def _until(lock: Lock) -> dict[str, Any]:
    if lock.until is None:
        return {"until_vi": "", "until_en": ""}
    hour = lock.until.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
    return {"until_vi": f" đến {hour}", "until_en": f" until {hour.replace(' ngày', ' on')} (Vietnam)"}


_STOPPED: Mapping[Stops, dict[str, str]] = {
    Stops.NEW: {"stopped_vi": "nộp mới", "stopped_en": "new submissions"},
    Stops.CORRECTIONS: {"stopped_vi": "sửa, bổ sung", "stopped_en": "corrections"},
    Stops.ALL: {"stopped_vi": "mọi thay đổi", "stopped_en": "every change"},
}
_WAYS_OUT: Mapping[Act, dict[str, str]] = {
    Act.NEW: {"ask_vi": "gia hạn cho đơn vị hoặc mở khóa", "ask_en": "extend the unit's time or lift the lock"},
    Act.CORRECTION: {"ask_vi": "mở khóa", "ask_en": "lift the lock"},
    Act.HANDLING: {"ask_vi": "mở khóa", "ask_en": "lift the lock"},
}
_INSTEAD = {
    "instead_vi": "Nội dung đã nộp vẫn sửa, bổ sung được. ",
    "instead_en": "What has been handed in can still be corrected. ",
}
_NOTHING_INSTEAD = dict.fromkeys(_INSTEAD, "")
