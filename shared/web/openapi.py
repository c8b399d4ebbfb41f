"""The OpenAPI 3.1 description of a service, made from its resources."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from shared.web.asked import AS_OF
from shared.web.body import FORM, MOST_ITEMS
from shared.web.render import PROBLEM_JSON
from shared.web.resource import WITHOUT_TOKEN, Route

_TEXT = {"type": "string"}
_PROBLEM = {
    "type": "object",
    "description": "What was refused, why, and the way out (RFC 9457), in Vietnamese or English by Accept-Language",
    "required": ["type", "title", "status", "detail", "instance", "code", "way_out"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "instance", "code", "way_out", "rule", "rule_certainty"), _TEXT),
        "status": {"type": "integer"},
        "links": {"type": "object", "additionalProperties": _TEXT, "description": "Where to go on"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    **dict.fromkeys(("code", "detail", "pointer", "parameter", "rule", "rule_certainty"), _TEXT),
                    "value": {},
                },
            },
        },
    },
}
_RECEIPT = {
    "type": "object",
    "required": ["position"],
    "properties": {"position": {"type": "integer", "description": "Number of the service's last event after this one"}},
}
_OUTCOMES = {
    "type": "object",
    "required": ["outcomes"],
    "properties": {
        "outcomes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["status"],
                "properties": {
                    "status": {"type": "integer"},
                    "position": {"type": "integer"},
                    "answer": {},
                    "problem": {"$ref": "#/components/schemas/Problem"},
                },
            },
        }
    },
}
_HEADERS = {
    "WaitFor": ("Wait-For", "Positions that must have been heard first: `organizations:88, reviews:1234`"),
    "OnBehalfOf": ("On-Behalf-Of", "The organization acted for, when it is not the caller's own but one below it"),
    "IdempotencyKey": ("Idempotency-Key", "Names the request; sent again it has the same answer and no new effect"),
    "IfMatch": ("If-Match", "The ETag of the version that the request builds on"),
}
_AS_OF = {
    "name": AS_OF,
    "schema": _TEXT,
    "description": "What was shown then: the header `Position` of an earlier answer, `organizations:88,reviews:1234`; "
    "an instant with its zone, `2021-01-20T08:15:00+07:00`; or a day, `2021-01-20`, to its end in the campaign's zone",
}


def description_of(service: str, routes: Iterable[Route], *, with_past: bool = False) -> dict[str, Any]:
    """The description of `service`, ready for JSON; `with_past` if it can be asked for what was."""
    spec = APISpec(
        title=f"kiemdiem {service}",
        version=version("kiemdiem"),
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        servers=[{"url": f"/{service}"}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for name, schema in (("Problem", _PROBLEM), ("Receipt", _RECEIPT), ("Outcomes", _OUTCOMES)):
        spec.components.schema(name, schema)
    spec.components.response("Problem", {"description": "Refused", "content": {PROBLEM_JSON: {"schema": "Problem"}}})
    for name, (header, text) in _HEADERS.items():
        parameter = {"name": header, "schema": _TEXT, "description": text}
        spec.components.parameter(name, "header", parameter)
    if with_past:
        spec.components.parameter("AsOf", "query", _AS_OF)
    for route in routes:
        operation = _operation(route, service, has_past=with_past and route.has_past)
        spec.path(path=route.template, operations={route.method.lower(): operation})
    description: dict[str, Any] = _jsonable(spec.to_dict())
    return description


def _jsonable(part: Any) -> Any:
    """`part` with decimal bounds and defaults as the JSON numbers that a description may hold."""
    if isinstance(part, dict):
        return {name: _jsonable(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [_jsonable(inner) for inner in part]
    return float(part) if isinstance(part, Decimal) else part


def _operation(route: Route, service: str, *, has_past: bool) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [service],
        "parameters": [*_parameters(route), *(["AsOf"] if has_past else [])],
        "responses": {**_success(route), "default": "Problem"},
    }
    if route.handler.__doc__:
        operation["description"] = route.handler.__doc__
    if route.roles != WITHOUT_TOKEN:
        operation["security"] = [{"token": sorted(route.roles)}]
        operation["x-roles"] = sorted(route.roles)
    if route.content is not None:
        file = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(sorted(route.content.types), file)}
    if route.body is not None:
        takes = FORM if route.form else "application/json"
        operation["requestBody"] = {"required": True, "content": {takes: {"schema": _body(route)}}}
    return operation


def _parameters(route: Route) -> list[Any]:
    parameters: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT} for name in route.path_values
    ]
    if route.query is not None:
        parameters.append({"in": "query", "schema": route.query})
    if not route.storeless:
        parameters.append("WaitFor")
    if route.commands and not route.storeless:
        parameters += ["OnBehalfOf", "IdempotencyKey"]
    if route.versioned:
        parameters.append("IfMatch")
    return parameters


def _body(route: Route) -> Any:
    if not route.many:
        return route.body
    items = {"type": "array", "maxItems": MOST_ITEMS, "items": route.body}
    batch = {"type": "object", "required": ["items"], "properties": {"items": items}, "additionalProperties": False}
    return {"oneOf": [route.body, batch]}


def _success(route: Route) -> dict[str, Any]:
    schema: Any = route.answers or ("Receipt" if route.commands else {})
    status = HTTPStatus.CREATED if route.method == "POST" else HTTPStatus.OK
    content = {route.produces.partition(";")[0]: {"schema": schema}}
    responses = {str(status.value): {"description": status.phrase, "content": content}}
    if route.many:
        many = {"application/json": {"schema": "Outcomes"}}
        responses["207"] = {"description": "The outcome of each item, in their order", "content": many}
    return responses
