"""How long readers wait: twenty at once, in a province as large as was played, while new things are heard all the time.

Each reader opens a page every two seconds, the pages by turns. The load is open: a page's time counts from when it was
due. A writer issues a prompt every half second, so that no sum stays true for long.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import urllib3

from deploy.local import board_token
from shared.web import LocalIssuer
from tests.bench.rows import Row, percentile

CAMPAIGN = "BD-2020"
READERS = 20
GOAL_MILLISECONDS = 100
READ_SECONDS = 2.0
WRITE_SECONDS = 0.5
SUMS = ("", "/pages/units", "/pages/caps", "/pages/outstanding", "/pages/dossiers", "/pages/units/QN")
LISTS = (
    "/pages/subjects?kind=mem",
    "/pages/subjects?kind=mem&sort=unit&level=HTXSNV",
    "/pages/subjects?kind=mem&search=nguyen",
    "/pages/subjects?kind=ldr&state=not_reviewed",
    "/subjects?kind=mem&limit=100",
)
PAGES = tuple(f"/reporting/campaigns/{CAMPAIGN}{page}" for page in (*SUMS, *LISTS))


def measure(addresses: Mapping[str, str], issuer: LocalIssuer, seconds: float, name: str = "page") -> Iterator[Row]:
    """Milliseconds of the pages of the services at their addresses, for officers of the province's board."""
    headers = {"Authorization": f"Bearer {board_token(issuer, 'TU')}"}
    pool = urllib3.PoolManager(maxsize=READERS + 1, retries=False)
    for page in PAGES:
        _open(pool, addresses["reporting"] + page, headers)
    ended = threading.Event()
    writer = threading.Thread(target=_write, args=(pool, addresses["reviews"], headers, ended))
    writer.start()
    try:
        with ThreadPoolExecutor(READERS) as readers:
            began = time.perf_counter() + 0.1
            asked = (pool, addresses["reporting"], headers)
            each = [readers.submit(_read, *asked, reader, began, seconds) for reader in range(READERS)]
            waited = [milliseconds for reader in each for milliseconds in reader.result()]
    finally:
        ended.set()
        writer.join()
    yield Row(f"{name}_p50_{READERS}_readers", round(percentile(waited, 50), 1), "ms")
    yield Row(f"{name}_p99_{READERS}_readers", round(percentile(waited, 99), 1), "ms", goal=GOAL_MILLISECONDS)


def _read(
    pool: urllib3.PoolManager, address: str, headers: dict[str, str], reader: int, began: float, seconds: float
) -> list[float]:
    waited = []
    for turn in range(int(seconds / READ_SECONDS)):
        due = began + (turn + reader / READERS) * READ_SECONDS
        time.sleep(max(0.0, due - time.perf_counter()))
        _open(pool, address + PAGES[(reader + turn) % len(PAGES)], headers)
        waited.append((time.perf_counter() - due) * 1000)
    return waited


def _open(pool: urllib3.PoolManager, url: str, headers: dict[str, str]) -> None:
    answer = pool.request("GET", url, headers=headers)
    assert answer.status == 200, (url, answer.status)


def _write(pool: urllib3.PoolManager, address: str, headers: dict[str, str], ended: threading.Event) -> None:
    document = {"issued_by": "TU", "document": "1-CV/TU", "issued_on": "2020-11-15", "text": "Kiểm điểm"}
    path = f"{address}/reviews/campaigns/{CAMPAIGN}/prompts"
    run = time.time_ns()
    for number in count():
        if ended.wait(WRITE_SECONDS):
            return
        prompt = {"code": f"B{run}-{number}", "subject": "col:TT-AN", **document}
        sent = json.dumps({"items": [prompt]}).encode()
        answer = pool.request("POST", path, body=sent, headers={**headers, "Content-Type": "application/json"})
        assert answer.status == 207, answer.data
        assert answer.json()["outcomes"][0]["status"] < 400, answer.data
