"""Whoever is limited to one unit can neither read nor change anything of its neighbour: every route, every role."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import urllib3

from shared.web import ANYONE, ROLES, Route
from tests.deployments import Province, played
from tests.routes import routes
from tests.samples import CLEAN

HERE = "AN"
"""The unit that the caller is limited to, with a member of it."""
MEMBER_HERE = "DV000115"

PATHS = {
    ("organizations", "/organizations/<code>"): {"code": "QN"},
    ("organizations", "/organizations/<code>/ending"): {"code": "QN"},
    ("organizations", "/collectives/<code>"): {"code": "TT-QN"},
    ("organizations", "/people/<code>"): {"code": "DV000001"},
    ("organizations", "/people/<code>/transfers"): {"code": "DV000001"},
    ("organizations", "/people/<code>/status-changes"): {"code": "DV000001"},
    ("organizations", "/posts/<code>"): {"code": "CV00007"},
    ("organizations", "/posts/<code>/ending"): {"code": "CV00007"},
    ("ratings", "/rulebooks/<path:rulebook>"): {"rulebook": "vn-party-annual-review/2020"},
    ("ratings", "/campaigns/<campaign>/decisions/<decided_by>/<path:document>"): {
        "decided_by": "QN-01",
        "document": "01-QĐ/ĐU.QN-01",
    },
    ("reporting", "/campaigns/<campaign>/units/<unit>"): {"unit": "QN"},
    ("reporting", "/campaigns/<campaign>/reports/<int:version>"): {"version": "1"},
    ("reporting", "/campaigns/<campaign>/pages/units/<unit>"): {"unit": "QN"},
    ("reporting", "/campaigns/<campaign>/pages/reports/<int:version>"): {"version": "1"},
}
"""What the path of a route names, where it is something else than a campaign and a subject of the neighbour, QN."""

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("organizations", "/organizations"): {"code": "QN-99", "name": "Chi bộ", "type": "CB_CO_SO", "parent": "QN"},
    ("organizations", "/collectives"): {
        "code": "TT-QN-99",
        "name": "Tập thể",
        "type": "TT_CAP_UY",
        "organization": "QN",
        "management_level": "HUYEN",
    },
    ("organizations", "/people"): {
        "code": "DV999999",
        "full_name": "Nguyễn Văn A",
        "member_status": "active",
        "cell": "QN-01-C1",
    },
    ("organizations", "/posts"): {
        "code": "CV99999",
        "person": "DV000001",
        "collective": "TT-QN",
        "title": "Ủy viên",
        "post_group": "UY_VIEN",
        "head": False,
        "management_level": "HUYEN",
    },
    ("organizations", "/organizations/<code>/ending"): {"ended_on": "2021-01-01"},
    ("organizations", "/posts/<code>/ending"): {"held_to": "2021-01-01"},
    ("organizations", "/people/<code>/transfers"): {"cell": "AN-01-C1", "moved_on": "2021-01-01"},
    ("organizations", "/people/<code>/status-changes"): {"member_status": "exempt", "changed_on": "2021-01-01"},
    ("reviews", "/campaigns"): {
        "code": "BD-2021",
        "title": "Kiểm điểm năm 2021",
        "rulebook": "vn-party-annual-review/2020",
        "year": 2021,
        "document": "01-CV/TU",
        "opened_on": "2021-10-30",
        "dossier_deadline": {"date": "2022-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "province": "TU",
        "dossiers_to": "Ban Tổ chức",
        "reference_date": "2021-12-31",
    },
    ("reviews", "/campaigns/<campaign>/prompts"): {
        "code": "GY9999",
        "subject": "mem:DV000001",
        "issued_by": "QN",
        "document": "1-CV",
        "issued_on": "2020-11-17",
        "text": "Làm rõ",
    },
    ("reviews", "/campaigns/<campaign>/reviews"): {"subject": "mem:DV000001", "form": "02-HD KĐ.ĐG 2019"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/returns"): {"returned_by": "AN", "remarks": "Bổ sung"},
    ("reviews", "/campaigns/<campaign>/reviews/<subject>/supplements"): {"text": "Bổ sung"},
    ("reviews", "/campaigns/<campaign>/dossier-forwardings"): {
        "subject": "ldr:CV00007",
        "forwarded_by": "QN",
        "documents": [],
    },
    ("ratings", "/rulebooks"): {"content": {}},
    ("ratings", "/campaigns/<campaign>/opinions"): {"subject": "mem:DV000001", "stage": "TU_XL", "level": "HTNV"},
    ("ratings", "/campaigns/<campaign>/ballots"): {
        "subject": "mem:DV000001",
        "stage": "CB_XL",
        **dict.fromkeys(("eligible", "present", "issued", "returned", "valid"), 1),
        "votes": {"HTNV": 1},
    },
    ("ratings", "/campaigns/<campaign>/findings"): {
        "subject": "mem:DV000001",
        "fact": "disciplined_in_year",
        "value": "yes",
    },
    ("ratings", "/campaigns/<campaign>/civil-ratings"): {"person": "DV000001", "level": "HTNV"},
    ("ratings", "/campaigns/<campaign>/proposals"): {"after": None},
    ("ratings", "/campaigns/<campaign>/decisions"): {
        "document": "99-QĐ/ĐU",
        "decided_by": "QN-01",
        "rows": [{"subject": "mem:DV000001", "level": "HTNV"}],
    },
    ("ratings", "/campaigns/<campaign>/revisions"): {
        "document": "98-QĐ/ĐU",
        "decided_by": "QN-01",
        "rows": [{"subject": "mem:DV000001", "level": "HTNV", "reason": "Kết luận"}],
    },
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/confirmations"): {
        "document": "97-TB/ĐU",
        "decided_by": "QN-01",
        "reason": "Đã kiểm tra",
    },
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/appeals"): {"grounds": "Chưa đúng", "lodged_by": "QN-01-C1"},
    ("ratings", "/campaigns/<campaign>/ratings/<subject>/appeal-decisions"): {
        "outcome": "upheld",
        "document": "96-TB/ĐU",
        "decided_by": "QN-01",
        "reason": "Không có căn cứ",
    },
    ("ratings", "/campaigns/<campaign>/publications"): {
        "document": "01-QĐ/ĐU.QN-01",
        "decided_by": "QN-01",
        "scope": "unit",
        "published_on": "2021-01-06",
        "published_by": "QN-01",
    },
}
"""A body that would do something to the neighbour, if it were let in."""

QUERIES = {
    ("organizations", "/people"): "?cell=QN-01-C1",
    ("ratings", "/campaigns/<campaign>/what-if"): "?cap_base=rated_total",
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with played(CLEAN, tmp_path_factory.mktemp("province")) as running:
        yield running


def ask(
    province: Province, service: str, route: Route, token: str, more: dict[str, Any] | None = None
) -> urllib3.BaseHTTPResponse:
    """Ask a route about the neighbour; `more` takes the place of some of the body."""
    key = (service, route.path)
    values = {"campaign": "BD-2020", "subject": "mem:DV000001"} | PATHS.get(key, {})
    path = f"/{service}{route.template}".format(**{name: quote(value) for name, value in values.items()})
    body = BODIES[key] | (more or {}) if route.body else None
    return pool().request(
        route.method,
        province.address + path + ("" if body else QUERIES.get(key, "")),
        body=None if body is None else orjson.dumps(body),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            **({"If-Match": '"1"'} if route.versioned else {}),
        },
        redirect=False,
    )


@cache
def pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, timeout=30)


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
    elif answer.status == 200:
        assert not mentions_neighbour(answer.data.decode()), "a list or figure holds something of the neighbour"
    else:
        assert answer.status == 404
    assert province.heads() == before


def mentions_neighbour(text: str) -> bool:
    return any(code in text for code in ("QN-0", "TT-QN", "DV000001", "CV00007", "Quy Nhơn"))


UNDER_OWN_NAME: dict[tuple[str, str], dict[str, Any]] = {
    ("reviews", "/campaigns/<campaign>/prompts"): {"issued_by": HERE},
    ("reviews", "/campaigns/<campaign>/dossier-forwardings"): {"forwarded_by": HERE},
    ("ratings", "/campaigns/<campaign>/decisions"): {"decided_by": f"{HERE}-01"},
    ("ratings", "/campaigns/<campaign>/revisions"): {"decided_by": f"{HERE}-01"},
}
"""Commands that name a body besides the subject: here the caller's own body, with the neighbour's subject."""


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
    answer = ask(province, service, route, province.token(roles[0], "TU"))
    reached_the_rules = answer.status in (200, 201, 409, 412, 422) or (
        answer.status == 404 and route.name in MAY_BE_MISSING
    )
    assert reached_the_rules, (answer.status, answer.data)


MAY_BE_MISSING = {"show_dossier", "show_report", "show_report_page"}
"""What the sample does not have for the subject asked about."""
