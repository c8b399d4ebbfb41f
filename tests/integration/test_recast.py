"""The figures of a closed campaign by today's units: the totals of then, within what the caller has in its charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pytest

from shared.messaging import Envelope
from tests.samples import CLEAN
from tests.servers.postgres import Postgres
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.speaking import PROVINCE

CAMPAIGN = "/reporting/campaigns/BD-2020"
SINCE = "2025-07-01"


class Reformed(NamedTuple):
    """A service that has heard of a campaign and of a reform after it, and the campaign's figures before the reform."""

    bench: Bench
    then: dict[str, Any]

    def recast(self, **asking: Any) -> Any:
        return self.bench.json(f"{CAMPAIGN}/recast", **asking)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def reformed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reformed]:
    """The clean sample, closed, and how Quy Nhơn became two units five years later."""
    with ExitStack() as stack:
        database = None
        if request.param == "postgresql":
            server: Postgres = request.getfixturevalue("postgres_server")
            database = stack.enter_context(server.database())
        bench = Bench(tmp_path_factory.mktemp("reporting"), database)
        stack.callback(bench.engine.dispose)
        bench.hear_folder(CLEAN.name)
        then = bench.json(f"{CAMPAIGN}/figures")
        position = bench.hearing.heard.number(f"{PROVINCE}/organizations")
        closed = {"campaign": "BD-2020", "organizations_position": position, "document": None}
        bench.hear([bench.speaker.say("reviews", "CampaignClosed", **closed), *reform(bench)])
        yield Reformed(bench, then)


def reform(bench: Bench) -> Iterator[Envelope]:
    heirs = {"PQN": ["QN-01", "QN-02"], "QND": ["QN-03"]}
    for unit, children in heirs.items():
        founded = {"type": "DB_TRUC_THUOC_TINH", "parent": "TU", "founded_on": SINCE}
        yield bench.speaker.say("organizations", "OrganizationRegistered", code=unit, name=unit, **founded)
        split = {"predecessors": ["QN"], "how": "split", "since": SINCE, "document": None}
        yield bench.speaker.say("organizations", "OrganizationSucceeded", code=unit, **split)
        for child in children:
            moved = {"parent": unit, "since": SINCE, "document": None}
            yield bench.speaker.say("organizations", "OrganizationMoved", code=child, **moved)
    ended = {"ended_on": "2025-06-30", "successors": list(heirs)}
    yield bench.speaker.say("organizations", "OrganizationEnded", code="QN", **ended)


def test_the_totals_are_those_of_the_campaign_and_only_the_units_are_others(reformed: Reformed) -> None:
    old, new = reformed.then, reformed.recast()
    assert new["ratings"] == old["ratings"]
    assert totals(new["dossiers"]) == totals(old["dossiers"])
    assert new["member_ratios"]["province"] == old["member_ratios"]["province"]
    assert new["by_unit"].keys() == old["by_unit"].keys() - {"QN"} | {"PQN", "QND"}
    for kind, of_then in old["by_unit"]["QN"].items():
        parts = sum((Counter(new["by_unit"][unit][kind]) for unit in ("PQN", "QND")), Counter[str]())
        assert parts == Counter(of_then) - Counter()
    assert {unit: new["by_unit"][unit] for unit in old["by_unit"].keys() - {"QN"}} == {
        unit: of_then for unit, of_then in old["by_unit"].items() if unit != "QN"
    }


def test_the_campaigns_own_figures_stay_as_they_were(reformed: Reformed) -> None:
    assert reformed.bench.json(f"{CAMPAIGN}/figures") == reformed.then


def test_each_old_unit_says_where_its_work_went(reformed: Reformed) -> None:
    units = reformed.recast()["units"]
    assert units["QN"] == ["PQN", "QND"]
    assert all(units[unit] == [unit] for unit in units.keys() - {"QN"})


@pytest.mark.parametrize("organization", ["PQN", "QND", "QN"])
def test_an_officer_of_a_successor_sees_what_the_predecessor_had_and_no_more(
    reformed: Reformed, organization: str
) -> None:
    seen = reformed.recast(role="unit_officer", organization=organization)
    assert seen["units"] == {"QN": ["PQN", "QND"]}
    assert seen["by_unit"].keys() == {"PQN", "QND"}
    assert seen["ratings"] == reformed.then["by_unit"]["QN"]


def test_an_officer_of_another_unit_sees_nothing_of_it(reformed: Reformed) -> None:
    seen = reformed.recast(role="unit_officer", organization="AN")
    assert (seen["units"], seen["by_unit"].keys()) == ({"AN": ["AN"]}, {"AN"})
    assert seen["ratings"] == reformed.then["by_unit"]["AN"]


def test_an_officer_below_a_unit_sees_the_own_part_in_its_unit_of_today(reformed: Reformed) -> None:
    seen = reformed.recast(role="unit_officer", organization="QN-03")
    assert (seen["units"], seen["by_unit"].keys()) == ({"QN": ["QND"]}, {"QND"})


def test_a_central_reader_sees_the_same_aggregates_and_no_subject(reformed: Reformed) -> None:
    answer = reformed.bench.get(f"{CAMPAIGN}/recast", role="central_reader")
    assert answer.json == reformed.recast()
    assert not any(f'"{kind}:' in answer.text for kind in ("org", "col", "mem", "ldr"))


def test_a_member_or_subscriber_is_not_answered(reformed: Reformed) -> None:
    for role in ("member", "subscriber"):
        assert reformed.bench.get(f"{CAMPAIGN}/recast", role=role).status_code == 403


def totals(dossiers: dict[str, Any]) -> dict[str, Any]:
    return {name: count for name, count in dossiers.items() if name != "by_unit"}
