"""What every service answers: its feed, and the probes of whoever operates it."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from shared.eventstore import STORE
from shared.messaging.context import own_context
from shared.messaging.envelope import Envelope
from shared.troubles import not_running
from tests.sample.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_feed_gives_every_event_once_and_in_order(bench: Bench) -> None:
    for code in "ABCDE":
        bench.take(code)
    after, seen = 0, []
    while after is not None:
        page = bench.call("GET", f"/samples/events?after={after}&limit=2", role="subscriber").json
        seen += [Envelope.from_json(item) for item in page["items"]]
        after = page["next"]
    assert seen == [Envelope.of(recorded, bench.source) for recorded in bench.store.read(0, 10)]
    assert [event.number for event in seen] == [1, 2, 3, 4, 5]


def test_the_feed_ends_with_an_empty_page(bench: Bench) -> None:
    bench.take("A")
    assert bench.call("GET", "/samples/events?after=1", role="subscriber").json == {"items": [], "next": None}


def test_who_has_heard_more_than_there_is_is_told_that_the_log_has_lost_events(bench: Bench) -> None:
    answer = bench.call("GET", "/samples/events?after=7", role="subscriber")
    assert (answer.status_code, answer.json["code"]) == (409, "log_ends_before")


@pytest.mark.parametrize("grants", [(), ("notes",), ("notes/personal",), ("sample",)])
@pytest.mark.parametrize("path", ["/events", "/events/position?until=2021-01-01T00:00:00Z"])
def test_the_feed_is_refused_to_who_was_not_granted_it(bench: Bench, path: str, grants: tuple[str, ...]) -> None:
    answer = bench.call("GET", f"/samples{path}", role="subscriber", grants=grants)
    assert (answer.status_code, answer.json["code"]) == (403, "not_granted")


@pytest.mark.parametrize(("grants", "status"), [((), 403), (("samples",), 403), (("organizations",), 200)])
def test_what_was_heard_of_a_service_is_told_to_who_may_hear_that_service(
    bench: Bench, grants: tuple[str, ...], status: int
) -> None:
    here = {"source": "/binh-dinh/organizations", "number": 7, "hash": "hash", "updated_at": "t"}
    bench.store.execute(own_context("samples", bench.clock), lambda unit: unit.tables.put(STORE.checkpoints, **here))
    assert bench.call("GET", "/samples/heard", role="subscriber", grants=grants).status_code == status


def test_whoever_was_granted_no_personal_data_gets_blanks_with_number_and_hash(bench: Bench) -> None:
    bench.take("A", text="about somebody")
    version = bench.call("GET", "/samples/notes/A").headers["ETag"]
    assert bench.call("PUT", "/samples/notes/A", {"text": "new"}, If_Match=version).status_code == 200
    items = bench.call("GET", "/samples/events", role="subscriber", grants=("samples",)).json["items"]
    taken, reworded = bench.store.read(0, 10)
    assert items == [
        {"source": bench.source, "sequence": "1".zfill(20), "hash": taken.hash, "withheld": "personal"},
        Envelope.of(reworded, bench.source).to_json(),
    ]


@pytest.mark.parametrize("query", ["after=-1", "limit=0", "limit=1001", "after=x"])
def test_the_feed_refuses_what_it_cannot_give(bench: Bench, query: str) -> None:
    assert bench.call("GET", f"/samples/events?{query}", role="subscriber").status_code == 422


@pytest.mark.parametrize("prefix", ["", "/samples"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_probes_answer_without_a_token_below_the_service_and_at_the_root(
    bench: Bench, prefix: str, path: str
) -> None:
    assert bench.client.get(prefix + path).status_code == 200


def test_nothing_else_answers_at_the_root(bench: Bench) -> None:
    assert bench.call("GET", "/events", role="subscriber").status_code == 404


def test_a_service_that_cannot_work_says_why(bench: Bench) -> None:
    bench.relay.troubles.append(not_running("relay"))
    answer = bench.client.get("/samples/readyz")
    assert (answer.status_code, answer.json["healthy"]) == (503, False)
    [reason] = answer.json["reasons"]
    assert (reason["code"], reason["part"], reason["grave"]) == ("not_running", "relay", True)
    assert reason["vi"] == "relay: đã dừng; phải khởi động lại tiến trình."
    assert bench.client.get("/samples/healthz").status_code == 200


def test_readiness_tells_how_far_and_how_lately_each_service_was_heard(bench: Bench) -> None:
    heard = bench.client.get("/samples/readyz").json["heard"]
    assert heard == {
        "organizations": {"number": 88, "silent_seconds": 2.5},
        "ratings": {"number": 0, "silent_seconds": 2.5},
    }


def test_a_service_without_its_store_is_alive_and_not_ready(bench: Bench, tmp_path: Path) -> None:
    with bench.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    assert bench.client.get("/samples/healthz").status_code == 200
    answer = bench.client.get("/samples/readyz")
    assert (answer.status_code, [reason["code"] for reason in answer.json["reasons"]]) == (503, ["store_unavailable"])
    assert "kiemdiem_store_reachable" in bench.client.get("/samples/metrics").text
    assert REGISTRY.get_sample_value("kiemdiem_store_reachable", {"service": "samples"}) == 0


def test_the_metrics_say_how_far_the_service_has_spoken_and_heard(bench: Bench) -> None:
    bench.take("N1")
    lines = bench.client.get("/samples/metrics").text.splitlines()
    assert 'kiemdiem_store_head{service="samples"} 1.0' in lines
    assert 'kiemdiem_heard_position{service="samples",source="organizations"} 88.0' in lines
    assert 'kiemdiem_parked_events{service="samples"} 0.0' in lines
