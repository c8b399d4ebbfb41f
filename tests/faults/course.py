"""What breaks in the run of a seed, and when: the same seed gives the same. And the run itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from deploy.campaign import player
from deploy.campaign.client import Answer, Client
from deploy.campaign.reader import Campaign
from deploy.campaign.result import PlayResult
from services.ratings.loading import load, pack_file
from tests.faults.breakages import BREAKAGES, Breakage
from tests.faults.storm import Storm

SHORT_SEEDS = 10
"""So many seeds in a row share all breakages out among themselves."""
ITEMS_PER_REQUEST = 60
"""A small campaign in many requests, so that there is something to break."""
BRIEF = (0.2, 1.2)
LONG = (3.0, 30.0)
_LONG_ONES = 0.15
_LAST_START = 0.85
_BETWEEN_LOOKS = 0.02
_PATIENCE_SECONDS = 200.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A breakage, the share of all requests after which it begins, and the seconds it lasts."""

    breakage: Breakage
    begins: float
    lasts: float

    def __str__(self) -> str:
        return f"{self.breakage.name} after {self.begins:.0%} for {self.lasts:.1f} s"


def planned(seed: int) -> list[Planned]:
    """The breakages of a run, in the order in which they begin. From the tenth seed on, some last long."""
    deck = Random(seed // SHORT_SEEDS).sample(BREAKAGES, len(BREAKAGES))
    chance = Random(seed)
    hand = deck[seed % SHORT_SEEDS :: SHORT_SEEDS]
    plans = [Planned(breakage, chance.uniform(0.02, _LAST_START), _seconds(seed, chance)) for breakage in hand]
    return sorted(plans, key=lambda plan: plan.begins)


def _seconds(seed: int, chance: Random) -> float:
    long = seed >= SHORT_SEEDS and chance.random() < _LONG_ONES
    return chance.uniform(*(LONG if long else BRIEF))


class CountingClient(Client):
    """Knows how many requests it has been asked for, and the keys of its commands."""

    def __init__(self, addresses: Mapping[str, str], token: Callable[[], str]) -> None:
        super().__init__(addresses, token, patience=_PATIENCE_SECONDS)
        self.asked = 0
        self.keys: set[str] = set()

    def post(self, path: str, body: bytes, key: str | None = None) -> Answer:
        self.asked += 1
        self.keys |= {key} if key is not None else set()
        return super().post(path, body, key)


class Play(threading.Thread):
    """A campaign folder on its way through the services, beside whatever happens to them."""

    def __init__(self, addresses: Mapping[str, str], token: Callable[[], str], folder: Path) -> None:
        super().__init__(name="play", daemon=True)
        self.client = CountingClient(addresses, token)
        self._folder = folder
        self._result: PlayResult | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            campaign = Campaign.at(self._folder)
            rulebook = load(pack_file(campaign.details()["rulebook"]))
            self._result = player.Player(campaign, rulebook, self.client).play()
        except BaseException as error:
            self._error = error

    def result(self) -> PlayResult:
        """What came of it, once it is over."""
        self.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result


class Course:
    """Breaks what is planned while a play goes on, and mends it again. Belongs to the main thread."""

    def __init__(self, storm: Storm, plans: Sequence[Planned], seed: int, tell: Callable[[str], Any]) -> None:
        self._storm = storm
        self._plans = plans
        self._chance = Random(seed)
        self._tell = tell
        self._broken: list[tuple[float, Planned, AbstractContextManager[None]]] = []

    def run(self, play: Play, requests: int) -> None:
        """`requests` is how many a play takes when nothing breaks. What comes too late breaks after the play."""
        play.start()
        for plan in self._plans:
            while play.is_alive() and play.client.asked < plan.begins * requests:
                self._mend(before=time.monotonic())
                self._storm.restart_what_has_ended()
                time.sleep(_BETWEEN_LOOKS)
            self._break(plan)
        while self._broken:
            self._mend(before=time.monotonic())
            time.sleep(_BETWEEN_LOOKS)
        while play.is_alive():
            self._storm.restart_what_has_ended()
            play.join(_BETWEEN_LOOKS)

    def mend_all(self) -> None:
        self._mend(before=float("inf"))

    def _break(self, plan: Planned) -> None:
        on = plan.breakage.on
        for broken in [broken for broken in self._broken if on == "server" == broken[1].breakage.on]:
            self._mend_one(broken)
        self._tell(f"{plan}")
        fault = plan.breakage.breaks(self._storm, self._chance)
        fault.__enter__()
        self._broken.append((time.monotonic() + plan.lasts, plan, fault))

    def _mend(self, before: float) -> None:
        for broken in [broken for broken in self._broken if broken[0] <= before]:
            self._mend_one(broken)

    def _mend_one(self, broken: tuple[float, Planned, AbstractContextManager[None]]) -> None:
        self._broken.remove(broken)
        broken[2].__exit__(None, None, None)
        self._tell(f"  mended: {broken[1].breakage.name}")
