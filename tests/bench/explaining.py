"""How long explanations take: for a whole province in one process, and for one subject over HTTP."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from urllib.parse import quote

import urllib3

from services.ratings.domain.decisions.picture import Standing
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.explanation import explain
from services.ratings.domain.proposal.telling import Teller, tell
from services.ratings.domain.proposal.wording import LANGUAGES
from shared.subjects import Kind
from tests.bench.rows import Row
from tests.unit.ratings.province import Province


def measure(subjects: int) -> Iterator[Row]:
    seconds = seconds_to_explain(subjects)
    yield Row(f"explain_{subjects}_subjects", round(seconds, 1), "s", goal=round(15 * subjects / 100_000, 1))


def seconds_to_explain(subjects: int) -> float:
    """Every subject of the sample in turn, with each of its sentences in both languages, on one core."""
    province = Province("province-2020").play()
    standing, rulebook = Standing(province.picture), province.rulebook
    known = [province.picture.subjects[code] for code in province.picture.opinions]
    evidence: list[tuple[Kind, Evidence]] = [(subject.kind, standing.evidence(subject)) for subject in known]
    tellers = {kind: [Teller(rulebook, kind, language) for language in LANGUAGES] for kind in Kind}
    started = time.perf_counter()
    for kind, of in islice(cycle(evidence), subjects):
        steps = tuple(explain(rulebook, kind, of).steps())
        for teller in tellers[kind]:
            tell(teller, steps, of)
    return time.perf_counter() - started


def milliseconds_of_one(address: str, token: Callable[[], str], subjects: list[str]) -> float:
    """The median time in which one explanation is answered over HTTP."""
    pool = urllib3.PoolManager(retries=False, timeout=30)
    headers = {"Authorization": f"Bearer {token()}"}
    taken = []
    for subject in subjects:
        started = time.perf_counter()
        answer = pool.request("GET", f"{address}/ratings/campaigns/BD-2020/proposals/{quote(subject)}", headers=headers)
        taken.append(1000 * (time.perf_counter() - started))
        assert answer.status == 200, answer.data
    return statistics.median(taken)
