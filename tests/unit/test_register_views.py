"""What a register shows is what its two logs say: as known at each moment, on each day, whichever was heard first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shared.contracts.vocabulary import GRASSROOTS_TYPES, UNIT_TYPES
from shared.messaging import Envelope
from shared.register import View
from tests.unit.registers import Heard, closed, opened
from tests.unit.reporting.speaking import Speaker

TYPES = {"TU": "DB_TINH", "QN": "DB_TRUC_THUOC_TINH", "AN": "DB_TRUC_THUOC_TINH", "X": "DB_CO_SO", "C": "CB_TRUC_THUOC"}
REFERENCE_DATES = {"BD-2020": "2020-12-31", "BD-2021": "2021-12-31"}
FOR_EVER = "~"

organizations = st.sampled_from(list(TYPES))
days = st.sampled_from(["2019-07-01", "2020-12-31", "2021-01-01", "2021-06-01", "2022-01-01"])
moved = st.builds(dict, kind=st.just("moved"), code=st.sampled_from([*TYPES, "M"]), above=organizations, day=days)
left = st.builds(dict, kind=st.just("left"), code=st.just("M"), above=st.none(), day=days)


@st.composite
def organizations_logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Organizations and a member that become known in any order, and move anywhere: late, back, below themselves."""
    log: list[dict[str, Any]] = []
    for code in draw(st.permutations([*TYPES, "M"])):
        log.append({"kind": "registered", "code": code, "above": None if code == "TU" else draw(organizations)})
        changes = draw(st.lists(moved | left, max_size=2))
        log += [fact for fact in changes if any(fact["code"] == earlier["code"] for earlier in log)]
    return log


@st.composite
def campaign_logs(draw: st.DrawFn) -> list[tuple[str, int | None]]:
    """Campaigns that open, close at a position, open again: (campaign, position), None for a campaign that is open."""
    turns = st.tuples(st.sampled_from(list(REFERENCE_DATES)), st.none() | st.integers(0, 18))
    return [*((campaign, None) for campaign in REFERENCE_DATES), *draw(st.lists(turns, max_size=4))]


def tree(**above: str | None) -> list[dict[str, Any]]:
    """A log that registers each of these below another."""
    return [{"kind": "registered", "code": code, "above": parent} for code, parent in above.items()]


def organization_events(log: list[dict[str, Any]]) -> list[Envelope]:
    say = Speaker().say
    return [_organization_event(say, fact) for fact in log]


def _organization_event(say: Any, fact: dict[str, Any]) -> Envelope:
    code, above = fact["code"], fact["above"]
    match code, fact["kind"]:
        case "M", "registered":
            unknown = dict.fromkeys(("birth_date", "admitted_on", "civil_category", "sick_leave_months"))
            known = {"code": code, "full_name": "Nguyễn Văn A", "member_status": "active", "cell": above}
            return say("organizations", "PersonRegistered", **known, **unknown)
        case "M", "moved":
            return say("organizations", "MemberTransferred", person=code, cell=above, moved_on=fact["day"])
        case "M", "left":
            return say("organizations", "MembershipEnded", person=code, ended_on=fact["day"], reason="died")
        case _, "registered":
            facts = {"code": code, "name": code, "type": TYPES[code], "parent": above, "founded_on": None}
            return say("organizations", "OrganizationRegistered", **facts)
    return say("organizations", "OrganizationMoved", code=code, parent=above, since=fact["day"], document=None)


def campaign_events(log: list[tuple[str, int | None]]) -> list[Envelope]:
    say, known = Speaker().say, set[str]()
    events = []
    for campaign, position in log:
        if campaign not in known:
            known.add(campaign)
            events.append(opened(say, campaign, REFERENCE_DATES[campaign]))
        elif position is None:
            events.append(say("reviews", "CampaignReopened", campaign=campaign, reason="Bổ sung", document=None))
        else:
            events.append(closed(say, campaign, position))
    return events


def standing(log: list[dict[str, Any]], position: int | None, day: str) -> dict[str, str | None]:
    """Where everything stands directly below, by the facts known at the position, in order of their days."""
    known = log[:position]
    above = {fact["code"]: fact["above"] for fact in known if fact["kind"] == "registered"}
    for fact in sorted((fact for fact in known if fact["kind"] != "registered"), key=first_day):
        if first_day(fact) <= day:
            above[fact["code"]] = fact["above"]
    return above


def first_day(fact: dict[str, Any]) -> str:
    """The day from which a change holds: on the last day of membership the person still is a member."""
    last_day = timedelta(days=1) if fact["kind"] == "left" else timedelta()
    return (date.fromisoformat(fact["day"]) + last_day).isoformat()


