"""Each service describes itself: valid OpenAPI 3.1 that JSON can carry, with every route in it."""

from __future__ import annotations

from importlib import import_module

import orjson
import pytest
from openapi_spec_validator import validate

from deploy.services import NAMES
from shared.web import routes_of
from shared.web.openapi import description_of


@pytest.mark.parametrize("service", NAMES)
def test_the_description_is_valid_and_names_every_route(service: str) -> None:
    routes = routes_of(import_module(f"services.{service}.api"))
    description = orjson.loads(orjson.dumps(description_of(service, routes)))
    validate(description)
    assert description["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, item in description["paths"].items() for method in item}
    assert {(route.method, route.template) for route in routes} <= described


def test_what_a_service_tells_of_the_past_can_be_asked_of_every_query_that_has_one() -> None:
    routes = routes_of(import_module("services.reporting.api"))
    described = description_of("reporting", routes, with_past=True)
    of_past = {"$ref": "#/components/parameters/AsOf"}
    for route in routes:
        operation = described["paths"][route.template][route.method.lower()]
        assert (of_past in operation["parameters"]) == route.has_past
    now_only = {route.name for route in routes if route.method == "GET" and not route.has_past and not route.storeless}
    assert now_only == {"list_export_jobs", "show_export_job", "show_export_result"}
