"""Whoever is limited to one unit can neither read nor change anything of its neighbour: every route, every role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import urllib3

from shared.web import ANYONE, ROLES, Route
from tests.deployments import Province, played
from tests.integration.as_of_world import patiently
from tests.integration.neighbours import (
    BODIES,
    FILE,
    HERE,
    MEMBER_HERE,
    PATHS,
    QUERIES,
    UNDER_OWN_NAME,
)
from tests.integration.rightful import DONE_AFTER, DONE_BEFORE, REFUSED_BY_THE_RULES
from tests.routes import routes
from tests.samples import CLEAN


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with played(CLEAN, tmp_path_factory.mktemp("province")) as running:
        give_the_neighbour_more(running)
        yield running


def give_the_neighbour_more(province: Province) -> None:
    for key, more in NOT_IN_THE_SAMPLE.items():
        service, route = next((s, r) for s, r in PERSONAL if (s, r.path) == key and r.commands)
        assert ask(province, service, route, province.token("importer", "TU"), more).status == 201


NOT_IN_THE_SAMPLE: dict[tuple[str, str], dict[str, Any]] = {
    ("reviews", "/campaigns/<campaign>/prompts"): {"code": "GY-QN", "issued_by": "QN-01"},
    ("reviews", "/campaigns/<campaign>/plans"): {},
    ("reviews", "/campaigns/<campaign>/remedies"): {},
}
"""Commands that give the neighbour what a folder does not hold, so that there is something to reach for."""


def ask(
    province: Province,
    service: str,
    route: Route,
    token: str,
    more: dict[str, Any] | None = None,
    version: str = '"1"',
) -> urllib3.BaseHTTPResponse:
    """Ask a route about the neighbour; `more` takes the place of some of the body."""
    key = (service, route.path)
    values = {"campaign": "BD-2020", "subject": "mem:DV000001"} | PATHS.get(key, {})
    path = f"/{service}{route.template}".format(**{name: quote(value) for name, value in values.items()})
    body = orjson.dumps(BODIES[key] | (more or {})) if route.body else FILE if route.content else None
    return patiently(  # the first to ask about an earlier moment may have to wait for it
        route.method,
        province.address + path + ("" if route.body else QUERIES.get((route.method, *key), "")),
        body=body,
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/pdf" if route.content else "application/json",
            **({"If-Match": version} if route.versioned else {}),
        },
        redirect=False,
    )


PERSONAL = [(service, route) for service, route in routes() if route.scope is not ANYONE]


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize(("service", "route"), PERSONAL, ids=lambda value: getattr(value, "name", value))
def test_nobody_limited_to_one_unit_reaches_its_neighbour(
    province: Province, service: str, route: Route, role: str
) -> None:
    before = province.heads()
    answer = ask(province, service, route, province.token(role, HERE, MEMBER_HERE))
    if role not in route.roles:
        assert answer.status == 403
    elif answer.status in (200, 202):
        assert not mentions_neighbour(answer.data.decode()), "a list or figure holds something of the neighbour"
    else:
        assert answer.status == 404
    assert province.heads() == before


def mentions_neighbour(text: str) -> bool:
    return any(code in text for code in ("QN-0", "TT-QN", "DV000001", "CV00007", "Quy Nhơn"))


@pytest.mark.parametrize("role", ["board_officer", "importer", "unit_officer"])
@pytest.mark.parametrize("key", UNDER_OWN_NAME, ids="".join)
def test_acting_under_the_own_name_opens_no_way_to_the_neighbours_subjects(
    province: Province, key: tuple[str, str], role: str
) -> None:
    before = province.heads()
    service, route = next((s, r) for s, r in PERSONAL if (s, r.path) == key and r.commands)
    answer = ask(province, service, route, province.token(role, HERE), UNDER_OWN_NAME[key])
    assert answer.status == 404, answer.data
    assert province.heads() == before


@pytest.mark.parametrize(("service", "route"), PERSONAL, ids=lambda value: getattr(value, "name", value))
def test_the_same_request_of_a_rightful_caller_is_let_in(province: Province, service: str, route: Route) -> None:
    """So that the refusals above are about who asks, not about a request that nobody could make."""
    roles = sorted(route.roles & {"board_officer", "unit_officer"})
    assert roles
    token = province.token(roles[0], "TU")
    for before in DONE_BEFORE.get(route.name, ()):
        assert ask(province, service, named(before), token, version="*").status == 201
    answer = ask(province, service, route, token, version="*")
    for after in DONE_AFTER.get(route.name, ()):
        assert ask(province, service, named(after), token, version="*").status == 201
    if route.name in REFUSED_BY_THE_RULES:
        assert orjson.loads(answer.data)["code"] == REFUSED_BY_THE_RULES[route.name], answer.data
    else:
        assert answer.status in (200, 201, 202), (answer.status, answer.data)


def named(name: str) -> Route:
    return next(route for _, route in PERSONAL if route.name == name)
