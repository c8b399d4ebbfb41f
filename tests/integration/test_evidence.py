"""From each number of the overview to the events behind it, and from the raw events back to the number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from typer.testing import CliRunner

from deploy.cli import app
from tests.deployments import Province, played
from tests.naive.recounting import LEVELS, Recounted
from tests.numerals import Numerals, number_in
from tests.samples import CLEAN, FAULTY

CAMPAIGN = "/reporting/campaigns/BD-2020"
NUMBER = re.compile(r"[+−]?[0-9][0-9.,]*\s?%?")
BESIDE = ("units/QN", "prompts", "comparison", "help")
"""Pages with figures of their own."""
OTHERS = (*BESIDE, "units", "caps", "between?left_unit=QN&right_unit=AN", "years", "outstanding", "plans", "dossiers")
NOT_ON_THE_OVERVIEW = re.compile(r"grassroots/|points|needs_help/|prompts/\w+/.|ratings/\w+/\w+/.")
MOST = 10
"""Figures of one sort on one page that are walked to the raw events."""


@dataclass(frozen=True)
class Reader:
    province: Province

    def get(self, path: str, role: str = "board_officer") -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self.province.token(role, 'TU')}"}
        answer = urllib3.request("GET", self.province.address + path, headers=headers)
        assert answer.status == 200, (path, answer.data)
        return answer

    @cached_property
    def log(self) -> dict[tuple[str, int], Any]:
        """Every event of the three services by source and number, out of their feeds."""
        return {(event["source"], int(event["sequence"])): event for event in self._events()}

    @cached_property
    def recounted(self) -> Recounted:
        return Recounted(self.log.values())

    def numerals(self, page: str) -> Numerals:
        found = Numerals()
        found.feed(self.get(page).data.decode())
        return found

    def evidence(self, figure: str, unit: str | None = None) -> tuple[dict[str, Any], list[Any]]:
        """What is behind the figure, with the items of all pages."""
        narrowed = f"&unit={unit}" if unit else ""
        path, items, cursor = f"{CAMPAIGN}/evidence/{figure}?limit=500{narrowed}", [], ""
        while True:
            page = self.get(f"{path}{cursor}").json()
            items += page["items"]
            if page["next"] is None:
                return page, items
            cursor = f"&cursor={page['next']}"

    def _events(self) -> Iterator[Any]:
        for service in ("organizations", "reviews", "ratings"):
            after: int | None = 0
            while after is not None:
                page = self.get(f"/{service}/events?after={after}", "subscriber").json()
                yield from page["items"]
                after = page["next"]


@pytest.fixture(scope="module", params=[FAULTY, CLEAN], ids=lambda folder: folder.name)
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with played(request.param, tmp_path_factory.mktemp("province")) as running:
        yield Reader(running)


@pytest.fixture(scope="module")
def numerals(reader: Reader) -> Numerals:
    return reader.numerals(CAMPAIGN)


def figure_in(address: str) -> str:
    return urlsplit(address).path.removeprefix(f"{CAMPAIGN}/pages/evidence/")


def unit_in(address: str) -> str | None:
    return parse_qs(urlsplit(address).query).get("unit", [None])[0]


def test_no_number_of_the_overview_is_without_evidence(numerals: Numerals) -> None:
    assert numerals.others == []
    assert len({figure_in(address) for address, _ in numerals.opening}) > 60


def test_the_raw_events_behind_each_number_of_the_overview_give_the_number(reader: Reader, numerals: Numerals) -> None:
    behind: dict[str, Any] = {}
    for address, text in numerals.opening:
        figure = figure_in(address)
        if address not in behind:
            evidence, items = reader.evidence(figure, unit_in(address))
            hold_to_the_log(reader, figure, evidence, items)
            behind[address] = evidence["value"]
        value, shown = behind[address], number_in(text)
        assert shown == value or is_a_share(reader, figure, value, shown), (figure, text)


@pytest.mark.parametrize("page", OTHERS)
def test_no_number_of_another_page_is_without_evidence(reader: Reader, page: str) -> None:
    found = reader.numerals(f"{CAMPAIGN}/pages/{page}")
    assert found.opening
    assert [text for text in found.others if NUMBER.fullmatch(text)] == []


@pytest.mark.parametrize("page", BESIDE)
def test_the_raw_events_behind_what_other_pages_have_beside_it_give_the_number_too(reader: Reader, page: str) -> None:
    walked: Counter[str] = Counter()
    for address, text in reader.numerals(f"{CAMPAIGN}/pages/{page}").opening:
        figure, unit = figure_in(address), unit_in(address)
        sort = figure.partition("/")[0]
        if NOT_ON_THE_OVERVIEW.match(figure) and walked[sort] < MOST:
            walked[sort] += 1
            evidence, items = reader.evidence(figure, unit)
            hold_to_the_log(reader, figure, evidence, items)
            value, shown = evidence["value"], number_in(text)
            assert shown == value or is_a_share(reader, figure, value, shown, unit), (figure, text)
    assert walked


def is_a_share(reader: Reader, figure: str, count: int, shown: int | str, unit: str | None = None) -> bool:
    """The share of those rated that stands beside a count: within a hundredth, as all shares add up to 100."""
    head, kind, _, *type_ = figure.split("/")
    rated = len(reader.recounted.counted_in("/".join((head, kind, "rated", *type_)), unit))
    return isinstance(shown, str) and abs(100 * count / rated - float(shown)) < 0.01


def hold_to_the_log(reader: Reader, figure: str, evidence: dict[str, Any], items: list[Any]) -> None:
    """The evidence names events of the log, which decide what it says; and nothing else is counted there."""
    if evidence["counts"] == "figures":
        part, whole = (sum(size(reader, each) for each in evidence[side]) for side in ("part", "whole"))
        assert f"{int(10_000 * part / whole + 0.5) / 100:.2f}" == evidence["value"], figure
        return
    counted = reader.recounted.counted_in(figure, evidence["unit"])
    assert evidence["value"] == evidence["total"] == len(items) == len(counted), figure
    assert {item["about"] for item in items} == counted, figure
    if evidence["counts"] != "groups":
        assert evidence["events"] == sum(len(item["events"]) for item in items), figure
    for item in items:
        raw = [reader.log[event["source"], event["number"]] for event in item["events"]]
        for event, original in zip(item["events"], raw, strict=True):
            names = {"id": "id", "type": "type", "recorded_at": "time", "actor": "actor", "acted_for": "organization"}
            assert {name: event[name] for name in names} == {name: original.get(of) for name, of in names.items()}
        assert decides(figure.split("/"), [event["data"] for event in raw], item["about"]), (figure, item)


def size(reader: Reader, each: dict[str, Any]) -> int:
    counted = len(reader.recounted.counted(each["figure"]))
    assert each["value"] == counted
    return counted


def decides(figure: list[str], said: list[Any], about: str) -> bool:
    """Whether what these events say makes the subject count for the figure, whatever else was recorded."""
    match figure:
        case ["ratings", _, level, *_] | ["grassroots", _, level] if level in LEVELS:
            return [it["level"] for it in said if it["subject"] == about] == [level]
        case ["not_completed"] | ["needs_help", *_]:
            return [it["level"] for it in said] == ["KHTNV"]
        case ["ratings", _, "rated", *_] | ["progress", "rated"]:
            return [it["subject"] for it in said] == [about]
        case ["derived", _, level]:
            return [it["level"] or "none" for it in said] == [level]
        case ["derived_differs", *_]:
            return len({it["level"] for it in said}) == 2
        case ["heads_above"]:
            own, theirs = (LEVELS.index(it["level"]) for it in said)
            return own < theirs
        case ["reviews" | "progress", "reviewed", *_]:
            return ["submitted_at" in it for it in said] == [True]
        case ["dossiers", "on_time" | "late" as when]:
            return [it["on_time"] for it in said] == [when == "on_time"]
        case ["dossiers", "received"]:
            return ["forwarded_at" in it for it in said] == [True]
        case ["points", "waiting", *_] | ["points_of", *_, "waiting"]:
            issued, answer = said
            return about == f"point:{answer['prompt']}/{answer['point']}" and issued["code"] == answer["prompt"]
        case ["points" | "points_of", *_]:
            return [about == f"point:{it['code']}/{asked['point']}" for it in said for asked in it["points"]].count(
                True
            ) == 1
        case ["prompts", "answered", *_]:
            issued, answering = said
            return issued["code"] in answering["answered_prompts"]
        case ["accepted_documents" | "refused_documents"]:
            return [f"decision:{it['decided_by']} {it['document']}" for it in said] == [about]
        case ["over_cap" | "over_cap_of", *_]:
            return said == []
    code = about.partition(":")[2]
    return any(code in (it.get("code"), it.get("person")) for it in said)


def test_whoever_sees_sums_alone_sees_how_much_is_behind_them_and_not_whom(reader: Reader, numerals: Numerals) -> None:
    for figure in sorted({figure_in(address) for address, _ in numerals.opening})[::7]:
        full, _ = reader.evidence(figure)
        answer = reader.get(f"{CAMPAIGN}/evidence/{figure}", "central_reader")
        seen = answer.json()
        assert {name: seen[name] for name in ("value", "events")} == {name: full[name] for name in ("value", "events")}
        assert not re.search("(mem|ldr|prompt|decision):", answer.data.decode())


def test_an_event_of_the_evidence_is_the_one_that_the_command_prints(reader: Reader) -> None:
    _, items = reader.evidence("dossiers/on_time")
    event = items[0]["events"][0]
    assert reader.get(f"{CAMPAIGN}/events/reviews/{event['number']}").json() == event
    wanted = ["events", "reviews", "--after", str(event["number"] - 1), "--limit", "1"]
    printed = CliRunner().invoke(app, [*wanted, "--data", str(reader.province.data), "--json"])
    assert printed.exit_code == 0, printed.output
    assert event["id"] in printed.stdout and event["type"] in printed.stdout
