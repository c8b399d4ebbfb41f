"""A campaign on the old tree, the reform of 2025 as events, a campaign on the new tree: as the guide to it tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
import pytest
import urllib3

from tests.deployments import Province, played
from tests.guides import Example, examples, holds
from tests.rulebooks import as_written
from tests.samples import CLEAN, expected

GUIDE = "reform.md"
FIGURES = "/reporting/campaigns/BD-2020/figures"
REPORT = "/reporting/campaigns/BD-2020/reports/1"
RECAST = "/reporting/campaigns/BD-2020/recast"
EXPECTATIONS = "/reviews/campaigns/GL-2025/expectations"
WHO = {
    None: ("board_officer", "TU"),
    "importer": ("importer", "TU"),
    "central": ("central_reader", "TU"),
    "PQN": ("unit_officer", "PQN"),
    "QND": ("unit_officer", "QND"),
    "PBD": ("unit_officer", "PBD"),
    "UBT": ("unit_officer", "UBT"),
    "QS": ("unit_officer", "QS"),
    "QN": ("unit_officer", "QN"),
    "AND": ("unit_officer", "AND"),
}
REORGANIZED = {
    ("QN", "KCQ"): ("PQN", "QND", "UBT", "CQD"),
    ("AN",): ("PBD", "AND"),
    ("AL",): ("XAL",),
    ("QS", "BP"): ("QS",),
    ("TP",): ("TP",),
}
"""Old units, and the new ones that hold exactly what stood in them."""
ENDED = {
    *("org:QN", "org:AN", "org:AL", "org:KCQ", "org:BP", "org:QN-03-C2"),
    *("col:TT-QN", "col:TT-AN", "col:TT-KCQ", "col:TT-BP", "col:DD09", "org:AN-03", "col:TT-AN-03"),
    *("ldr:CV00007", "ldr:CV00010", "ldr:CV00040", "ldr:CV00049", "ldr:CV00166", "ldr:CV00188", "mem:DV000004"),
}
"""Organizations, collectives with a leader of each, and a member."""
BEGUN = {
    *("org:PQN", "org:QND", "org:PBD", "org:AND", "org:XAL", "org:CQD", "org:UBT"),
    *("col:TT-PQN", "ldr:CV-PQN-1", "mem:DV2501"),
}
CHANGED = {
    **dict.fromkeys(("col:TT-QN-01", "ldr:CV00175", "ldr:CV00176"), "QN-01"),
    **{f"org:AN-03-C{number}": f"AN-03-C{number}" for number in range(1, 6)},
}
"""What is managed at the grassroots now, and cells that became grassroots cells; with their grassroots organization."""
LEFT = {"col:TT-TP-01", "col:TT-QN-03", "ldr:CV00180"}
"""Some of those whom nobody has passed on yet: managed by districts that there are none of."""


class Callers:
    """Those whom the guide lets ask. Each waits until a service has heard what the others have answered so far."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self._pool = urllib3.PoolManager(retries=False, timeout=60)
        self._positions: dict[str, int] = {}

    def __call__(
        self, who: str | None, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        named = {"Authorization": f"Bearer {self.province.token(*WHO[who])}", **(headers or {})}
        if self._positions:
            named["Wait-For"] = ",".join(f"{service}:{number}" for service, number in self._positions.items())
        if body is not None:
            named["Content-Type"] = "application/json"
        content = None if body is None else orjson.dumps(body)
        answer = self._pool.request(method, self.province.address + path, body=content, headers=named)
        for said in filter(None, answer.headers.get("Position", "").split(",")):
            service, number = said.strip().split(":")
            self._positions[service] = max(int(number), self._positions.get(service, 0))
        return answer

    def get(self, path: str, who: str | None = None) -> Any:
        answer = self(who, "GET", path)
        assert answer.status == 200, answer.data.decode()
        return orjson.loads(answer.data)


class Story(NamedTuple):
    """The guide, told to running services: its examples with their answers, and services that still run."""

    told: list[tuple[Example, urllib3.BaseHTTPResponse]]
    ask: Callers

    def answers(self, path: str, who: str | None = None) -> list[bytes]:
        """The answers to a question that the guide asks, in its order."""
        return [answer.data for example, answer in self.told if (example.path, example.who) == (path, who)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with played(CLEAN, tmp_path_factory.mktemp("province")) as province:
        ask = Callers(province)
        content = as_written("vn-party-annual-review/2025")
        assert ask("importer", "POST", "/ratings/rulebooks", {"content": content}).status == 201
        told = [(one, ask(one.who, one.method, one.path, one.body, one.headers)) for one in examples(GUIDE)]
        yield Story(told, ask)


def test_every_request_of_the_guide_is_answered_as_it_says(story: Story) -> None:
    assert len(story.told) > 40
    for example, answer in story.told:
        assert answer.status == example.status, (example, answer.data.decode())
        said = orjson.loads(answer.data)
        if example.status == 207:
            assert [outcome["status"] for outcome in said["outcomes"]] == [201] * len(example.body["items"]), said
        if example.answer is not None:
            assert holds(example.answer, said), (example, answer.data.decode())


def test_the_figures_of_2020_are_byte_for_byte_those_kept_before_the_reform(story: Story) -> None:
    before, after = story.answers(FIGURES)
    assert after == before
    counted, figures = expected(CLEAN), orjson.loads(after)
    shown = counted.keys() & figures.keys()
    assert {"ratings", "by_unit", "dossiers"} <= shown
    assert {name: figures[name] for name in shown} == {name: counted[name] for name in shown}


def test_the_report_that_was_issued_before_the_reform_holds_and_has_its_hash(story: Story) -> None:
    before, after = story.answers(REPORT)
    assert after == before
    report = orjson.loads(after)
    content = {name: report[name] for name in ("form", "figures", "overrides", "statistics")}
    assert sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest() == report["content_sha256"]
    assert report["figures"] == orjson.loads(story.answers(FIGURES)[0])


@pytest.mark.parametrize(("who", "predecessor"), [("PQN", "QN"), ("QND", "QN"), ("PBD", "AN"), ("UBT", "KCQ")])
def test_an_officer_of_a_new_unit_sees_what_its_predecessor_had_and_no_more(
    story: Story, who: str, predecessor: str
) -> None:
    whole, seen = story.ask.get(FIGURES), story.ask.get(FIGURES, who)
    assert seen["by_unit"] == {predecessor: whole["by_unit"][predecessor]}
    assert seen["ratings"] == whole["by_unit"][predecessor]
    for unit in ("QN", "AN", "TP"):
        for path in (f"/ratings/campaigns/BD-2020/ratings/org:{unit}", f"/reporting/campaigns/BD-2020/units/{unit}"):
            assert story.ask(who, "GET", path).status == (200 if unit == predecessor else 404), path


@pytest.mark.parametrize("who", ["QS", "QN"])
def test_a_unit_that_lived_in_2020_sees_of_it_what_was_its_own_then(story: Story, who: str) -> None:
    assert story.ask.get(FIGURES, who)["by_unit"] == {who: story.ask.get(FIGURES)["by_unit"][who]}


def test_an_officer_of_a_unit_that_ended_sees_nobody_of_2025(story: Story) -> None:
    seen = story.ask.get("/reporting/campaigns/GL-2025/figures", "QN")
    assert {kind: counts["total"] for kind, counts in seen["ratings"].items()} == dict.fromkeys(seen["ratings"], 0)


def test_nothing_is_owed_for_what_ended_and_everything_for_what_began(story: Story) -> None:
    owing = {one["subject"]: one for one in pages(story, EXPECTATIONS)}
    assert not owing.keys() & ENDED
    assert "mem:DV2502" not in owing, "admitted less than six months before"
    assert all("rating" in owing[subject]["owes"] for subject in BEGUN)
    units = {"col:TT-AL": "XAL", "ldr:CV00037": "XAL", "mem:DV000002": "CQD", "org:QN-02": "UBT", "org:BP-01": "QS"}
    assert {subject: owing[subject]["unit"] for subject in units} == units
    assert {one["unit"] for one in owing.values()}.isdisjoint({"QN", "AN", "AL", "KCQ", "BP"})


def test_what_was_passed_on_or_became_another_kind_owes_a_rating_and_what_was_not_is_told(story: Story) -> None:
    owing = {one["subject"]: one for one in pages(story, EXPECTATIONS)}
    assert {subject: owing[subject]["grassroots"] for subject in CHANGED} == CHANGED
    assert all("rating" in owing[subject]["owes"] for subject in CHANGED)
    nobodys = {one["subject"]: one for one in pages(story, "/reviews/campaigns/GL-2025/without-competent-body")}
    assert nobodys.keys() >= LEFT
    assert {one["management_level"] for one in nobodys.values()} == {"HUYEN"}
    assert all(owing[subject]["owes"] == ["review"] for subject in nobodys)


def test_the_figures_of_2025_are_those_of_the_new_units(story: Story) -> None:
    figures = story.ask.get("/reporting/campaigns/GL-2025/figures")
    assert figures["by_unit"].keys() >= {"PQN", "QND", "PBD", "AND", "XAL", "CQD", "UBT", "QS"}
    assert figures["by_unit"].keys().isdisjoint({"QN", "AN", "AL", "KCQ", "BP"})
    assert figures["dossiers"]["by_unit"]["PQN"]["on_time"] == figures["dossiers"]["on_time"] == 1
    members = sum(kinds["mem"]["total"] for kinds in figures["by_unit"].values())
    assert members == figures["ratings"]["mem"]["total"] == 1500 + 2 - 1


def test_the_old_figures_by_todays_units_have_the_same_totals_for_every_kind_and_for_dossiers(story: Story) -> None:
    then, today = orjson.loads(story.answers(FIGURES)[0]), orjson.loads(story.answers(RECAST)[0])
    assert today["ratings"] == then["ratings"]
    assert {**today["dossiers"], "by_unit": None} == {**then["dossiers"], "by_unit": None}
    for kind, total in then["ratings"].items():
        assert together(today, today["by_unit"], kind) == Counter(total) - Counter()
        for old, new in REORGANIZED.items():
            assert together(today, new, kind) == together(then, old, kind), (old, kind)
    assert sum(unit["expected"] for unit in today["dossiers"]["by_unit"].values()) == then["dossiers"]["expected"]
    assert today["by_unit"].keys() == story.ask.get("/reporting/campaigns/GL-2025/figures")["by_unit"].keys()


def together(figures: dict[str, Any], units: Iterable[str], kind: str) -> Counter[str]:
    """The counts of some units as one."""
    return sum((Counter(figures["by_unit"][unit][kind]) for unit in units), Counter[str]())


def test_an_officer_sees_the_old_figures_of_the_own_predecessors_by_todays_units(story: Story) -> None:
    then, [seen] = orjson.loads(story.answers(FIGURES)[0]), story.answers(RECAST, "PQN")
    today = orjson.loads(seen)
    assert today["by_unit"].keys() == {"PQN", "QND", "UBT"}
    assert today["ratings"] == then["by_unit"]["QN"]
    assert today["dossiers"]["expected"] == then["dossiers"]["by_unit"]["QN"]["expected"]


def test_a_central_reader_sees_the_aggregates_of_all_units_and_no_subject(story: Story) -> None:
    [whole], [seen] = story.answers(RECAST), story.answers(RECAST, "central")
    assert orjson.loads(seen) == orjson.loads(whole)
    assert not any(kind in seen for kind in (b'"org:', b'"col:', b'"mem:', b'"ldr:'))


def test_asking_moves_nothing(story: Story) -> None:
    before = story.ask.province.heads()
    for path in (FIGURES, REPORT, RECAST, "/reporting/campaigns/GL-2025/figures"):
        story.ask.get(path)
    assert story.ask.province.heads() == before


def pages(story: Story, path: str) -> Iterator[dict[str, Any]]:
    """Every item of a list."""
    page = story.ask.get(f"{path}?limit=500")
    yield from page["items"]
    while page["next"]:
        page = story.ask.get(f"{path}?limit=500&cursor={page['next']}")
        yield from page["items"]
