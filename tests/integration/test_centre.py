"""A central board hears three provinces by federation: one is cut off for an hour, goes on meanwhile, and heals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from deploy.broker import VHOST, definitions, exchange, upstream
from deploy.services import CENTRE, NAMES
from services.reporting.domain.levels import LEVELS
from services.reporting.policies import SOURCES
from shared.eventstore import STORE
from shared.messaging import Broker, RabbitBroker, exchange_of, sources
from tests.centre import CentreBench, Source
from tests.centre.provinces import Province, ReportingAtTheCentre
from tests.deployments import put_played
from tests.faults.wires import Wire, Wires
from tests.naive import naive
from tests.published import SON_LA_2020, Published
from tests.servers.ports import LOOPBACK
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit

T = TypeVar("T")

LONG = 60.0
HALF_WAY = 0.6
CAMPAIGNS = {
    "binh-dinh": Published("BD", "Bình Định", 2020, (7, 40, 5, 1), not_rated=3),
    "an-giang": Published("AG", "An Giang", 2020, (20, 150, 9, 2), of_members=True),
    "son-la": SON_LA_2020,
}
NAMED = {"binh-dinh": "Tỉnh Bình Định", "an-giang": "Tỉnh An Giang", "son-la": "Tỉnh Sơn La"}
CUT = "binh-dinh"


class Time:
    """The time of the test. An hour of it passes at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._later = 0.0
        monkeypatch.setattr(sources, "monotonic", lambda: monotonic() + self._later)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._later)

    def let_an_hour_pass(self) -> None:
        self._later += 3_600


@dataclass
class There:
    """A province, its reporting at the centre, and the two ways from one to the other."""

    province: Province
    reporting: ReportingAtTheCentre
    federation: Wire
    feed: Wire

    def wait(self) -> None:
        """Until its reporting has heard all that it has said so far."""
        self.reporting.wait_for(self.province.ends(), LONG)


class World:
    def __init__(self, folder: Path, postgres: Postgres, rabbit: Rabbit, time: Time, links: ExitStack) -> None:
        self.folder, self.rabbit = folder, rabbit
        self._postgres, self._links = postgres, links
        self._wires = links.enter_context(Wires())
        folders = {code: campaign.write(folder / f"{code}-2020") for code, campaign in CAMPAIGNS.items()}
        self.expected = {code: naive(campaign) for code, campaign in folders.items()}
        self._known: dict[str, list[Any]] = {}
        self.there = {code: self._begin(code, campaign) for code, campaign in folders.items()}
        rabbit.import_definitions(self._known)
        links.callback(rabbit.forget, folders)
        addresses = {code: links.enter_context(there.reporting.running()) for code, there in self.there.items()}
        seen = [
            Source(code, name, name, addresses[code], self.there[code].reporting.token) for code, name in NAMED.items()
        ]
        self.centre = CentreBench(folder / "centre", seen, time)

    def _begin(self, code: str, campaign: Path) -> There:
        data = self.folder / code
        put_played(campaign, data)
        vhost, login, brokers = self._broker_of(code)
        province = Province(code, data, brokers)
        federation = self._wires.to(self.rabbit.port)
        port = int(self._links.enter_context(province.giving_feeds()).rpartition(":")[2])
        feed = self._wires.to(port)
        fetched = upstream(code, f"amqp://{login}@{LOOPBACK}:{federation.port}/{vhost}", "heard")
        fetched["parameters"][0]["value"]["reconnect-delay"] = 1  # as patient as the test is
        self._know(fetched)
        url = self._links.enter_context(self._postgres.database())
        reporting = ReportingAtTheCentre(
            self.folder / f"{code}-at-the-centre",
            {
                "KIEMDIEM_PROVINCE": code,
                "KIEMDIEM_DATABASE_URL": url,
                "KIEMDIEM_AMQP_URL": f"amqp://{code}.reporting:heard@{LOOPBACK}:{self.rabbit.port}/{code}",
                "KIEMDIEM_FEEDS": ",".join(f"{name}=http://{LOOPBACK}:{feed.port}" for name in SOURCES),
                "KIEMDIEM_FEED_TOKEN": province.token(),
            },
        )
        return There(province, reporting, federation, feed)

    def _broker_of(self, code: str) -> tuple[str, str, dict[str, Broker]]:
        """The province's virtual host, the login by which the centre fetches from it, and the services' connections."""
        if code == CUT:
            self._know(definitions({name: f"{name}'s" for name in (*NAMES, CENTRE)}))
            at = f"{LOOPBACK}:{self.rabbit.port}/{VHOST}"
            return (
                VHOST,
                f"{CENTRE}:{CENTRE}'s",
                {name: RabbitBroker(f"amqp://{name}:{name}'s@{at}") for name in SOURCES},
            )
        vhost = self.rabbit.vhost().rpartition("/")[2]
        self._know({"exchanges": [exchange(exchange_of(name), "topic", vhost) for name in NAMES]})
        broker = RabbitBroker(f"amqp://guest:guest@{LOOPBACK}:{self.rabbit.port}/{vhost}")
        return vhost, "guest:guest", dict.fromkeys(SOURCES, broker)

    def _know(self, definitions: Mapping[str, list[Any]]) -> None:
        """Let the broker know that too: what all provinces need is imported at once."""
        for kind, things in definitions.items():
            self._known.setdefault(kind, []).extend(things)

    def wait_for_states(self, **states: str) -> Any:
        """What the centre tells of the year once the provinces stand so; `binh_dinh` is binh-dinh."""
        wanted = {code.replace("_", "-"): state for code, state in states.items()}
        return until(self.centre.year, lambda year: {it["province"]: it["state"] for it in year["provinces"]} == wanted)