def path_to(code: str | None, above: dict[str, str | None], through: tuple[str, ...] = ()) -> list[str] | None:
    """The way down from a root, None if there is none."""
    if code is None:
        return list(through)
    if code not in above or code in through:
        return None
    return path_to(above[code], above, (code, *through))


def expected(log: list[dict[str, Any]], position: int | None, day: str) -> dict[str, Any]:
    above = standing(log, position, day)
    member = {"M": above.pop("M")} if "M" in above else {}
    ways = {code: way for code in above if (way := path_to(code, above))}
    return {
        "member": member,
        "paths": {code: f"/{'/'.join(way)}/" for code, way in ways.items()},
        "units": {
            code: next((c for c in reversed(way) if TYPES[c] in UNIT_TYPES), way[0]) for code, way in ways.items()
        },
        "grassroots": {
            code: next((c for c in reversed(way) if TYPES[c] in GRASSROOTS_TYPES), None) for code, way in ways.items()
        },
    }


def shown(heard: Heard, view: View) -> dict[str, Any]:
    rows = heard.read(select(view.organizations))
    return {
        "member": {row.code: row.cell for row in heard.read(select(view.people))},
        "paths": {row.code: row.path for row in rows},
        "units": {row.code: row.unit for row in rows},
        "grassroots": {row.code: row.grassroots for row in rows},
    }


@given(organizations_logs(), campaign_logs())
def test_a_view_shows_what_was_known_and_held(
    log: list[dict[str, Any]], campaigns: list[tuple[str, int | None]]
) -> None:
    heard = Heard([*organization_events(log), *campaign_events(campaigns)])
    assert shown(heard, heard.register.live) == expected(log, None, FOR_EVER)
    for campaign, position in dict(campaigns).items():
        view = heard.register.of(campaign)
        assert shown(heard, view) == expected(log, position, REFERENCE_DATES[campaign]), campaign


@given(organizations_logs(), campaign_logs(), st.data())
def test_it_does_not_matter_which_of_two_logs_is_heard_first(
    log: list[dict[str, Any]], campaigns: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    one, other = organization_events(log), campaign_events(campaigns)
    in_turn = Heard([*one, *other]).content()
    sources = data.draw(st.permutations([*(one for _ in one), *(other for _ in other)]))
    turns = {id(one): iter(one), id(other): iter(other)}
    assert Heard(next(turns[id(source)]) for source in sources).content() == in_turn


def test_a_campaign_that_was_never_opened_sees_nothing() -> None:
    heard = Heard(organization_events(tree(TU=None, M="TU")))
    nothing = shown(heard, heard.register.of("BD-2020"))
    assert not any(nothing.values())


@pytest.mark.parametrize("position", range(6))
def test_what_was_published_before_the_close_is_seen_even_if_it_is_heard_after_it(position: int) -> None:
    log = tree(TU=None, QN="TU", AN="TU", X="QN", C="X")
    heard = Heard([*campaign_events([("BD-2020", None), ("BD-2020", position)]), *organization_events(log)])
    assert len(shown(heard, heard.register.of("BD-2020"))["paths"]) == position


def test_what_is_heard_before_its_parent_gets_its_place_with_it() -> None:
    log = tree(TU=None, C="X", X="TU")
    early = Heard(organization_events(log)[:2])
    assert shown(early, early.register.live)["paths"] == {"TU": "/TU/"}
    heard = Heard(organization_events(log))
    assert shown(heard, heard.register.live)["paths"] == {"TU": "/TU/", "X": "/TU/X/", "C": "/TU/X/C/"}


def test_what_stood_below_itself_on_a_day_has_no_place_on_it() -> None:
    """Each move is possible as things stand when it is recorded; told late, they make a ring in between."""
    log = [
        *tree(TU=None, QN="TU", AN="TU"),
        {"kind": "moved", "code": "QN", "above": "AN", "day": "2021-06-01"},
        {"kind": "moved", "code": "QN", "above": "TU", "day": "2022-01-01"},
        {"kind": "moved", "code": "AN", "above": "QN", "day": "2021-01-01"},
        {"kind": "moved", "code": "AN", "above": "TU", "day": "2022-01-01"},
    ]
    heard = Heard([*organization_events(log), *campaign_events([("BD-2020", None), ("BD-2021", None)])])
    assert shown(heard, heard.register.of("BD-2021"))["paths"] == {"TU": "/TU/"}
    as_ever = {"TU": "/TU/", "QN": "/TU/QN/", "AN": "/TU/AN/"}
    assert shown(heard, heard.register.of("BD-2020"))["paths"] == as_ever
    assert shown(heard, heard.register.live)["paths"] == as_ever
