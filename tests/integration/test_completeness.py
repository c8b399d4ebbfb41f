"""How much of what is owed has come: counted as it comes, and always what a naive recount gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.domain.dossiers.dossier import Dossier
from services.reviews.domain.dossiers.events import DossierForwarded
from shared.domain import CommandContext
from shared.eventstore import Unit
from tests.deployments import Province, played
from tests.integration.as_of_world import pool
from tests.integration.reviews_bench import CAMPAIGN, FORM, FORM_OF_COLLECTIVES, ReviewsBench
from tests.samples import FAULTY, expected

KINDS = ("reviews", "ratings", "dossiers")
NOW = datetime(2021, 1, 4, 8, tzinfo=UTC)
Shown = dict[tuple[str, str | None], tuple[int, int]]


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReviewsBench]:
    database = None if request.param == "sqlite" else request.getfixturevalue("migrated")("reviews")
    bench = ReviewsBench(tmp_path, database)
    yield bench
    bench.engine.dispose()


def completeness(bench: ReviewsBench, of: str, by: str = "unit", **caller: Any) -> dict[str, Any]:
    answer = bench.call("GET", f"{CAMPAIGN}/completeness?of={of}&by={by}", **caller)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def hand_in(bench: ReviewsBench, subject: str) -> None:
    form = FORM_OF_COLLECTIVES if subject.startswith("col:") else FORM
    bench.call("POST", f"{CAMPAIGN}/reviews", {"subject": subject, "form": form}, role="board_officer")


def rate(bench: ReviewsBench, subject: str) -> None:
    facts = {"document": "1-QĐ", "decided_by": "QN", "decided_at": "2021-01-04T08:00:00+00:00", "level": "HTTNV"}
    more = {"proposed": None, "reason": None, "cap_override": None}
    bench.hear([("ratings", "RatingAssigned", {"campaign": "BD-2020", "subject": subject, **facts, **more})])


def forward(bench: ReviewsBench, subject: str, on_time: bool) -> None:
    def work(unit: Unit) -> None:
        dossier = unit.load(Dossier, f"BD-2020/{subject}")
        fact = DossierForwarded("BD-2020", subject, "QN", NOW, frozenset({"BAN_KIEM_DIEM"}), on_time, NOW)
        unit.record(dossier, iter([fact]))

    bench.store.execute(CommandContext("officer-7", "QN", NOW), work)


def test_every_unit_has_a_row_also_where_nothing_is_owed_and_nothing_has_come(bench: ReviewsBench) -> None:
    told = completeness(bench, "dossiers")
    nothing = {"expected": 0, "received": 0, "received_pct": None, "on_time": 0, "on_time_pct": None}
    two = {"expected": 2, "received": 0, "received_pct": "0.00", "on_time": 0, "on_time_pct": "0.00"}
    assert told["rows"] == [{"unit": "AN", **nothing}, {"unit": "QN", **two}, {"unit": "TU", **nothing}]
    assert told["total"] == two
    by_grassroots = completeness(bench, "dossiers", "grassroots")["rows"]
    assert [(row["unit"], row["grassroots"], row["expected"]) for row in by_grassroots] == [
        ("AN", "AN-01", 0),
        ("QN", None, 2),
        ("QN", "QN-01", 0),
    ]


def test_the_first_forwarding_is_counted_and_whatever_follows_it_is_not(bench: ReviewsBench) -> None:
    forward(bench, "ldr:P3", on_time=False)
    forward(bench, "ldr:P3", on_time=True)
    forward(bench, "col:TT", on_time=True)
    assert completeness(bench, "dossiers")["total"] == {
        "expected": 2,
        "received": 2,
        "received_pct": "100.00",
        "on_time": 1,
        "on_time_pct": "50.00",
    }


def test_what_nobody_asked_for_is_not_counted_until_somebody_does(bench: ReviewsBench) -> None:
    gone = {"person": "N", "member_status": "exempt", "changed_on": "2020-11-01"}
    bench.hear([("organizations", "MemberStatusChanged", gone)])
    hand_in(bench, "mem:N")
    [row, *_] = completeness(bench, "reviews")["rows"]
    assert (row["unit"], row["expected"], row["received"], row["received_pct"]) == ("AN", 0, 0, None)
    bench.hear([("organizations", "MemberStatusChanged", {**gone, "member_status": "active"})])
    [row, *_] = completeness(bench, "reviews")["rows"]
    assert (row["expected"], row["received"], row["received_pct"]) == (1, 1, "100.00")


def test_a_returned_review_has_come_all_the_same(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:N")
    path = f"{CAMPAIGN}/reviews/mem:N/returns"
    returned = bench.call("POST", path, {"returned_by": "AN", "remarks": "Bổ sung"}, role="board_officer", If_Match="*")
    assert returned.status_code == 201, returned.text
    assert completeness(bench, "reviews")["rows"][0]["received"] == 1


def test_who_is_missing_can_be_listed_behind_every_count(bench: ReviewsBench) -> None:
    hand_in(bench, "mem:A")
    asked = "of=reviews&received={}&grassroots=QN-01"
    missing, come = (
        [item["subject"] for item in bench.call("GET", f"{CAMPAIGN}/expectations?{asked.format(it)}").json["items"]]
        for it in ("false", "true")
    )
    [row] = [row for row in completeness(bench, "reviews", "grassroots")["rows"] if row["grassroots"] == "QN-01"]
    assert come == ["mem:A"]
    assert row["received"] == len(come)
    assert row["expected"] - row["received"] == len(missing) > 0


def test_officers_see_the_rows_of_their_own_part_of_the_tree(bench: ReviewsBench) -> None:
    clerk: dict[str, Any] = {"role": "unit_officer", "organization": "QN-01"}
    assert completeness(bench, "reviews", **clerk)["rows"] == []
    assert [row["grassroots"] for row in completeness(bench, "reviews", "grassroots", **clerk)["rows"]] == ["QN-01"]
    above = completeness(bench, "reviews", role="unit_officer", organization="QN")
    assert [row["unit"] for row in above["rows"]] == ["QN"]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("review"), st.sampled_from(["mem:A", "mem:B", "mem:N", "ldr:P", "col:T", "col:TT"])),
        st.tuples(st.just("rating"), st.sampled_from(["mem:A", "mem:N", "ldr:P3", "org:QN", "col:TW"])),
        st.tuples(st.sampled_from(["on time", "late"]), st.sampled_from(["ldr:P3", "col:TT", "ldr:P"])),
        st.tuples(st.sampled_from(["exempt", "active"]), st.sampled_from(["A", "N"])),
        st.tuples(st.sampled_from(["C1", "C2", "AN-01"]), st.sampled_from(["A", "N"])),
        st.tuples(st.sampled_from(["waive", "ask again"]), st.sampled_from(["mem:A", "ldr:P3", "org:QN"])),
        st.tuples(st.just("end"), st.sampled_from(["P", "P3"])),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_the_counts_are_those_of_a_naive_recount_after_any_course_of_things(course: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        bench = ReviewsBench(Path(folder))
        come: dict[str, dict[str, bool]] = {kind: {} for kind in KINDS}
        for step, about in course:
            take(bench, step, about, come)
        for kind in KINDS:
            owed = owing(bench, kind)
            for by in ("unit", "grassroots"):
                assert dict(shown(bench, kind, by)) == recounted(owed, by, come[kind])
            if kind == "dossiers":
                punctual = sum(come[kind].get(subject, False) for subject in owed)
                assert completeness(bench, kind)["total"]["on_time"] == punctual
        bench.engine.dispose()


def take(bench: ReviewsBench, step: str, about: str, come: dict[str, dict[str, bool]]) -> None:
    match step:
        case "review":
            hand_in(bench, about)
            come["reviews"].setdefault(about, True)
        case "rating" if about not in come["ratings"]:  # what follows the first is a revision
            rate(bench, about)
            come["ratings"][about] = True
        case "on time" | "late":
            forward(bench, about, step == "on time")
            come["dossiers"].setdefault(about, step == "on time")
        case "exempt" | "active":
            facts = {"person": about, "member_status": step, "changed_on": "2020-11-01"}
            bench.hear([("organizations", "MemberStatusChanged", facts)])
        case "end":
            bench.hear([("organizations", "PostEnded", {"code": about, "held_to": "2020-11-01"})])
        case "waive" | "ask again":
            body = {"subject": about, "owes": [] if step == "waive" else ["rating"], "reason": "Theo đề nghị"}
            bench.call("POST", f"{CAMPAIGN}/expectations", body)
        case "C1" | "C2" | "AN-01" as cell:
            facts = {"person": about, "cell": cell, "moved_on": "2020-11-01"}
            bench.hear([("organizations", "MemberTransferred", facts)])


def owing(bench: ReviewsBench, kind: str) -> dict[str, tuple[str, str | None]]:
    items = bench.call("GET", f"{CAMPAIGN}/expectations?of={kind}&limit=500").get_json()["items"]
    return {item["subject"]: (item["unit"], item["grassroots"]) for item in items}


def recounted(owed: dict[str, tuple[str, str | None]], by: str, come: dict[str, bool]) -> Shown:
    wanted: Counter[tuple[str, str | None]] = Counter()
    got: Counter[tuple[str, str | None]] = Counter()
    for subject, (unit, grassroots) in owed.items():
        place = (unit, grassroots if by == "grassroots" else None)
        wanted[place] += 1
        got[place] += subject in come
    return {place: (wanted[place], got[place]) for place in wanted}


def shown(bench: ReviewsBench, kind: str, by: str) -> Iterator[tuple[tuple[str, str | None], tuple[int, int]]]:
    for row in completeness(bench, kind, by)["rows"]:
        assert 0 <= row["received"] <= row["expected"]
        if row["expected"]:
            yield (row["unit"], row.get("grassroots")), (row["expected"], row["received"])


@pytest.mark.parametrize("sample", [FAULTY], ids=lambda sample: sample.name)
def test_a_played_province_is_as_complete_as_its_independently_counted_figures_say(
    sample: Path, tmp_path: Path
) -> None:
    figures = expected(sample)
    with played(sample, tmp_path) as province:
        dossiers = ask(province, "dossiers")
        assert dossiers["total"]["expected"] == figures["dossiers"]["expected"]
        assert dossiers["total"]["on_time"] == figures["dossiers"]["on_time"]
        assert dossiers["total"]["received"] == figures["dossiers"]["on_time"] + figures["dossiers"]["late"]
        for row in dossiers["rows"]:
            counted = figures["dossiers"]["by_unit"][row["unit"]]
            assert row["expected"] == counted["expected"]
            assert row["received"] - row["on_time"] == counted["late"]
        ratings = ask(province, "ratings")["total"]
        kinds = figures["ratings"].values()
        assert ratings["received"] == sum(count["total"] - count["not_rated"] for count in kinds)
        reviews = ask(province, "reviews&by=grassroots")["total"]
        must, did = figures["reviews"]["must_review"], figures["reviews"]["reviewed"]
        assert reviews["expected"] >= sum(must.values())
        assert reviews["expected"] - reviews["received"] >= sum(must.values()) - sum(did.values())


def ask(province: Province, of: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {province.token('board_officer', 'TU')}"}
    path = f"{province.address}/reviews/campaigns/BD-2020/completeness?of={of}"
    told: dict[str, Any] = orjson.loads(pool().request("GET", path, headers=headers).data)
    return told
