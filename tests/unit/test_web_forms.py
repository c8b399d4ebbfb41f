"""Forms from our own pages, and the page of whoever has to sign in first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, fields
from werkzeug.test import Client, TestResponse

from shared.web import ANYONE, WITHOUT_TOKEN, Answer, BadResource, Call, Dispatcher, resource
from shared.web.builtin import builtin_routes
from shared.web.openapi import description_of
from shared.web.resource import routes_by
from shared.web.server import Application
from tests.sample.bench import Bench
from tests.sample.tables import paths_of

PUBLIC: dict[str, Any] = {"roles": WITHOUT_TOKEN, "scope": ANYONE, "storeless": True, "summary": "x"}
HTML = {"Accept": "text/html"}


class Door(Schema):
    name = fields.String(required=True)
    note = fields.String(load_default="")


@resource("POST", "/door", form=True, body=Door, **PUBLIC)
def knock(call: Call) -> Answer:
    return Answer(dict(call.body))


@resource("GET", "/sign-in", **PUBLIC)
def show_sign_in(call: Call) -> None: ...


@resource("GET", "/room", roles={"importer"}, scope=ANYONE, summary="x")
def enter(call: Call) -> None: ...


@resource("POST", "/room", roles={"importer"}, scope=ANYONE, summary="x")
def furnish(call: Call) -> None: ...


ROUTES = routes_by([knock, show_sign_in, enter, furnish])


@pytest.fixture
def client(tmp_path: Path) -> Client:
    bench = Bench(tmp_path)
    return Client(Application(Dispatcher(ROUTES, bench, paths_of).respond))


def send(client: Client, body: bytes, kind: str = "application/x-www-form-urlencoded", **headers: str) -> TestResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/samples/door", data=body, content_type=kind, headers=given)


def test_the_fields_of_a_form_are_read_by_its_schema_in_nfc(client: Client) -> None:
    answer: Any = send(client, b"name=Th%C6%B0%CC%A3+An&note=")
    assert answer.json == {"name": "Thự An", "note": ""}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"name": "A"}', "application/json", 415, "not_a_form"),
        (b"name=A", "multipart/form-data; boundary=x", 415, "not_a_form"),
        (b"name=%ff", "application/x-www-form-urlencoded", 415, "not_a_form"),
        (b"&".join(b"f%d=1" % number for number in range(200)), "application/x-www-form-urlencoded", 415, "not_a_form"),
        (b"", "application/x-www-form-urlencoded", 422, "invalid_fields"),
        (b"name=A&name=B", "application/x-www-form-urlencoded", 422, "invalid_fields"),
        (b"name=A&other=B", "application/x-www-form-urlencoded", 422, "invalid_fields"),
        (b"name=%00", "application/x-www-form-urlencoded", 422, "unstorable_text"),
    ],
)
def test_what_is_no_such_form_is_refused(client: Client, body: bytes, kind: str, status: int, code: str) -> None:
    answer: Any = send(client, body, kind)
    assert (answer.status_code, answer.json["code"]) == (status, code)


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Sec_Fetch_Site": "none"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "https://behind.a.proxy"}, True),
        ({"Sec_Fetch_Site": "cross-site"}, False),
        ({"Sec_Fetch_Site": "same-site"}, False),
        ({"Origin": "http://evil.test"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_alone(client: Client, headers: dict[str, str], taken: bool) -> None:
    answer: Any = send(client, b"name=A", **headers)
    assert answer.status_code == (200 if taken else 403)
    assert taken or answer.json["code"] == "form_from_elsewhere"


@pytest.mark.parametrize(
    "faulty",
    [
        {"form": True, "body": None},
        {"form": True, "roles": {"importer"}, "storeless": False},
    ],
)
def test_a_form_that_could_record_something_is_refused_at_once(faulty: dict[str, Any]) -> None:
    with pytest.raises(BadResource):
        resource("POST", "/x", **{**PUBLIC, "body": Door, **faulty})(lambda call: None)


def test_only_a_call_without_a_store_looks_at_tokens_itself(tmp_path: Path) -> None:
    seen: list[Any] = []

    @resource("GET", "/look", roles={"importer"}, scope=ANYONE, summary="x")
    def look(call: Call) -> None:
        with pytest.raises(LookupError):
            call.verify("token")
        seen.append(call)

    bench = Bench(tmp_path)
    client = Client(Application(Dispatcher(routes_by([look]), bench, paths_of).respond))
    token = bench.issuer.mint("x", ["importer"], organization="TU")
    assert client.get("/samples/look", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert seen


def test_a_browser_that_is_not_signed_in_is_led_to_the_form_and_back(client: Client) -> None:
    page = client.get("/samples/room?a=%C4%91&b=1", headers=HTML)
    assert page.status_code == 401
    assert 'href="/samples/sign-in?next=%2Fsamples%2Froom%3Fa%3D%25C4%2591%26b%3D1"' in page.text
    assert "Authorization" not in page.text


def test_a_program_is_told_what_a_program_has_to_do(client: Client) -> None:
    answer: Any = client.get("/samples/room")
    assert "Authorization" in answer.json["way_out"]


def test_nobody_is_led_back_to_a_command(client: Client) -> None:
    assert "sign-in" not in client.post("/samples/room", headers=HTML).text


def test_a_service_without_a_form_leads_nowhere(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    client = Client(Application(Dispatcher(routes_by([enter]), bench, paths_of).respond))
    page = client.get("/samples/room", headers=HTML)
    assert page.status_code == 401 and "sign-in" not in page.text


def test_the_description_says_that_a_form_is_taken(tmp_path: Path) -> None:
    routes = (*ROUTES, *builtin_routes(Bench(tmp_path), ROUTES))
    content = description_of("samples", routes)["paths"]["/door"]["post"]["requestBody"]["content"]
    assert list(content) == ["application/x-www-form-urlencoded"]