def until(told: Callable[[], T], holds: Callable[[T], bool]) -> T:
    """What is told as soon as that holds of it. Raises AssertionError."""
    ends, pause = monotonic() + LONG, Event()
    while not holds(found := told()):
        assert monotonic() < ends, found
        pause.wait(0.2)
    return found


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
def world(tmp_path: Path, postgres_server: Postgres, rabbit_server: Rabbit, time: Time) -> Iterator[World]:
    with ExitStack() as links:
        yield World(tmp_path, postgres_server, rabbit_server, time, links)


def test_three_provinces_one_cut_off_for_an_hour_and_healed(world: World, time: Time) -> None:
    cut, others = world.there[CUT], [there for code, there in world.there.items() if code != CUT]

    # By federation alone: nothing of this province comes by its feeds yet.
    with cut.feed.cut():
        until(lambda: fetching(world.rabbit), lambda bound: len(bound) == len(SOURCES))
        cut.province.go_on(0)
        cut.wait()
    for there in world.there.values():
        there.province.go_on(HALF_WAY)
    for there in world.there.values():
        there.wait()
    half_way = world.wait_for_states(binh_dinh="up_to_date", an_giang="up_to_date", son_la="up_to_date")
    adds_up(half_way, ["an-giang", "binh-dinh", "son-la"])
    before = of(half_way, CUT)

    with cut.feed.cut(), cut.federation.cut():
        time.let_an_hour_pass()
        for there in world.there.values():
            there.province.go_on()
        for there in others:
            there.wait()
        year = world.wait_for_states(binh_dinh="behind", an_giang="up_to_date", son_la="up_to_date")
        for code in ("an-giang", "son-la"):
            assert of(year, code)["figures"]["ratings"] == world.expected[code]["ratings"]
        told = of(year, CUT)
        assert (told["counted"], told["figures"], told["positions"]) == (True, before["figures"], before["positions"])
        silent = time.now() - datetime.fromisoformat(told["silent_since"])
        assert timedelta(hours=1) <= silent < timedelta(hours=1, minutes=5)
        adds_up(year, ["an-giang", "binh-dinh", "son-la"])

    cut.wait()
    healed = world.wait_for_states(binh_dinh="up_to_date", an_giang="up_to_date", son_la="up_to_date")
    adds_up(healed, ["an-giang", "binh-dinh", "son-la"])
    for code, figures in world.expected.items():
        shown = of(healed, code)["figures"]
        for name in ("ratings", "members_not_rated", "derived", "reviews", "prompts", "accepted_documents"):
            assert shown[name] == figures[name], (code, name)
        assert shown["member_ratios"] == figures["member_ratios"]["province"]
        assert shown["refused_documents"] == len(figures["refused_documents"])
        assert heads_heard(world.there[code].reporting) == heads(world.there[code].province)

    # What waited at the province's broker is fetched after all, and changes nothing.
    until(lambda: fetched(world.rabbit), lambda queues: not any(messages for messages, _ in queues))
    assert of(world.centre.year(), CUT)["figures"] == of(healed, CUT)["figures"]


def of(year: Any, code: str) -> Any:
    return next(told for told in year["provinces"] if told["province"] == code)


def adds_up(year: Any, counted: list[str]) -> None:
    """Raise AssertionError unless the figures together are the sums of those of the provinces that are named."""
    assert year["counted"] == counted
    figures = [of(year, code)["figures"] for code in counted]
    for kind, count in year["together"]["ratings"].items():
        for column in (*LEVELS, "not_rated", "total"):
            assert count[column] == sum(its["ratings"][kind][column] for its in figures), (kind, column)
    for name in ("accepted_documents", "refused_documents", "over_cap"):
        assert year["together"][name] == sum(its[name] for its in figures), name


def fetching(rabbit: Rabbit) -> set[str]:
    """The exchanges of the province that a federation link is bound to."""
    bindings = rabbit.report("list_bindings", "-p", VHOST, "source_name", "destination_name")
    bound = {it["source_name"] for it in bindings if it["destination_name"].startswith("federation:")}
    return bound & {exchange_of(name) for name in SOURCES}


def fetched(rabbit: Rabbit) -> list[tuple[int, int]]:
    """Of each queue from which federation fetches: messages and consumers."""
    return [found for queue, found in rabbit.queues(VHOST).items() if queue.startswith("federation:")]


def heads(province: Province) -> dict[str, str]:
    """The hash of the last event of each log: it covers all that came before."""
    return {province.source(name): log.head().hash for name, log in province.logs.items()}


def heads_heard(reporting: ReportingAtTheCentre) -> dict[str, str]:
    checkpoints = STORE.checkpoints.c
    with reporting.parts.store.query() as connection:
        rows = connection.execute(select(checkpoints.source, checkpoints.hash))
        return {row.source: row.hash for row in rows if row.source.rpartition("/")[2] in SOURCES}
