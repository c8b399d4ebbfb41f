"""Nothing of a closed campaign changes: every command of every service that is about a campaign is refused."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
import urllib3

from shared.web import Route
from tests.deployments import Province, played
from tests.integration.as_of_world import pool
from tests.integration.test_scope import ask, give_the_neighbour_more
from tests.routes import routes
from tests.samples import CLEAN

ABOUT_THE_STATE = {"open_campaign", "close_campaign", "reopen_campaign"}
CHANGES_NOTHING = {"issue_report", "order_export", "cancel_export_job"}
"""A report or an export keeps the figures as they are at some moment, also after the end."""
GOES_ON = {"assign_remedy", "report_on_remedy"}
"""Who is to be helped is known at the end only, and the help lasts into the next year."""
COMMANDS = [
    (service, route)
    for service, route in routes()
    if route.commands
    and route.path.startswith("/campaigns/<campaign>")
    and route.name not in ABOUT_THE_STATE | CHANGES_NOTHING | GOES_ON
]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with played(CLEAN, tmp_path_factory.mktemp("province")) as province:
        give_the_neighbour_more(province)
        answer = send(province, "POST", "/reviews/campaigns/BD-2020/closing", b"{}")
        assert answer.status == 201, answer.data
        heard = {"Wait-For": answer.headers["Position"]}
        assert send(province, "GET", "/ratings/campaigns/BD-2020/caps", None, heard).status == 200
        yield province


def send(
    province: Province, method: str, path: str, body: bytes | None, headers: dict[str, str] | None = None
) -> urllib3.BaseHTTPResponse:
    token = {"Authorization": f"Bearer {province.token('board_officer', 'TU')}", "Content-Type": "application/json"}
    return pool().request(method, province.address + path, body=body, headers=token | (headers or {}), redirect=False)


@pytest.mark.parametrize(("service", "route"), COMMANDS, ids=lambda value: getattr(value, "name", value))
def test_a_closed_campaign_takes_nothing(closed: Province, service: str, route: Route) -> None:
    before = closed.heads()
    role = next(role for role in ("board_officer", "unit_officer", "importer") if role in route.roles)
    answer = ask(closed, service, route, closed.token(role, "TU"))
    assert (answer.status, orjson.loads(answer.data)["code"]) == (409, "campaign_not_open"), answer.data
    assert closed.heads() == before


def test_every_service_that_takes_something_about_a_campaign_is_asked() -> None:
    assert {service for service, _ in COMMANDS} >= {"reviews", "ratings"}
    assert len(COMMANDS) > 15
