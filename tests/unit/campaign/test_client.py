from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.wrappers import Response

from deploy.campaign.client import Client, NoAnswer
from tests.unit.campaign.province import Province, Seen, answer, running, start


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


@pytest.fixture
def province() -> Iterator[Province]:
    with running(Province()) as province:
        yield province


@pytest.fixture
def time() -> Time:
    return Time()


def client_of(province: Province, time: Time, **options: Any) -> Client:
    return Client(province.addresses, lambda: "token-1", monotonic=time.monotonic, sleep=time.sleep, **options)


def failing(times: int, response: Response) -> Any:
    left = [response] * times

    def reply(seen: Seen) -> Response | None:
        return left.pop() if left else None

    return reply


def test_a_command_carries_token_key_and_language(province: Province, time: Time) -> None:
    client_of(province, time, language="en").post("/reviews/campaigns", b"{}", "key-1")
    headers = province.seen[0].headers
    assert headers["Authorization"] == "Bearer token-1"
    assert headers["Idempotency-Key"] == "key-1"
    assert headers["Accept-Language"] == "en"
    assert headers["Content-Type"] == "application/json"


def test_the_token_is_asked_for_anew_with_each_request(province: Province) -> None:
    tokens = iter(["first", "second"])
    client = Client(province.addresses, lambda: next(tokens))
    client.get("/reporting/a")
    client.get("/reporting/b")
    assert [seen.headers["Authorization"] for seen in province.seen] == ["Bearer first", "Bearer second"]


def test_a_request_waits_for_the_newest_position_of_every_service_seen(province: Province, time: Time) -> None:
    positions = iter(["ratings:7", "reviews:3, ratings:5", ""])
    province.reply = lambda seen: answer(200, {}, {"Position": next(positions)})
    client = client_of(province, time)
    for path in ("/ratings/a", "/reviews/b", "/reporting/c"):
        client.get(path)
    assert [seen.headers.get("Wait-For") for seen in province.seen] == [None, "ratings:7", "ratings:7, reviews:3"]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_passing_failure_is_tried_again_with_the_same_key(province: Province, time: Time, status: int) -> None:
    province.reply = failing(2, answer(status, {}))
    assert client_of(province, time).post("/reviews/campaigns", b"{}", "key-1").status == 201
    assert [seen.headers["Idempotency-Key"] for seen in province.seen] == ["key-1"] * 3
    assert time.sleeps == [0.1, 0.2]


def test_retry_after_lengthens_the_pause(province: Province, time: Time) -> None:
    province.reply = failing(1, answer(503, {}, {"Retry-After": "4"}))
    client_of(province, time).get("/reporting/figures")
    assert time.sleeps == [4.0]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 429, 500])
def test_a_final_answer_is_not_asked_for_twice(province: Province, time: Time, status: int) -> None:
    province.reply = lambda seen: answer(status, {"code": "no"}, {"Retry-After": "1"})
    reply = client_of(province, time).get("/reporting/figures")
    assert (reply.status, reply.document) == (status, {"code": "no"})
    assert len(province.seen) == 1
    assert time.sleeps == []


def test_a_service_that_is_not_up_yet_is_waited_for(time: Time) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    province = Province(url=f"http://127.0.0.1:{port}")
    servers = []

    def start_it(seconds: float) -> None:
        servers.append(start(province, port))

    client = Client(province.addresses, lambda: "token", sleep=start_it)
    try:
        assert client.post("/reviews/campaigns", b"{}", "key-1").status == 201
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
    assert len(province.seen) == 1


def test_patience_ends(province: Province, time: Time) -> None:
    province.reply = lambda seen: answer(503, {})
    with pytest.raises(NoAnswer) as no_answer:
        client_of(province, time, patience=120).get("/reporting/figures")
    assert 110 < time.now <= 120
    assert max(time.sleeps) == 5.0
    assert no_answer.value.say("vi").endswith("không trả lời trong 120 giây: HTTP 503")


def test_an_answer_that_is_no_json_is_an_empty_document(province: Province, time: Time) -> None:
    province.reply = lambda seen: Response("<html>", 404)
    assert client_of(province, time).get("/reporting/figures").document == {}
