"""No sequence of commands brings a dossier where the rules forbid it, and its first instant stands for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.dossiers.dossier import Dossier, Due, Forwarding
from services.reviews.domain.dossiers.events import DossierForwarded, DossierReceiptIssued
from shared.domain import Event, Refusal

CAMPAIGN_DEADLINE = Due(Deadline(date(2021, 2, 25), "before", "Asia/Ho_Chi_Minh"))
EXTENDED = Due(Deadline(date(2021, 3, 10), "by", "Asia/Ho_Chi_Minh"), extended=True)
START = datetime(2021, 2, 20, tzinfo=UTC)
REMARKS = "0" * 64

MOVES = {
    "none": {"forward": "forwarded", "confirm": "nothing_to_report"},
    "nothing_to_report": {"forward": "forwarded"},
    "forwarded": {"receive": "received", "accept": "accepted", "send_back": "returned", "recall": "recalled"},
    "received": {"accept": "accepted", "send_back": "returned", "recall": "recalled"},
    "returned": {"forward": "forwarded"},
    "recalled": {"forward": "forwarded"},
    "accepted": {},
}
"""Every move that the rules know, by state. What is not in it changes nothing or is refused."""

REPEATED = {("receive", "received"), ("accept", "accepted"), ("confirm", "nothing_to_report")}
"""Said of what is so already: nothing happens, and nobody is scolded."""


class Handling(RuleBasedStateMachine):
    """Units and the board act as they like, while a clock goes on; a plain table says what should come of it."""

    def __init__(self) -> None:
        super().__init__()
        self.dossier = Dossier("BD-2020/ldr:CV00001")
        self.events: list[Event] = []
        self.now = START
        self.expected = "none"
        self.came_back_at: datetime | None = None

    def act(self, name: str, decision: Iterator[Event]) -> None:
        allowed = MOVES[self.expected].get(name)
        if allowed is None and (name, self.expected) not in REPEATED and name != "forward":
            with pytest.raises(Refusal):
                self.dossier.decide(decision)
            return
        happened = self.dossier.decide(decision)
        self.events += happened
        assert bool(happened) == (allowed is not None)
        self.expected = allowed or self.expected
        if self.expected in ("returned", "recalled") and allowed:
            self.came_back_at = self.now

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(due=st.sampled_from([CAMPAIGN_DEADLINE, EXTENDED]), content=st.sampled_from(["a" * 64, "b" * 64]))
    def forward(self, due: Due, content: str) -> None:
        self.act("forward", self.dossier.forward(sent(self.now), due, content))

    @precondition(lambda self: self.came_back_at)
    @rule(hours=st.integers(0, 500))
    def an_old_row_is_played_again(self, hours: int) -> None:
        assert self.came_back_at
        row = replace(sent(self.came_back_at - timedelta(hours=hours)), row=7, stated=True)
        assert self.dossier.decide(self.dossier.forward(row, CAMPAIGN_DEADLINE, REMARKS)) == []

    @rule()
    def receive(self) -> None:
        self.act("receive", self.dossier.receive("TU", self.now))

    @rule()
    def accept(self) -> None:
        self.act("accept", self.dossier.accept("TU", self.now, ()))

    @precondition(lambda self: self.expected != "accepted")
    @rule(prompts=st.lists(st.sampled_from(["GY1", "GY2"]), min_size=1))
    def accept_before_the_prompts_are_settled(self, prompts: Sequence[str]) -> None:
        with pytest.raises(Refusal):
            self.dossier.decide(self.dossier.accept("TU", self.now, prompts))

    @rule()
    def send_back(self) -> None:
        self.act("send_back", self.dossier.send_back("TU", self.now, REMARKS))

    @rule()
    def recall(self) -> None:
        self.act("recall", self.dossier.recall(self.now, REMARKS))

    @rule()
    def confirm_nothing_to_report(self) -> None:
        self.act("confirm", self.dossier.confirm_nothing_to_report("QN", self.now, ()))

    @rule()
    def confirm_although_something_is_owed(self) -> None:
        with pytest.raises(Refusal):
            self.dossier.decide(self.dossier.confirm_nothing_to_report("QN", self.now, ["ldr:CV00001"]))

    @invariant()
    def it_is_where_the_table_says(self) -> None:
        assert self.dossier.state == self.expected

    @invariant()
    def the_first_instant_decides_for_good(self) -> None:
        forwarded = [event for event in self.events if isinstance(event, DossierForwarded)]
        receipts = [event for event in self.events if isinstance(event, DossierReceiptIssued)]
        assert len({(event.on_time, event.deadline) for event in forwarded}) <= 1
        assert [receipt.forwarding for receipt in receipts] == list(range(1, len(forwarded) + 1))
        for receipt, event in zip(receipts, forwarded, strict=True):
            first = forwarded[0]
            assert receipt.first_forwarded_at == first.forwarded_at
            assert receipt.on_time == event.on_time == (first.forwarded_at < receipt.deadline.end)
            assert (receipt.deadline, receipt.extended) == (receipts[0].deadline, receipts[0].extended)

    @invariant()
    def replayed_it_is_the_same(self) -> None:
        again = Dossier(self.dossier.key).replay(self.events)
        assert vars(again) == vars(self.dossier)


def sent(at: datetime) -> Forwarding:
    return Forwarding("TU", at, frozenset({"BAN_KIEM_DIEM"}))


TestHandling = Handling.TestCase
TestHandling.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


def forwarded(at: datetime = START) -> Dossier:
    dossier = Dossier("BD-2020/ldr:CV00001")
    dossier.decide(dossier.forward(sent(at), CAMPAIGN_DEADLINE, REMARKS))
    return dossier


@pytest.mark.parametrize(
    "comes_back",
    [lambda it, at: it.send_back("TU", at, REMARKS), lambda it, at: it.recall(at, REMARKS)],
    ids=["returned", "recalled"],
)
def test_forwarded_on_time_it_stays_on_time_when_it_is_forwarded_again_after_the_deadline(
    comes_back: Callable[[Dossier, datetime], Iterator[Event]],
) -> None:
    dossier = forwarded()
    late = CAMPAIGN_DEADLINE.deadline.end + timedelta(days=3)
    dossier.decide(comes_back(dossier, late))
    again, receipt = dossier.decide(dossier.forward(sent(late + timedelta(days=1)), CAMPAIGN_DEADLINE, REMARKS))
    assert isinstance(again, DossierForwarded)
    assert isinstance(receipt, DossierReceiptIssued)
    assert again.on_time
    assert (receipt.forwarding, receipt.first_forwarded_at) == (2, START)


def test_forwarded_late_it_stays_late_when_the_unit_gets_more_time_afterwards() -> None:
    dossier = forwarded(CAMPAIGN_DEADLINE.deadline.end)
    back = CAMPAIGN_DEADLINE.deadline.end + timedelta(hours=1)
    dossier.decide(dossier.send_back("TU", back, REMARKS))
    [again, receipt] = dossier.decide(dossier.forward(sent(back + timedelta(hours=1)), EXTENDED, REMARKS))
    assert isinstance(again, DossierForwarded)
    assert not again.on_time
    assert receipt.data()["extended"] is False


def test_whoever_accepts_or_returns_has_received() -> None:
    for decision in (lambda it: it.accept("TU", START, ()), lambda it: it.send_back("TU", START, REMARKS)):
        dossier = forwarded()
        happened = [type(event).__name__ for event in dossier.decide(decision(dossier))]
        assert happened[0] == "DossierReceived"
        assert len(happened) == 2


def test_an_accepted_dossier_is_neither_returned_nor_recalled() -> None:
    dossier = forwarded()
    dossier.decide(dossier.accept("TU", START, ()))
    for decision in (dossier.send_back("TU", START, REMARKS), dossier.recall(START, REMARKS)):
        with pytest.raises(Refusal) as refused:
            dossier.decide(decision)
        assert refused.value.code == "dossier_accepted"


def test_nothing_to_report_is_no_word_against_what_becomes_owed_later() -> None:
    dossier = Dossier("BD-2020/ldr:CV00001")
    dossier.decide(dossier.confirm_nothing_to_report("QN", START, ()))
    dossier.decide(dossier.forward(sent(START), CAMPAIGN_DEADLINE, REMARKS))
    assert dossier.state == "forwarded"
