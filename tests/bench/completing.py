"""Opening a campaign for a large province, and asking how complete it is."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row
from tests.integration.ratings_world import campaign, person
from tests.integration.reviews_bench import CAMPAIGN, rulebook_published
from tests.integration.service_bench import Heard, ServiceBench

UNITS, GRASSROOTS, MEMBERS, LEADERS = 20, 1_000, 100_000, 5_000
HEARD_AT_ONCE = 5_000
QUERIES = 20


class LargeProvince(ServiceBench):
    """The reviews service with a drafted campaign over a thousand grassroots organizations."""

    service = "reviews"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        waiting: list[Heard] = []
        for event in (*province(), rulebook_published()):
            waiting.append(event)
            if len(waiting) == HEARD_AT_ONCE:
                self.hear(waiting)
                waiting.clear()
        self.hear(waiting)
        facts = campaign()
        assert self.call("POST", "/campaigns", {"code": facts.pop("campaign"), **facts}).status_code == 201


def province() -> Iterator[Heard]:
    def organization(code: str, type_: str, parent: str | None) -> Heard:
        facts = {"code": code, "name": code, "type": type_, "parent": parent, "founded_on": None}
        return "organizations", "OrganizationRegistered", facts

    yield organization("TU", "DB_TINH", None)
    for unit in range(UNITS):
        yield organization(f"U{unit}", "DB_TRUC_THUOC_TINH", "TU")
    for number in range(GRASSROOTS):
        yield organization(f"G{number}", "CB_CO_SO", f"U{number % UNITS}")
        collective = {"code": f"T{number}", "name": "T", "type": "TT_CAP_UY", "organization": f"G{number}"}
        yield "organizations", "CollectiveRegistered", {**collective, "management_level": "TINH", "founded_on": None}
    for number in range(MEMBERS):
        yield "organizations", "PersonRegistered", person(f"D{number:06}", f"G{number % GRASSROOTS}", None)
    for number in range(LEADERS):
        post = {"code": f"P{number}", "person": f"D{number:06}", "collective": f"T{number % GRASSROOTS}"}
        more = {"title": "Bí thư", "post_group": "BI_THU", "head": True, "management_level": "TINH", "held_from": None}
        yield "organizations", "PostAssigned", {**post, **more}


def measure() -> Iterator[Row]:
    """Opening the campaign with its expected set, and one answer about 1,000 organizations."""
    with tempfile.TemporaryDirectory(prefix="kiemdiem-bench-") as folder:
        bench = LargeProvince(Path(folder))
        started = time.perf_counter()
        assert bench.call("POST", f"{CAMPAIGN}/opening").status_code == 201
        opening = time.perf_counter() - started
        path = f"{CAMPAIGN}/completeness?of=reviews&by=grassroots"
        rows = bench.call("GET", path).get_json()["rows"]
        assert len(rows) >= GRASSROOTS
        started = time.perf_counter()
        for _ in range(QUERIES):
            bench.call("GET", path)
        answer = (time.perf_counter() - started) / QUERIES
        bench.engine.dispose()
    yield Row("open_110000_subjects", round(opening, 1), "s", goal=10)
    yield Row("completeness_1000_units", round(answer * 1000, 1), "ms", goal=50)
