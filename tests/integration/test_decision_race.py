"""Many bodies' documents at the same moment, on PostgreSQL: no cap gives way, and who comes too late is told why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.parts import open_store
from services.ratings.commands import decide
from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document, Verdict
from services.ratings.domain.decisions.picture import Row
from services.ratings.readmodel import ratings
from services.ratings.service import Service
from shared.domain import CommandContext
from shared.eventstore import EventStore, open_engine
from tests.contracts.test_eventstore_concurrency import all_at_once
from tests.integration.ratings_bench import RatingsBench
from tests.integration.ratings_world import heard, person, review

RACING = 32
GOOD = 25
NOW = datetime(2021, 1, 5, tzinfo=UTC)
OFFICER = CommandContext("officer-7", "QN-01", NOW)
MEMBERS = [f"M{number:02}" for number in range(GOOD + RACING)]


class Province:
    """One grassroots organization whose cap allows five excellent members, and two processes that serve it."""

    def __init__(self, bench: RatingsBench, stores: list[EventStore]) -> None:
        self.stores = stores
        assert bench.publish_rulebook().status_code == 201
        bench.hear(heard())
        bench.hear(("organizations", "PersonRegistered", person(code, "C1", None)) for code in MEMBERS)
        bench.hear(("reviews", "ReviewSubmitted", review(f"mem:{code}")) for code in MEMBERS)
        verdict = self.decide(0, document("00-QĐ", (Row(f"mem:{code}", "HTTNV") for code in MEMBERS[:GOOD])))
        assert not verdict.faults

    def decide(self, client: int, paper: Document) -> Verdict:
        """As client of one of the two processes."""
        return self.stores[client % 2].execute(OFFICER, lambda unit: decide(unit, paper))

    def race(self, papers: Iterable[Document]) -> list[Verdict]:
        """All papers at the same moment, each sent by a client of its own."""
        return all_at_once([partial(self.decide, client, paper) for client, paper in enumerate(papers)])

    def levels(self) -> Counter[str]:
        with self.stores[0].query() as connection:
            return Counter(row.level for row in connection.execute(select(ratings.c.level)))


@pytest.fixture
def province(migrated: Callable[[str], str], tmp_path: Path) -> Iterator[Province]:
    database = migrated("ratings")
    bench = RatingsBench(tmp_path, database)
    engines = [bench.engine, open_engine(database)]
    yield Province(bench, [open_store(Service, engine, bench.source) for engine in engines])
    for engine in engines:
        engine.dispose()


def document(number: str, rows: Iterable[Row], act: Act = Act.DECISION) -> Document:
    return Document("BD-2020", number, "QN-01", NOW, tuple(rows), act)


def test_of_32_documents_that_race_for_one_cap_as_many_pass_as_it_allows(province: Province) -> None:
    racing = [document(f"{code}-QĐ", [Row(f"mem:{code}", "HTXSNV")]) for code in MEMBERS[GOOD:]]
    verdicts = province.race(racing)
    refused = [verdict.faults for verdict in verdicts if verdict.faults]
    assert province.levels() == {"HTTNV": GOOD, "HTXSNV": 5}
    assert len(refused) == RACING - 5
    for [fault] in refused:
        assert fault.refusal.code == "cap_exceeded"
        assert "group QN-01 would hold 6 excellent, 5 are allowed" in fault.refusal.say("en")
        assert "nhóm QN-01 sẽ có 6 xuất sắc, tối đa được 5" in fault.refusal.say("vi")
    assert province.stores[0].verify().intact


def test_revisions_race_with_documents_for_one_cap_and_it_holds(province: Province) -> None:
    half = RACING // 2
    raising = [document(f"{code}-QĐ", [Row(f"mem:{code}", "HTXSNV")]) for code in MEMBERS[GOOD : GOOD + half]]
    lowering = [
        document(f"{code}-ĐC", [Row(f"mem:{code}", "HTNV", reason="Kết luận")], Act.REVISION) for code in MEMBERS[:half]
    ]
    verdicts = province.race(paper for pair in zip(raising, lowering, strict=True) for paper in pair)
    levels = province.levels()
    raised, lowered = (sum(not verdict.faults for verdict in verdicts[first::2]) for first in (0, 1))
    assert levels == Counter({"HTXSNV": raised, "HTTNV": GOOD - lowered, "HTNV": lowered})
    assert levels["HTXSNV"] * 5 <= levels["HTTNV"]
    assert raised + lowered < RACING, "somebody had to come too late"
    assert {fault.refusal.code for verdict in verdicts for fault in verdict.faults} == {"cap_exceeded"}


def test_of_32_documents_about_one_member_exactly_one_decides(province: Province) -> None:
    subject = f"mem:{MEMBERS[-1]}"
    verdicts = province.race(document(f"{number}-QĐ", [Row(subject, "HTTNV")]) for number in range(1, RACING + 1))
    assert [[fault.refusal.code for fault in verdict.faults] for verdict in verdicts if verdict.faults] == [
        ["duplicate"]
    ] * (RACING - 1)
