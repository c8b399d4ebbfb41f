"""Locks and extensions: what they stop, whom, and from when until when. No job runs when an hour comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.admission import Act, CampaignNotOpen, Gate, Lock, Locked, State, Stops
from shared.domain import NotFound

BEGINS = datetime(2021, 2, 24, 17, tzinfo=UTC)
ENDS = datetime(2021, 3, 1, 17, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
INSIDE = BEGINS + timedelta(days=1)
NEW, CORRECTION = Act.NEW, Act.CORRECTION


def lock(stops: Stops, unit: str | None = None, until: datetime | None = ENDS) -> Lock:
    return Lock(unit, stops, BEGINS, until, "Tổng hợp số liệu toàn tỉnh.")


def gate(*locks: Lock, **extended: datetime) -> Gate:
    return Gate("BD-2020", State.OPEN, locks, extended)


def admits(gate: Gate, act: Act, unit: str | None = "QN", now: datetime = INSIDE) -> bool:
    try:
        gate.admit(act, unit, now)
    except Locked:
        return False
    return True


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        (BEGINS - MILLISECOND, True),
        (BEGINS, False),
        (BEGINS + MILLISECOND, False),
        (INSIDE, False),
        (ENDS - MILLISECOND, False),
        (ENDS, True),
        (ENDS + MILLISECOND, True),
    ],
    ids=["before", "first instant", "first ms", "inside", "last ms", "end", "after"],
)
def test_a_lock_holds_from_its_first_instant_up_to_its_end_and_at_no_other_time(now: datetime, open_: bool) -> None:
    assert admits(gate(lock(Stops.ALL)), NEW, now=now) is open_


def test_a_lock_without_an_end_holds_until_it_is_lifted() -> None:
    assert not admits(gate(lock(Stops.ALL, until=None)), NEW, now=ENDS + timedelta(days=3650))


@pytest.mark.parametrize(
    ("stops", "new", "correction"),
    [(Stops.NEW, False, True), (Stops.CORRECTIONS, True, False), (Stops.ALL, False, False)],
)
def test_new_things_and_corrections_are_locked_apart(stops: Stops, new: bool, correction: bool) -> None:
    assert (admits(gate(lock(stops)), NEW), admits(gate(lock(stops)), CORRECTION)) == (new, correction)


def test_what_the_receiving_board_does_stops_only_when_everything_does() -> None:
    assert [admits(gate(lock(stops)), Act.HANDLING) for stops in Stops] == [True, True, False]


def test_a_units_lock_stops_that_unit_alone_and_the_campaigns_every_unit() -> None:
    of_unit = gate(lock(Stops.ALL, unit="QN"))
    assert not admits(of_unit, NEW, "QN")
    assert admits(of_unit, NEW, "AN")
    assert admits(of_unit, NEW, None)
    assert not admits(gate(lock(Stops.ALL)), NEW, None)


def test_an_extension_lifts_the_lock_of_new_things_for_its_unit_until_it_ends() -> None:
    later = INSIDE + timedelta(days=1)
    extended = gate(lock(Stops.NEW), QN=later)
    assert admits(extended, NEW, "QN", later - MILLISECOND)
    assert not admits(extended, NEW, "QN", later)
    assert not admits(extended, NEW, "AN")


def test_an_extension_lifts_no_lock_that_stops_corrections() -> None:
    assert not admits(gate(lock(Stops.ALL), QN=ENDS), NEW)
    assert not admits(gate(lock(Stops.CORRECTIONS), QN=ENDS), CORRECTION)


def test_of_several_locks_the_one_that_ends_last_is_told() -> None:
    longer = Lock("QN", Stops.ALL, BEGINS, ENDS + timedelta(days=1), "Kiểm tra đơn vị")
    for locks in ((lock(Stops.NEW), longer), (longer, lock(Stops.NEW))):
        assert gate(*locks).lock_on(NEW, "QN", INSIDE) is longer
    endless = lock(Stops.ALL, until=None)
    assert gate(longer, endless).lock_on(NEW, "QN", INSIDE) is endless


instants = st.sampled_from([BEGINS + timedelta(hours=hours) for hours in (0, 1, 2, 3)])
units = st.sampled_from(["QN", "AN", None])
drawn_locks = st.builds(
    lambda unit, stops, since, until: Lock(unit, stops, since, until, "Tổng hợp"),
    units,
    st.sampled_from(Stops),
    instants,
    st.none() | instants,
)


@given(st.lists(drawn_locks, max_size=3), st.dictionaries(st.sampled_from(["QN", "AN"]), instants), instants)
def test_whatever_is_locked_and_extended_the_gate_says_what_the_written_rule_does(
    locks: list[Lock], extended: dict[str, datetime], now: datetime
) -> None:
    drawn = Gate("BD-2020", State.OPEN, tuple(locks), extended)
    for act in Act:
        for unit in ("QN", "AN", None):
            assert admits(drawn, act, unit, now) != any(by_the_rule(lock, extended, act, unit, now) for lock in locks)


def by_the_rule(lock: Lock, extended: dict[str, datetime], act: Act, unit: str | None, now: datetime) -> bool:
    """Whether the lock stops the act: in its place, in its time, of its kind, and no extension lifts it."""
    if lock.unit is not None and lock.unit != unit:
        return False
    if now < lock.since or (lock.until is not None and now >= lock.until):
        return False
    if lock.stops is Stops.ALL:
        return True
    if lock.stops is Stops.CORRECTIONS:
        return act is CORRECTION
    return act is NEW and not (unit in extended and now < extended[unit])


def test_who_is_stopped_is_told_which_lock_why_until_when_and_what_can_be_done() -> None:
    with pytest.raises(Locked) as refused:
        gate(lock(Stops.NEW, unit="QN")).admit(NEW, "QN", INSIDE)
    said = refused.value
    assert said.say("vi") == (
        "Đơn vị QN trong đợt BD-2020 đang khóa nộp mới đến 00:00 ngày 02/03/2021. Lý do: Tổng hợp số liệu toàn tỉnh."
    )
    assert said.way_out("vi") == (
        "Nội dung đã nộp vẫn sửa, bổ sung được. Đề nghị Ban Tổ chức Tỉnh ủy gia hạn cho đơn vị hoặc mở khóa."
    )
    assert said.say("en").startswith("The unit QN in BD-2020 is locked for new submissions until 00:00 on 02/03/2021")
    with pytest.raises(Locked) as refused:
        gate(lock(Stops.ALL, until=None)).admit(CORRECTION, "QN", INSIDE)
    assert refused.value.say("vi").startswith("Đợt kiểm điểm BD-2020 đang khóa mọi thay đổi. Lý do:")
    assert refused.value.way_out("vi") == "Đề nghị Ban Tổ chức Tỉnh ủy mở khóa."


def test_what_concerns_several_units_is_stopped_by_the_lock_of_any() -> None:
    of_unit = gate(lock(Stops.NEW, unit="QN"))
    of_unit.admit_all(NEW, {"AN", None}, INSIDE)
    with pytest.raises(Locked):
        of_unit.admit_all(NEW, {"AN", "QN"}, INSIDE)
    with pytest.raises(Locked):
        gate(lock(Stops.NEW)).admit_all(NEW, (), INSIDE)


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_a_campaign_that_is_not_open_admits_nothing_and_says_so_before_any_lock(state: State) -> None:
    with pytest.raises(CampaignNotOpen):
        Gate("BD-2020", state, (lock(Stops.ALL),)).admit(NEW, "QN", INSIDE)


def test_a_campaign_that_nobody_drafted_is_not_found() -> None:
    with pytest.raises(NotFound):
        Gate("BD-1999", State.NONE).admit(NEW, "QN", INSIDE)
