"""The reviews service in one process, with a small province and an open campaign."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from tests.integration.ratings_world import campaign, person
from tests.integration.service_bench import Heard, ServiceBench
from tests.rulebooks import as_written

CAMPAIGN = "/campaigns/BD-2020"
FORM = "02-HD KĐ.ĐG 2019"
FORM_OF_COLLECTIVES = "01-HD KĐ.ĐG 2019"

ORGANIZATIONS = (
    ("TU", "DB_TINH", None),
    ("QN", "DB_TRUC_THUOC_TINH", "TU"),
    ("QN-01", "DB_CO_SO", "QN"),
    ("C1", "CB_TRUC_THUOC", "QN-01"),
    ("C2", "CB_TRUC_THUOC", "QN-01"),
    ("AN", "DB_TRUC_THUOC_TINH", "TU"),
    ("AN-01", "CB_CO_SO", "AN"),
)
COLLECTIVES = (("T", "QN-01", "COSO"), ("TQ", "QN", "HUYEN"), ("TT", "QN", "TINH"), ("TW", "TU", "TW"))
PEOPLE = (("A", "C1"), ("B", "C2"), ("N", "AN-01"))
POSTS = (("P", "A", "T", True, "COSO"), ("P2", "B", "T", False, "COSO"), ("P3", "A", "TT", True, "TINH"))


class ReviewsBench(ServiceBench):
    """Two members, A and B, who lead the collective T of QN-01, in two cells of it; N belongs to the neighbour, AN."""

    service = "reviews"

    def __init__(self, folder: Path, database: str | None = None) -> None:
        super().__init__(folder, database)
        self.hear(province())
        self.hear([rulebook_published()])
        facts = campaign()
        assert self.call("POST", "/campaigns", {"code": facts.pop("campaign"), **facts}).status_code == 201
        assert self.call("POST", f"{CAMPAIGN}/opening").status_code == 201
        self.opened_at = self.store.head().number

    def member(self, method: str, path: str, json: Any = None, *, person: str = "A", **more: Any) -> TestResponse:
        """Call as a member, limited to himself."""
        return self.call(
            method, path, json, role="member", organization=None, person=person, actor=f"member-{person}", **more
        )

    def officer(self, method: str, path: str, json: Any = None, *, at: str = "QN", **more: Any) -> TestResponse:
        """Call as an officer of a unit."""
        return self.call(method, path, json, role="unit_officer", organization=at, actor=f"officer-{at}", **more)

    def types(self) -> list[str]:
        """The types of all events that the service has recorded since the campaign was opened."""
        return [type_ for type_, _ in self.published()][self.opened_at :]

    def facts(self, type_: str) -> list[dict[str, Any]]:
        """The data of all events of one type."""
        return [data for name, data in self.published() if name == type_]


def province() -> Iterator[Heard]:
    for code, type_, parent in ORGANIZATIONS:
        facts = {"code": code, "name": code, "type": type_, "parent": parent, "founded_on": None}
        yield "organizations", "OrganizationRegistered", facts
    for code, organization, level in COLLECTIVES:
        collective = {"code": code, "name": code, "type": "TT_CAP_UY", "organization": organization}
        more = {"management_level": level, "founded_on": None}
        yield "organizations", "CollectiveRegistered", {**collective, **more}
    for code, cell in PEOPLE:
        yield "organizations", "PersonRegistered", person(code, cell, None)
    for code, holder, collective_code, head, level in POSTS:
        post = {"code": code, "person": holder, "collective": collective_code, "title": code, "post_group": "BI_THU"}
        more = {"head": head, "management_level": level, "held_from": None}
        yield "organizations", "PostAssigned", {**post, **more}


def rulebook_published(**changes: Any) -> Heard:
    """The rulebook of 2020, as ratings publishes it; `changes` replace whole parts of it."""
    content = as_written() | changes
    facts = {"rulebook": content["pack"]["id"], "content_sha256": "0" * 64, "content": content}
    return "ratings", "RulebookPublished", facts
