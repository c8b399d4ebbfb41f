"""No sequence of calls, by anybody, brings the register where the rules forbid it, or shows it other than it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.organizations.readmodel import register
from shared.web import Route
from tests.integration.organizations_bench import OrganizationsBench, plant
from tests.machines import Beginning, Caller, told
from tests.machines import organizations_calls as calls
from tests.machines.organizations_truth import Thing, Truth
from tests.routes import routes

COMMANDS = {route.path: route for name, route in routes() if name == "organizations" and route.commands}
QUERIES = [route for name, route in routes() if name == "organizations" and not route.commands]
VERSIONS = st.sampled_from(("*", "*", "*", '"1"', '"2"', '"99"', "nonsense"))

CHANGING = (
    "renamings",
    "reclassifications",
    "management-transfers",
    "civil-categories",
    "sick-leaves",
    "status-changes",
)
MOVING = ("moves", "transfers", "membership-ending", "ending")
OF = {
    "register": [path for path in COMMANDS if path in ("/organizations", "/collectives", "/people", "/posts")],
    "change": [path for path in COMMANDS if path.rpartition("/")[2] in (*CHANGING, "external-code")],
    "move": [path for path in COMMANDS if path.rpartition("/")[2] in MOVING],
    "reform": ["/mergers", "/splits"],
}
LISTS = {"/organizations": "organization", "/collectives": "collective", "/people": "person", "/posts": "post"}


class Organizing(RuleBasedStateMachine):
    """A tiny province that everybody tries to change."""

    bench: OrganizationsBench
    beginning: Beginning

    @initialize()
    def begin(self) -> None:
        self.beginning.again()
        self.truth = Truth()
        self.read = 0
        self.follow()

    @rule(data=st.data(), path=st.sampled_from(OF["register"]), caller=calls.ANYONE, version=VERSIONS)
    def enter(self, data: st.DataObject, path: str, caller: Caller, version: str) -> None:
        self.command(data, path, caller, version)

    @rule(data=st.data(), path=st.sampled_from(OF["change"]), caller=calls.ANYONE, version=VERSIONS)
    def change(self, data: st.DataObject, path: str, caller: Caller, version: str) -> None:
        self.command(data, path, caller, version)

    @rule(data=st.data(), path=st.sampled_from(OF["move"]), caller=calls.ANYONE, version=VERSIONS)
    def move(self, data: st.DataObject, path: str, caller: Caller, version: str) -> None:
        self.command(data, path, caller, version)

    @rule(data=st.data(), path=st.sampled_from(OF["reform"]), caller=calls.ANYONE)
    def reform(self, data: st.DataObject, path: str, caller: Caller) -> None:
        self.command(data, path, caller, "*")

    @rule(data=st.data(), route=st.sampled_from(QUERIES), caller=calls.ANYONE)
    def ask(self, data: st.DataObject, route: Route, caller: Caller) -> None:
        """Ask as of any day, as known at any time; what is shown is so, and the caller's to see."""
        path, day = route.path, data.draw(st.one_of(st.none(), st.sampled_from(calls.DAYS)), label="day")
        known = data.draw(st.one_of(st.none(), st.integers(0, self.read)), label="known")
        kind, query = calls.kind_of(path), {"on": day, "known_at": known}
        values = self.values(route, data)
        if path in calls.MORE_IN_A_LIST:
            name, places = calls.MORE_IN_A_LIST[path]
            query[name] = values[name] = data.draw(st.sampled_from(places), label=name)
        query |= {"limit": 500} if path in LISTS else {}
        if path.endswith("/lineage"):
            query = {}
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        answer = self.call(caller, "GET", f"{address(route, values)}?{asked}")
        assert answer.status_code in (200, 403, 404), told(answer)
        assert self.follow() == []
        shown = answer.get_json() if answer.status_code == 200 else None
        if shown is not None and path in LISTS:
            self.is_listed(path, caller, values, day, known, shown)
        elif kind and path.endswith("<code>"):
            self.is_shown((kind, values["code"]), caller, day, known, shown, answer)

    def command(self, data: st.DataObject, path: str, caller: Caller, version: str) -> None:
        """Call a command, and see that what came of it is in order, and was the caller's to do."""
        route = COMMANDS[path]
        sent = data.draw(calls.BODIES[path])
        homes = {thing: self.truth.home(thing) for thing in self.truth.things()}
        sight = self.sight(caller)
        more = {"If_Match": version} if route.versioned else {}
        answer = self.call(caller, "POST", address(route, self.values(route, data)), sent, **more)
        things = self.follow()
        assert not (things and answer.status_code >= 400), f"{things} although {told(answer)}"
        if not things:
            return
        assert caller.role in ("importer", "board_officer"), told(answer)
        for thing in things:
            home = homes.get(thing) or self.truth.home(thing)
            assert home in sight or home is None or self.founded_within(home, sight), f"{thing} by {told(answer)}"
        self.truth.must_hold()
        self.register_is_right()

    def founded_within(self, organization: str, sight: set[str]) -> bool:
        place = self.truth.place(("organization", organization), None)
        return (place[1] if place else organization) in sight

    def values(self, route: Route, data: st.DataObject) -> dict[str, str]:
        kind = calls.kind_of(route.path)
        values = {"code": data.draw(st.sampled_from(calls.CODES[kind]), label="code")} if kind else {}
        if "external_code" in route.path_values:
            values["external_code"] = data.draw(st.sampled_from(("H08.1", "H08/2", "?#")), label="external code")
        return values

    def sight(self, caller: Caller) -> set[str]:
        """The organizations that are in the caller's charge as the tree is now."""
        tree = self.truth.tree(None)
        above = tree.get(caller.organization or "", {}).get("path")
        return {code for code, it in tree.items() if above and it["path"].startswith(above)}

    def is_listed(
        self, path: str, caller: Caller, values: dict[str, str], day: str | None, known: int | None, shown: Any
    ) -> None:
        kind, sight = LISTS[path], self.sight(caller)
        listed = [item["code"] for item in shown["items"]]
        if kind == "organization":
            tree = self.truth.tree(day, known)
            assert listed == sorted(code for code in tree if code in sight), shown
            for item in shown["items"]:
                assert item.items() >= tree[item["code"]].items(), (item, tree[item["code"]])
            return
        [place] = values.values()
        there = self.truth.within(kind, place, day, known)
        if caller.organization != "TU" and kind == "person" and (day or known is not None):
            there = [code for code in there if self.truth.home((kind, code)) in sight]
        assert listed == there, shown
        assert all(
            self.truth.home(("collective", place) if kind == "post" else (kind, code)) in sight for code in there
        )

    def is_shown(
        self, thing: Thing, caller: Caller, day: str | None, known: int | None, shown: Any, answer: TestResponse
    ) -> None:
        there = self.truth.on(thing, day, known)
        if shown is not None:
            assert shown.items() >= there.items(), (told(answer), there)
            person = there.get("person") if thing[0] == "post" else thing[1] if thing[0] == "person" else None
            mine = caller.person is not None and caller.person == person
            assert mine or caller.organization == "TU" or self.truth.home(thing) in self.sight(caller), told(answer)
        elif caller == calls.PROVINCE:
            assert not there, f"{there} is not shown: {told(answer)}"

    def register_is_right(self) -> None:
        """What this service keeps, as every other does, of the tree as it is now."""
        names = ("path", "unit", "grassroots", "type", "parent")
        right = {code: tuple(it[name] for name in names) for code, it in self.truth.tree(None).items()}
        organizations = register.live.organizations
        columns = [organizations.c[name] for name in ("code", *names)]
        with self.bench.store.query() as connection:
            kept = {row.code: tuple(row)[1:] for row in connection.execute(select(*columns))}
        assert kept == right

    def call(self, caller: Caller, method: str, at: str, sent: Any = None, **more: str) -> TestResponse:
        answer = self.bench.call(method, at, sent, **caller.account(), **more)
        assert answer.status_code < 500, told(answer)
        if answer.status_code >= 400:
            assert answer.get_json()["code"] and answer.get_json()["way_out"], told(answer)
        return answer

    def follow(self) -> list[Thing]:
        """Read on in the log: what it is about."""
        events = self.bench.store.read(self.read, 1000)
        self.truth.learn(events)
        self.read += len(events)
        return [(kind, code) for kind, _, code in (event.stream.partition(":") for event in events)]

    def teardown(self) -> None:
        assert self.bench.store.verify().intact


def address(route: Route, values: dict[str, str]) -> str:
    return route.template.format(**{name: quote(values[name], safe="") for name in route.path_values})


def test_every_command_is_tried() -> None:
    assert calls.BODIES.keys() == COMMANDS.keys() == {path for paths in OF.values() for path in paths}


def test_no_sequence_of_calls_breaks_the_register_or_shows_it_other_than_it_is(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    Organizing.bench = OrganizationsBench(tmp_path_factory.mktemp("organizations"))
    plant(Organizing.bench)
    Organizing.beginning = Beginning(Organizing.bench)
    run_state_machine_as_test(Organizing, settings=settings(max_examples=80, stateful_step_count=40))
