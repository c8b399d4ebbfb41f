"""No sequence of calls, by anybody, brings the reviews service where the rules forbid it, or loses a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from shared.web import Route
from tests.integration.dossiers_world import DossiersBench
from tests.integration.reviews_bench import COLLECTIVES, ORGANIZATIONS, PEOPLE, POSTS
from tests.machines import Beginning, Caller, body, told
from tests.machines import reviews_calls as calls
from tests.machines.drawn import instants
from tests.machines.reviews_news import NEWS, tell
from tests.machines.reviews_reading import READ_AT, said_in
from tests.machines.reviews_truth import ASIDE, Truth
from tests.routes import routes
from tests.sample.bench import START

COMMANDS = {calls.key_of(route.path): route for name, route in routes() if name == "reviews" and route.commands}
QUERIES = [route for name, route in routes() if name == "reviews" and not route.commands]
BODIES = calls.bodies(instants(START))
VERSIONS = st.sampled_from(("right", "right", "right", "old", "none", "*", '"999999999999999999"', "nonsense"))
ANYONE = st.one_of(st.just(calls.PROVINCE), st.sampled_from(calls.CALLERS))

WRITING = ("reviews", "draft", "draft", "submissions", "supplements", "completions", "reviews/returns")
ASKING = ("prompts", "judgements", "reviews", "supplements")
BESIDE = ("comments", "attachments", "attachments", "withdrawal", "plans", "interim-summaries", "expectations")
COURSE = ("/campaigns", "opening", "closing", "reopening")
STOPPING = ("locks", "unlockings", "extensions")
SENDING = ("dossier-forwardings", "dossier-forwardings", "recalls", "nothing-to-report")
HANDLING = ("receptions", "acceptances", "dossiers/returns")
HELPING = ("remedies", "reports")
ABOUT = {
    **dict.fromkeys((*HANDLING, "recalls"), "dossier"),
    **dict.fromkeys(("draft", "submissions", "supplements", "completions", "reviews/returns"), "review"),
    "judgements": "prompt",
    "reports": "remedy",
}
"""What a command is about, if it is about something that there is."""
LEFT_OUT = COMMANDS.keys() - {*WRITING, *ASKING, *BESIDE, *COURSE, *STOPPING, *SENDING, *HANDLING, *HELPING}


class Reviewing(RuleBasedStateMachine):
    """A tiny province in which everybody tries everything."""

    bench: DossiersBench
    beginning: Beginning

    @initialize()
    def begin(self) -> None:
        self.beginning.again()
        organizations = {code: parent for code, _, parent in ORGANIZATIONS}
        stands = {f"col:{code}": place for code, place, _ in COLLECTIVES}
        stands |= {f"ldr:{code}": stands[f"col:{collective}"] for code, _, collective, _, _ in POSTS}
        stands |= {f"mem:{code}": cell for code, cell in PEOPLE}
        people = {f"mem:{code}": code for code, _ in PEOPLE} | {f"ldr:{code}": holder for code, holder, *_ in POSTS}
        self.truth = Truth(organizations, stands, people)
        self.read = 0
        self.wrote: dict[str, set[str]] = {}
        self.follow()

    @property
    def now(self) -> datetime:
        return self.bench.clock.now()

    @rule(data=st.data(), key=st.sampled_from(WRITING), caller=ANYONE, version=VERSIONS)
    def write(self, data: st.DataObject, key: str, caller: Caller, version: str) -> None:
        self.command(data, key, caller, version)

    @rule(data=st.data(), key=st.sampled_from(ASKING), caller=ANYONE, version=VERSIONS)
    def ask_for_answers(self, data: st.DataObject, key: str, caller: Caller, version: str) -> None:
        self.command(data, key, caller, version)

    @rule(data=st.data(), key=st.sampled_from(BESIDE), caller=ANYONE)
    def add_beside(self, data: st.DataObject, key: str, caller: Caller) -> None:
        self.command(data, key, caller)

    @rule(data=st.data(), key=st.sampled_from(COURSE), caller=ANYONE, version=VERSIONS)
    def direct(self, data: st.DataObject, key: str, caller: Caller, version: str) -> None:
        self.command(data, key, caller, version)

    @rule(data=st.data(), key=st.sampled_from(STOPPING), caller=ANYONE, version=VERSIONS)
    def stop(self, data: st.DataObject, key: str, caller: Caller, version: str) -> None:
        self.command(data, key, caller, version)

    @rule(data=st.data(), key=st.sampled_from(SENDING), caller=st.one_of(st.just(calls.OFFICER), ANYONE))
    def send(self, data: st.DataObject, key: str, caller: Caller) -> None:
        self.command(data, key, caller)

    @rule(data=st.data(), key=st.sampled_from(HANDLING), caller=ANYONE, version=VERSIONS)
    def handle(self, data: st.DataObject, key: str, caller: Caller, version: str) -> None:
        self.command(data, key, caller, version)

    @rule(data=st.data(), key=st.sampled_from(HELPING), caller=ANYONE)
    def help(self, data: st.DataObject, key: str, caller: Caller) -> None:
        self.command(data, key, caller)

    @rule(news=NEWS)
    def hear(self, news: Any) -> None:
        tell(self.truth, news)
        self.bench.hear([news])
        self.follow()

    @rule(hours=st.sampled_from((1, 24, 24 * 20, 24 * 40)))
    def time_passes(self, hours: int) -> None:
        self.bench.clock.advance(hours=hours)

    @rule(route=st.sampled_from(QUERIES), caller=ANYONE, data=st.data())
    def ask(self, route: Route, caller: Caller, data: st.DataObject) -> None:
        at = calls.address(route.template, self.values(route, data)) + data.draw(st.sampled_from(calls.QUESTIONS))
        answer = self.call(caller, "GET", at)
        assert answer.status_code in (200, 403, 404, 422), told(answer)
        assert self.follow(caller) == []

    def command(self, data: st.DataObject, key: str, caller: Caller, version: str = "none") -> None:
        """Call a command, and see that what came of it is in order."""
        route = COMMANDS[key]
        values, sent = self.values(route, data), data.draw(BODIES[key])
        if data.draw(st.sampled_from((True, True, False)), label="about something that there is"):
            self.mean_something(data, key, values, sent)
        at = calls.address(route.template, values)
        more: dict[str, Any] = {"content": body(sent)} if route.body else {}
        if route.content:
            at += calls.file_named(data.draw(st.sampled_from(("Báo cáo.pdf", "‮.pdf"))))
            more = {"content": ("application/pdf", b"%PDF-" + sent)}
        stated = self.stated_version(at, key, version)
        if stated is not None:
            more["If_Match"] = stated
        answer = self.call(caller, route.method, at, **more)
        events = self.follow(caller)
        if answer.status_code >= 400:
            assert set(events) <= ASIDE, f"{events} although {told(answer)}"
        if version == "right" and stated:
            assert answer.status_code != 412, told(answer)
        if answer.status_code < 300 or "kept" in (answer.get_json().get("links") or {}):
            self.keep_in_mind(key, values, sent)

    def values(self, route: Route, data: st.DataObject) -> dict[str, str]:
        drawn = {
            "campaign": st.sampled_from(calls.CAMPAIGNS),
            "subject": calls.subjects,
            "organization": calls.ORGANIZATIONS,
            "code": calls.CODES,
            "fingerprint": st.sampled_from(calls.FINGERPRINTS),
            "version": st.sampled_from(("1", "2", "99999999999999999999")),
        }
        return {name: data.draw(drawn[name], label=name) for name in route.path_values}

    def mean_something(self, data: st.DataObject, key: str, values: dict[str, str], sent: Any) -> None:
        """Let a call be about a thing that there is, and answer a prompt that was issued, if there is one."""
        kind = ABOUT.get(key)
        if there := sorted(where for of, where in self.truth.versions if of == kind):
            campaign, _, code = data.draw(st.sampled_from(there), label=kind).partition("/")
            values.update({"campaign": campaign, "code" if kind in ("prompt", "remedy") else "subject": code})
        if key in ("reviews", "supplements") and (asked := sorted(self.truth.prompted)):
            campaign, _, code = data.draw(st.sampled_from(asked), label="prompt").partition("/")
            (values if key == "supplements" else sent)["subject"] = self.truth.prompted[f"{campaign}/{code}"]
            values["campaign"], sent["answered_prompts"], sent["answers"] = campaign, [code], []

    def stated_version(self, at: str, key: str, version: str) -> str | None:
        """An If-Match: of the thing as it is shown now, of one before, of none."""
        if version not in ("right", "old"):
            return {"none": None, "nonsense": "1"}.get(version, version)
        thing = at if key == "/campaigns" else at.rpartition("/")[0]
        tag: str | None = self.call(calls.PROVINCE, "GET", thing).headers.get("ETag")
        if tag is None:
            return "*"
        return tag if version == "right" else f'"{max(0, int(tag[1:-1]) - 1)}"'

    def call(self, caller: Caller, method: str, at: str, **more: Any) -> TestResponse:
        actor = f"{caller.role}-{caller.organization or caller.person}"
        answer = self.bench.call(method, at, actor=actor, **caller.account(), **more)
        assert answer.status_code < 500, told(answer)
        if answer.status_code >= 400:
            assert answer.get_json()["code"] and answer.get_json()["way_out"], told(answer)
        return answer

    def follow(self, caller: Caller | None = None) -> list[str]:
        """Read on in the log, hold it against the truth, and what is shown against both."""
        events = self.bench.store.read(self.read, 1000)
        self.truth.follow(events, self.now, caller)
        self.read += len(events)
        for kind, key in {tuple(event.stream.split(":", 1)) for event in events}:
            self.is_shown(kind, key)
        return [event.type for event in events]

    def is_shown(self, kind: str, key: str) -> None:
        campaign, _, code = key.partition("/")
        place = {"campaign": "", "review": "/reviews/", "dossier": "/dossiers/", "remedy": "/remedies/"}.get(kind)
        if place is None or (kind, key) not in self.truth.states:
            return
        answer = self.call(calls.PROVINCE, "GET", f"/campaigns/{campaign}" + place + calls.quote(code, safe=""))
        assert answer.status_code == 200, told(answer)
        name = {"review": "status", "remedy": "outcome"}.get(kind, "state")
        shown = answer.get_json()[name] or "in_progress"
        assert shown == self.truth.states[kind, key], told(answer)
        assert answer.headers["ETag"] == f'"{self.truth.versions[kind, key]}"', told(answer)

    def keep_in_mind(self, key: str, values: dict[str, str], sent: Any) -> None:
        """Texts that were accepted, and that they can be read at once."""
        if key not in READ_AT:
            return
        named = {**values, **_named(sent)}
        if key == "judgements":
            named["subject"] = self.truth.prompted[f"{named['campaign']}/{named['code']}"]
        at = calls.address(READ_AT[key], named)
        self.wrote.setdefault(at, set()).update(normalize("NFC", text) for text in said_in(sent))
        self.can_be_read(at)

    def can_be_read(self, at: str) -> None:
        answer = self.call(calls.PROVINCE, "GET", at)
        assert answer.status_code == 200, told(answer)
        missing = self.wrote[at] - set(said_in(answer.get_json()))
        assert not missing, f"{missing} is lost: {told(answer)}"

    def teardown(self) -> None:
        """At the end everything that was ever accepted can be read, and the log is whole."""
        for at in getattr(self, "wrote", ()):
            self.can_be_read(at)
        assert self.bench.store.verify().intact


def _named(sent: Any) -> dict[str, str]:
    return {name: sent[name] for name in ("subject", "organization", "code") if isinstance(sent, dict) and name in sent}


def test_every_command_is_tried() -> None:
    assert not LEFT_OUT
    assert BODIES.keys() == COMMANDS.keys()


def test_no_sequence_of_calls_breaks_a_rule_or_loses_a_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    Reviewing.bench = DossiersBench(tmp_path_factory.mktemp("reviews"))
    Reviewing.beginning = Beginning(Reviewing.bench)
    run_state_machine_as_test(Reviewing, settings=settings(max_examples=35, stateful_step_count=40))
