"""The service in its container: through nameko's workers, behind a shared address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import eventlet
import orjson
import pytest
from eventlet.event import Event
from nameko.containers import ServiceContainer
from werkzeug.test import Client
from werkzeug.wrappers import Response

from shared.troubles import not_running
from shared.web.entrypoint import resources
from shared.web.request import LARGEST_BODY
from shared.web.server import Mount
from tests.sample import api
from tests.sample.bench import Bench, note
from tests.sample.tables import paths_of


class SamplesService:
    name = "samples"

    @resources(api, paths=paths_of)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()


@pytest.fixture
def mount() -> Mount:
    return Mount()


@pytest.fixture
def bench(tmp_path: Path, mount: Mount) -> Bench:
    return Bench(tmp_path, mount)


@pytest.fixture
def container(bench: Bench) -> Iterator[ServiceContainer]:
    container = ServiceContainer(SamplesService, {"kiemdiem": bench})
    container.start()
    yield container
    container.stop()


@pytest.fixture
def client(mount: Mount, container: ServiceContainer) -> Client:
    return Client(mount)


def test_a_mounted_service_answers_below_its_name(bench: Bench, client: Client) -> None:
    bench.client = client
    assert bench.take("N1").status_code == 201
    assert bench.call("GET", "/samples/notes/N1").json["code"] == "N1"


@pytest.mark.parametrize(("padding", "status", "events"), [(0, 201, ["NoteTaken"]), (LARGEST_BODY, 413, [])])
def test_a_body_that_comes_in_chunks_is_read_up_to_the_limit(
    bench: Bench, client: Client, padding: int, status: int, events: list[str]
) -> None:
    token = bench.issuer.mint("officer-7", ["importer"], organization="TU")
    answer = client.post(
        "/samples/notes",
        input_stream=BytesIO(orjson.dumps(note("N1")) + b" " * padding),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Transfer-Encoding": "chunked"},
    )
    assert (answer.status_code, bench.events()) == (status, events)


def test_several_services_share_the_probes_at_the_root(bench: Bench, mount: Mount, client: Client) -> None:
    ready = client.get("/readyz").json["samples"]
    assert (ready["healthy"], ready["degraded"], ready["reasons"]) == (True, False, [])
    bench.relay.troubles.append(not_running("relay"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["samples"]["healthy"]) == (503, False)
    assert client.get("/healthz").status_code == 200
    assert 'kiemdiem_store_head{service="samples"}' in client.get("/metrics").text


def test_an_address_of_no_service_is_told_as_a_problem(client: Client) -> None:
    answer = client.get("/nothing")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_address")


def test_what_belongs_to_no_service_goes_to_the_home(bench: Bench) -> None:
    def home(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return Response("home")(environ, start_response)

    assert Client(Mount(home)).get("/").text == "home"


def test_without_a_service_nothing_is_ready(mount: Mount) -> None:
    assert Client(mount).get("/readyz").status_code == 503


def test_nothing_is_ready_before_every_awaited_service_has_started(tmp_path: Path) -> None:
    mount = Mount(awaited=("samples", "reporting"))
    container = ServiceContainer(SamplesService, {"kiemdiem": Bench(tmp_path, mount)})
    container.start()
    answer = Client(mount).get("/readyz")
    assert (answer.status_code, answer.json["samples"]["healthy"]) == (503, True)
    assert [reason["code"] for reason in answer.json["reporting"]["reasons"]] == ["not_started"]
    mount.add("reporting", Response(orjson.dumps({"healthy": True, "reasons": []})))
    assert Client(mount).get("/readyz").status_code == 200
    container.stop()


def test_more_requests_than_the_limit_are_told_to_come_back_later(bench: Bench, mount: Mount) -> None:
    bench.most_requests = 2
    goes_on = Event()

    class Slow:
        name = "samples"

        @resources(api, paths=paths_of)
        def answer(self, respond: Callable[[], Response]) -> Response:
            goes_on.wait()
            return respond()

    container = ServiceContainer(Slow, {"kiemdiem": bench, "max_workers": 1})
    container.start()
    answers = [eventlet.spawn(Client(mount).get, "/samples/notes/N1") for _ in range(2)]
    eventlet.sleep(0)
    refused = Client(mount).get("/samples/notes/N1")
    assert (refused.status_code, refused.json["code"], refused.headers["Retry-After"]) == (503, "busy", "2")
    assert Client(mount).get("/samples/readyz").status_code == 200
    goes_on.send()
    assert [answer.wait().status_code for answer in answers] == [401, 401]
    assert Client(mount).get("/samples/notes/N1").status_code == 401
    container.stop()


def test_a_stopped_service_answers_no_more(bench: Bench, mount: Mount) -> None:
    container = ServiceContainer(SamplesService, {"kiemdiem": bench})
    container.start()
    assert Client(mount).get("/samples/healthz").status_code == 200
    container.stop()
    assert Client(mount).get("/samples/healthz").status_code == 404


def test_a_crash_is_answered_and_the_service_goes_on(bench: Bench, client: Client) -> None:
    bench.client = client
    assert bench.call("POST", "/samples/crashes", note("N1"), role="importer").status_code == 500
    assert bench.take("N1").status_code == 201
