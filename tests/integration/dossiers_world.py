"""A small province whose collective TT and its head, ldr:P3, owe dossiers to the Standing Committee; both are rated."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from tests.integration.reviews_bench import CAMPAIGN, FORM, ReviewsBench
from tests.integration.service_bench import Heard

LEADER = "ldr:P3"
COLLECTIVE = "col:TT"
DOCUMENTS = {
    LEADER: ["BAN_KIEM_DIEM", "PHIEU_PHAN_TICH", "BIEN_BAN_HOI_NGHI"],
    COLLECTIVE: ["BAO_CAO_KIEM_DIEM", "BIEN_BAN_HOI_NGHI", "BIEN_BAN_KIEM_PHIEU", "DE_NGHI_XEP_LOAI"],
}
REMARKS = {"remarks": "Thiếu chữ ký trong biên bản"}
ON_TIME = datetime(2021, 2, 24, 16, 59, 59, 999000, UTC)
LATE = datetime(2021, 2, 24, 17, tzinfo=UTC)
"""The 25th in Vietnam; before it, a dossier is on time."""


class DossiersBench(ReviewsBench):
    def __init__(self, folder: Path, database: str | None = None) -> None:
        super().__init__(folder, database)
        self.hear([rated(LEADER), rated(COLLECTIVE)])

    def forward(self, subject: str = LEADER, *, at: str = "QN", **more: Any) -> TestResponse:
        """Forward the whole dossier as an officer of the sending unit."""
        sent = {"subject": subject, "forwarded_by": at, "documents": DOCUMENTS.get(subject, []), **more}
        return self.officer("POST", f"{CAMPAIGN}/dossier-forwardings", sent, at=at)

    def handle(self, act: str, subject: str = LEADER, json: Any = None, **asking: Any) -> TestResponse:
        """Let the receiving board do something with the dossier as it stands."""
        asking.setdefault("If_Match", self.etag(subject))
        return self.call("POST", f"{CAMPAIGN}/dossiers/{subject}/{act}", json, **({"role": "board_officer"} | asking))

    def checklist(self, subject: str = LEADER, query: str = "", **asking: Any) -> Any:
        answer = self.call("GET", f"{CAMPAIGN}/dossiers/{subject}/checklist{query}", **asking)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def prompt(self, subject: str = LEADER) -> None:
        """Ask the subject to address one point, GY1/1."""
        said = {"code": "GY1", "issued_by": "TU", "document": "9-CV/TU", "issued_on": "2020-11-17", "text": "Làm rõ"}
        assert self.call("POST", f"{CAMPAIGN}/prompts", {"subject": subject, **said}).status_code == 201

    def review(self, subject: str = LEADER, answered: tuple[str, ...] = ()) -> None:
        sent = {"subject": subject, "form": FORM, "summary": "Tự phê bình", "answered_prompts": list(answered)}
        assert self.officer("POST", f"{CAMPAIGN}/reviews", sent).status_code == 201

    def refused(self, act: str, subject: str = LEADER, json: Any = None, **asking: Any) -> str:
        """The code of the refusal that `handle` meets."""
        return str(self.handle(act, subject, json, **asking).get_json()["code"])

    def recall(self, subject: str = LEADER, *, at: str = "QN") -> TestResponse:
        """Take the dossier back as an officer of the sending unit."""
        return self.handle("recalls", subject, REMARKS, role="unit_officer", organization=at)

    def send_back(self, subject: str = LEADER) -> None:
        answer = self.handle("returns", subject, REMARKS)
        assert answer.status_code == 201, answer.text

    def etag(self, subject: str = LEADER) -> str:
        return self.call("GET", f"{CAMPAIGN}/dossiers/{subject}").headers.get("ETag", '"0"')

    def dossier(self, subject: str = LEADER, **asking: Any) -> Any:
        return self.call("GET", f"{CAMPAIGN}/dossiers/{subject}", **asking).get_json()

    def states(self, query: str = "", **asking: Any) -> dict[str, str]:
        """The states by subject, as the list shows them."""
        listed = self.call("GET", f"{CAMPAIGN}/dossiers{query}", **asking).get_json()["items"]
        return {item["subject"]: item["state"] for item in listed}


def rated(subject: str, level: str = "HTTNV", campaign: str = "BD-2020") -> Heard:
    facts = {
        "campaign": campaign,
        "subject": subject,
        "level": level,
        "document": "1-QĐ/TU",
        "decided_by": "TU",
        "decided_at": "2021-01-03T08:00:00+07:00",
        "proposed": None,
        "reason": None,
        "cap_override": None,
    }
    return "ratings", "RatingAssigned", facts


def provincial_office(code: str = "SO", parent: str = "TU", type_: str = "CB_CO_SO") -> list[Heard]:
    """An office directly under the province, without a level between, with a collective that owes a dossier."""
    organization = {"code": code, "name": code, "type": type_, "parent": parent, "founded_on": None}
    collective = {"code": f"T{code}", "name": code, "type": "TT_SO_NGANH", "organization": code}
    return [
        ("organizations", "OrganizationRegistered", organization),
        ("organizations", "CollectiveRegistered", {**collective, "management_level": "TINH", "founded_on": None}),
        rated(f"col:T{code}"),
    ]
