"""What holds for every resource: default deny, who is served, and a description that is true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from marshmallow import Schema
from openapi_spec_validator import OpenAPIV31SpecValidator

from shared.web import ANYONE, ROLES, WITHOUT_TOKEN, BadResource, Call, Content, resource, routes_of
from shared.web.resource import Route
from tests.sample import api
from tests.sample.bench import Bench, note

ROUTES = routes_of(api)
A_FILE = Content(frozenset({"application/pdf"}), 1024)
DECLARATION: dict[str, Any] = {"roles": {"importer"}, "scope": ANYONE, "summary": "x"}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    bench.take("N1", "QN-01", person="DV1")
    return bench


def handler(call: Call) -> None: ...


def handler_of_one(call: Call, code: str) -> None: ...


@pytest.mark.parametrize(
    ("method", "path", "function", "faulty"),
    [
        ("GET", "/x", handler, {"roles": set()}),
        ("GET", "/x", handler, {"roles": {"emperor"}}),
        ("GET", "/x", handler, {"roles": {*WITHOUT_TOKEN, "importer"}}),
        ("GET", "/x", handler, {"scope": None}),
        ("GET", "/x", handler, {"summary": ""}),
        ("GET", "/x", handler, {"content": A_FILE}),
        ("POST", "/x", handler, {"content": A_FILE, "body": Schema}),
        ("GET", "/x", handler, {"beforehand": handler}),
        ("POST", "/x", handler, {"beforehand": handler, "body": Schema, "many": True}),
        ("POST", "/x", handler, {"beforehand": handler, "storeless": True}),
        ("GET", "/x", handler, {"roles": WITHOUT_TOKEN, "scope": lambda call, values, item: None}),
        ("POST", "/x", handler, {"roles": WITHOUT_TOKEN}),
        ("PATCH", "/x", handler, {}),
        ("GET", "x", handler, {}),
        ("POST", "/x", handler, {"many": True}),
        ("POST", "/x", handler, {"many": True, "body": Schema, "versioned": True}),
        ("GET", "/x/<code>", handler, {}),
        ("GET", "/x/<other>", handler_of_one, {}),
    ],
)
def test_a_faulty_declaration_is_refused_at_once(
    method: str, path: str, function: Callable[..., None], faulty: dict[str, Any]
) -> None:
    with pytest.raises(BadResource):
        resource(method, path, **{**DECLARATION, **faulty})(function)


@pytest.mark.parametrize("missing", ["roles", "scope", "summary"])
def test_a_resource_that_does_not_say_for_whom_is_refused_at_once(missing: str) -> None:
    declaration = {name: value for name, value in DECLARATION.items() if name != missing}
    with pytest.raises(TypeError):
        resource("GET", "/x", **declaration)


def test_one_address_is_declared_once() -> None:
    module = ModuleType("twice")

    def one(call: Call, code: str) -> None: ...

    def other(call: Call, name: str) -> None: ...

    vars(module)["one"] = resource("GET", "/x/<code>", **DECLARATION)(one)
    vars(module)["other"] = resource("GET", "/x/<name>", **DECLARATION)(other)
    with pytest.raises(BadResource):
        routes_of(module)


def request_to(bench: Bench, route: Route, **who: Any) -> Any:
    path = route.path.replace("<int:year>", "2020").replace("<code>", "N1")
    bodies: dict[str, Any] = {"NoteBody": note("N2", "QN-01"), "TextBody": {"text": "x"}}
    body = bodies[route.body.__name__] if route.body else None
    return bench.call(route.method, f"/samples{path}", body, If_Match="*", **who)


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_role_is_served_exactly_where_the_resource_says_so(bench: Bench, route: Route, role: str) -> None:
    events = bench.events()
    answer = request_to(bench, route, role=role, person="DV1")
    refused = answer.status_code == 403
    assert refused == (role not in route.roles)
    if refused:
        assert answer.json["code"] == "role_not_served"
        assert bench.events() == events


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_without_a_role_and_without_a_token_nothing_is_served(bench: Bench, route: Route) -> None:
    assert request_to(bench, route, role=[]).status_code == 403
    path = route.path.replace("<int:year>", "2020").replace("<code>", "N1")
    assert bench.client.open(f"/samples{path}", method=route.method).status_code == 401


SCOPED = [route for route in ROUTES if route.scope is not ANYONE and route.name != "list_notes"]


@pytest.mark.parametrize("organization", ["TU", "QN", "QN-01", "AN", "XX", None])
@pytest.mark.parametrize("route", SCOPED, ids=lambda route: f"{route.method} {route.path}")
def test_an_officer_is_served_exactly_below_the_own_organization(
    bench: Bench, route: Route, organization: str | None
) -> None:
    role = "unit_officer"
    events = bench.events()
    answer = request_to(bench, route, role=role, organization=organization)
    outside = answer.status_code == 404
    assert outside == (organization not in ("TU", "QN", "QN-01"))
    if outside:
        assert bench.events() == events


@pytest.mark.parametrize(
    ("role", "person", "status"),
    [
        ("member", "DV1", 200),
        ("member", "DV2", 404),
        ("member", None, 404),
        ("central_reader", "DV1", 404),
        ("operator", "DV1", 404),
        ("subscriber", "DV1", 404),
        ("unit_officer", None, 200),
    ],
)
def test_what_is_about_a_person_is_for_that_person_and_the_officers(
    bench: Bench, role: str, person: str | None, status: int
) -> None:
    assert bench.call("GET", "/samples/notes/N1", role=role, person=person).status_code == status


def test_what_one_may_not_see_looks_like_what_does_not_exist(bench: Bench) -> None:
    hidden, absent = (
        bench.call("GET", f"/samples/notes/{code}", organization="AN", X_Correlation_Id="c").json
        for code in ("N1", "N9")
    )
    assert {**hidden, "instance": None} == {**absent, "instance": None}


def test_the_description_is_valid_and_complete(bench: Bench) -> None:
    description = bench.client.get("/samples/openapi.json").json
    OpenAPIV31SpecValidator(description).validate()
    described = {(method.upper(), path) for path, operations in description["paths"].items() for method in operations}
    assert described == {(route.method, route.template) for route in bench.all_routes}


def test_the_description_says_who_is_served_and_which_headers_count(bench: Bench) -> None:
    operation = bench.client.get("/samples/openapi.json").json["paths"]["/notes/{code}"]["put"]
    assert operation["x-roles"] == ["unit_officer"]
    assert {"$ref": "#/components/parameters/IfMatch"} in operation["parameters"]
    assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
