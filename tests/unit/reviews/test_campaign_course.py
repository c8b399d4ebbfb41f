"""No course of commands leads a campaign into a state that must not be, and none lets in what is locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.reviews.domain.campaigns.campaign import Act, Campaign, State
from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.campaigns.events import (
    CampaignClosed,
    CampaignLocked,
    CampaignOpened,
    CampaignReopened,
    CampaignUnlocked,
)
from services.reviews.domain.expectations.events import ExpectedSetFrozen
from shared.admission import Stops
from shared.domain import Event, Refusal
from tests.unit.reviews.test_campaign import DRAFT

START = datetime(2021, 2, 20, tzinfo=UTC)
UNITS = ("QN", "AN", None)
ZONE = "Asia/Ho_Chi_Minh"
hours = st.sampled_from([0, 1, 24, 100, 160, 400])
"""Few, so that locks, extensions and the clock meet; those after 113 lie behind the common deadline."""
stops = st.sampled_from(Stops)
units = st.sampled_from(UNITS)


class CampaignCourse(RuleBasedStateMachine):
    """Commands in any order, beside a model that knows only what was last said of each place."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign = Campaign("BD-2020")
        self.events: list[Event] = []
        self.now = START
        self.model = State.NONE
        self.locks: dict[tuple[str | None, Stops], tuple[datetime, datetime | None]] = {}
        self.extended: dict[str, Deadline] = {}

    def carry_out(self, decision: Iterator[Event]) -> bool:
        """Whether the command was taken; then what it recorded is kept."""
        before, refused = self.campaign.version, None
        try:
            self.events += self.campaign.decide(decision)
        except Refusal as refusal:
            refused = refusal
        if refused is None:
            return True
        assert refused.say("vi")
        assert refused.way_out("vi")
        assert self.campaign.version == before
        return False

    @initialize(goes_on=st.booleans())
    def begin(self, goes_on: bool) -> None:
        """Half of the courses begin with nothing, the others with an open campaign."""
        if goes_on:
            self.draft("Kiểm điểm năm 2020")
            self.open()

    @rule(passed=st.sampled_from([1, 12, 48]))
    def time_passes(self, passed: int) -> None:
        self.now += timedelta(hours=passed)

    @rule(title=st.sampled_from(["Kiểm điểm năm 2020", "Kiểm điểm, xếp loại năm 2020"]))
    def draft(self, title: str) -> None:
        wanted = replace(DRAFT, title=title)
        taken = self.carry_out(self.campaign.draft(wanted))
        if self.model in (State.NONE, State.DRAFT):
            assert taken
            self.model = State.DRAFT
        else:
            assert self.campaign.opened
            assert taken == (self.campaign.opened.title == title)

    @rule()
    def open(self) -> None:
        taken = self.carry_out(self.campaign.open())
        assert taken == (self.model in (State.DRAFT, State.OPEN))
        self.model = State.OPEN if taken else self.model

    @rule()
    def freeze(self) -> None:
        frozen = ExpectedSetFrozen("BD-2020", 7, 3, 2, 2, 1, "0" * 64)
        assert self.carry_out(self.campaign.freeze(frozen)) == (self.model is State.OPEN)

    @rule()
    def close(self) -> None:
        taken = self.carry_out(self.campaign.close(7, None))
        assert taken == (self.model in (State.OPEN, State.CLOSED))
        self.model = State.CLOSED if taken else self.model

    @rule()
    def reopen(self) -> None:
        taken = self.carry_out(self.campaign.reopen("Bổ sung", None))
        assert taken == (self.model is State.CLOSED)
        self.model = State.OPEN if taken else self.model

    @rule(unit=units, stopped=stops, since=hours, length=st.none() | hours)
    def lock(self, unit: str | None, stopped: Stops, since: int, length: int | None) -> None:
        begins = START + timedelta(hours=since)
        ends = None if length is None else begins + timedelta(hours=length)
        wanted = CampaignLocked("BD-2020", unit, stopped, begins, ends, "Tổng hợp", "TU", None)
        taken = self.carry_out(self.campaign.lock(wanted, self.now))
        lasts = ends is None or ends > max(begins, self.now)
        assert taken == (self.model is State.OPEN and lasts)
        if taken:
            self.locks[unit, stopped] = begins, ends

    @rule(unit=units, stopped=stops)
    def unlock(self, unit: str | None, stopped: Stops) -> None:
        wanted = CampaignUnlocked("BD-2020", unit, stopped, "Xong", "TU", None)
        taken = self.carry_out(self.campaign.unlock(wanted))
        assert taken == (self.model is State.OPEN and (unit, stopped) in self.locks)
        if taken:
            del self.locks[unit, stopped]

    @rule(unit=st.sampled_from(["QN", "AN"]), day=st.integers(24, 28), by=st.sampled_from(["before", "by"]))
    def extend(self, unit: str, day: int, by: str) -> None:
        until = Deadline(date(2021, 2, day), by, ZONE)  # type: ignore[arg-type]
        taken = self.carry_out(self.campaign.extend(unit, until, "TU", "Bão lũ", None))
        assert taken == (self.model is State.OPEN and until.end > DRAFT.dossier_deadline.end)
        if taken:
            self.extended[unit] = until

    @invariant()
    def the_state_is_the_one_that_was_said_last(self) -> None:
        assert self.campaign.state is self.model
        assert (self.campaign.opened is None) == (self.model in (State.NONE, State.DRAFT))

    @invariant()
    def nothing_is_let_in_unless_the_campaign_is_open_and_no_lock_holds(self) -> None:
        for unit in UNITS:
            for act in Act:
                assert self.admits(act, unit) == (self.model is State.OPEN and not self.is_locked(act, unit))

    @invariant()
    def each_unit_has_its_own_deadline_or_the_common_one(self) -> None:
        if self.campaign.opened:
            for unit in UNITS:
                own = self.extended.get(unit) if unit else None
                assert self.campaign.dossier_deadline(unit) == (own or DRAFT.dossier_deadline)

    @invariant()
    def it_is_opened_once_and_closed_and_reopened_in_turns(self) -> None:
        assert sum(isinstance(event, CampaignOpened) for event in self.events) <= 1
        assert sum(isinstance(event, ExpectedSetFrozen) for event in self.events) <= 1
        closings = [event for event in self.events if isinstance(event, CampaignClosed | CampaignReopened)]
        assert all(isinstance(event, CampaignClosed) == (turn % 2 == 0) for turn, event in enumerate(closings))
        for earlier, later in zip(self.events, self.events[1:], strict=False):
            assert not isinstance(earlier, CampaignClosed) or isinstance(later, CampaignReopened)

    @invariant()
    def what_is_replayed_is_what_was_decided(self) -> None:
        again = Campaign("BD-2020").replay(self.events)
        assert (again.gate, again.drafted, again.opened) == (
            self.campaign.gate,
            self.campaign.drafted,
            self.campaign.opened,
        )

    def admits(self, act: Act, unit: str | None) -> bool:
        try:
            self.campaign.admit(act, unit, self.now)
        except Refusal:
            return False
        return True

    def is_locked(self, act: Act, unit: str | None) -> bool:
        """By the words of the rule, apart from how the code says it."""
        has_time = unit in self.extended and self.now < self.extended[unit].end
        for (place, stopped), (begins, ends) in self.locks.items():
            if place not in (None, unit) or self.now < begins or (ends is not None and self.now >= ends):
                continue
            if stopped is Stops.ALL or (act is Act.CORRECTION and stopped is Stops.CORRECTIONS):
                return True
            if act is Act.NEW and stopped is Stops.NEW and not has_time:
                return True
        return False


CampaignCourse.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestCampaignCourse = CampaignCourse.TestCase
