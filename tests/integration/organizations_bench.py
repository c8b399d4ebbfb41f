"""The organizations service in one process: a store in a file, a clock that is held, no network."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from services.organizations import api
from services.organizations.service import Service
from shared.eventstore import EventStore, Mapper, open_engine
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.server import Application
from tests.databases import migrated_file
from tests.sample.bench import Ears, HeldClock

ANY_VERSION = {"If-Match": "*"}

NEW_DISTRICT = {"name": "Đảng bộ Quy Nhơn", "type": "DB_TRUC_THUOC_TINH", "parent": "TU"}
REFORM: dict[str, Any] = {
    "predecessors": ["QN", "AN"],
    "successor": "QA",
    "registration": NEW_DISTRICT,
    "merged_on": "2020-07-01",
    "document": "01-NQ/TU",
}
"""Two districts of `plant` become one."""


class OrganizationsBench:
    """The service's parts, and a client that calls it.

    Its store is in a file of the folder, or in the database at an address, which has been migrated.
    """

    service = "organizations"
    source = "/binh-dinh/organizations"
    wait_seconds = 10.0
    history = None
    measures = ()
    tracing = None
    mount = None

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.clock = HeldClock()
        ids = count(1)
        self.new_id = lambda: f"id-{next(ids):07}"
        self.engine = open_engine(database or migrated_file(self.service, folder))
        mapper = Mapper(self.service, Service.events)
        project = Service.readmodel.projection(self.source)
        self.store = EventStore(self.engine, self.service, mapper, self.clock, self.new_id, project)
        self.subscription = Ears((), {})
        self.relay = Ears()
        self.standing = Ears()
        self.issuer = LocalIssuer(folder / "issuer", "https://issuer.test", "kiemdiem", self.clock)
        self.verifier = TokenVerifier(self.issuer.jwks_file, "https://issuer.test", "kiemdiem", self.clock)
        self.client = Client(Application(Dispatcher(routes_of(api), self, api.paths).respond))

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        role: str = "board_officer",
        organization: str | None = "TU",
        person: str | None = None,
        **headers: str,
    ) -> TestResponse:
        """Call `path` below /organizations as an account of `role`. Header names are written with underscores."""
        token = self.issuer.mint("officer-7", [role], organization=organization, person=person)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        options: dict[str, Any] = {} if json is None else {"data": dumps(json), "content_type": "application/json"}
        return self.client.open(
            f"/organizations{path}",
            method=method,
            headers={"Authorization": f"Bearer {token}", **ANY_VERSION, **named},
            **options,
        )

    def get(self, path: str, **asking: Any) -> Any:
        """What a query answers. It is not refused."""
        answer = self.call("GET", path, **asking)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, json: Any, **asking: Any) -> int:
        """Have a command carried out, and give the number of the last event after it."""
        answer = self.call("POST", path, json, **asking)
        assert answer.status_code == 201, answer.text
        position: int = answer.get_json()["position"]
        return position

    def refused(self, path: str, json: Any, **asking: Any) -> str:
        """The code of the refusal of a command; nothing of it was recorded."""
        before = self.store.head()
        answer = self.call("POST", path, json, **asking)
        assert answer.status_code >= 400, answer.text
        assert self.store.head() == before
        code: str = answer.get_json()["code"]
        return code

    def post_all(self, path: str, items: Iterable[dict[str, Any]]) -> None:
        """Have many items carried out in requests of 500. None is refused."""
        waiting = list(items)
        for start in range(0, len(waiting), 500):
            answer = self.call("POST", path, {"items": waiting[start : start + 500]}, role="importer")
            assert answer.status_code == 207, answer.text
            assert {outcome["status"] for outcome in answer.get_json()["outcomes"]} == {201}, answer.text

    def events(self, after: int = 0) -> list[str]:
        """The types of the events that were recorded after a number."""
        return [recorded.type for recorded in self.store.read(after, 10_000)]


def organization(code: str, type_: str, parent: str | None, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": f"Đảng bộ {code}", "type": type_, "parent": parent, **more}


def member(code: str, cell: str | None, **more: Any) -> dict[str, Any]:
    return {"code": code, "full_name": f"Đảng viên {code}", "member_status": "active", "cell": cell, **more}


def collective(code: str, organization: str, **more: Any) -> dict[str, Any]:
    named = {"code": code, "name": f"Ban Thường vụ {organization}", "type": "TT_CAP_UY", "organization": organization}
    return {**named, "management_level": "TINH", **more}


def post(code: str, person: str, collective: str, **more: Any) -> dict[str, Any]:
    named = {"code": code, "person": person, "collective": collective, "title": "Bí thư", "post_group": "BI_THU"}
    return {**named, "head": True, "management_level": "TINH", **more}


def plant(bench: OrganizationsBench) -> None:
    """Two districts with a commune each, two cells in the first, three members; a cell directly under the province."""
    bench.post_all(
        "/organizations",
        [
            organization("TU", "DB_TINH", None),
            organization("QN", "DB_TRUC_THUOC_TINH", "TU"),
            organization("AN", "DB_TRUC_THUOC_TINH", "TU"),
            organization("QN-01", "DB_CO_SO", "QN"),
            organization("AN-01", "DB_CO_SO", "AN"),
            organization("C1", "CB_TRUC_THUOC", "QN-01"),
            organization("C2", "CB_TRUC_THUOC", "QN-01"),
            organization("C3", "CB_TRUC_THUOC", "AN-01"),
            organization("VP", "CB_CO_SO", "TU"),
        ],
    )
    bench.post_all("/collectives", [collective("TT-QN", "QN"), collective("TT-AN", "AN")])
    bench.post_all("/people", [member("A", "C1"), member("B", "C2"), member("C", "C3")])
    bench.post_all("/posts", [post("P-QN", "A", "TT-QN"), post("P-AN", "C", "TT-AN")])


def codes(bench: OrganizationsBench, query: str, **asking: Any) -> list[str]:
    return [item["code"] for item in bench.get(query, **asking)["items"]]
