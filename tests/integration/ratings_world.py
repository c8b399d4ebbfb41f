"""A few people of one grassroots organization, as other services tell of them, and what may be sent about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DEGREES = {f"MEM-{criterion}": "TOT" for criterion in ("I-1", "I-2", "I-3", "I-4", "II-1", "II-2", "III-1")}
OPINION: dict[str, Any] = {
    "subject": "mem:A",
    "stage": "CB_XL",
    "level": "HTTNV",
    "degrees": DEGREES,
    "given_on": "2020-12-05",
}
BALLOT: dict[str, Any] = {
    "subject": "mem:A",
    "stage": "CB_XL",
    "eligible": 13,
    "present": 12,
    "issued": 12,
    "returned": 12,
    "valid": 11,
    "votes": {"HTTNV": 11},
}


def heard() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Two cells of one grassroots organization with a member each; A leads the collective, and both have reviewed."""
    for code, type_, parent in (
        ("TU", "DB_TINH", None),
        ("QN", "DB_TRUC_THUOC_TINH", "TU"),
        ("QN-01", "DB_CO_SO", "QN"),
        ("C1", "CB_TRUC_THUOC", "QN-01"),
        ("C2", "CB_TRUC_THUOC", "QN-01"),
        ("AN", "DB_TRUC_THUOC_TINH", "TU"),
    ):
        facts = {"code": code, "name": code, "type": type_, "parent": parent, "founded_on": None}
        yield "organizations", "OrganizationRegistered", facts
    collective = {"code": "T", "name": "T", "type": "TT_CAP_UY", "organization": "QN-01"}
    yield "organizations", "CollectiveRegistered", {**collective, "management_level": "COSO", "founded_on": None}
    for code, cell, category in (("A", "C1", None), ("B", "C2", "CONG_CHUC")):
        yield "organizations", "PersonRegistered", person(code, cell, category)
    post = {"code": "P", "person": "A", "collective": "T", "title": "Bí thư", "post_group": "BI_THU", "head": True}
    yield "organizations", "PostAssigned", {**post, "management_level": "COSO", "held_from": None}
    yield "reviews", "CampaignOpened", campaign()
    for subject in ("mem:A", "mem:B", "ldr:P", "col:T"):
        yield "reviews", "ReviewSubmitted", review(subject)


def person(code: str, cell: str, civil_category: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "full_name": code,
        "birth_date": None,
        "admitted_on": "2001-02-03",
        "member_status": "active",
        "civil_category": civil_category,
        "cell": cell,
        "sick_leave_months": 0,
    }


def campaign() -> dict[str, Any]:
    return {
        "campaign": "BD-2020",
        "title": "Kiểm điểm năm 2020",
        "rulebook": "vn-party-annual-review/2020",
        "year": 2020,
        "document": "04-CV/TU",
        "opened_on": "2020-10-30",
        "dossier_deadline": {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "province": "TU",
        "dossiers_to": "Ban Tổ chức Tỉnh ủy",
        "reference_date": "2020-12-31",
    }


def review(subject: str, answered: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "campaign": "BD-2020",
        "subject": subject,
        "form": "02",
        "held_on": None,
        "submitted_at": "2020-12-05T15:00:00+07:00",
        "answered_prompts": list(answered),
        "content_sha256": None,
    }


def prompt(subject: str, *, by_points: bool = False) -> tuple[str, str, dict[str, Any]]:
    """A prompt with one text, as the first version of the event says it, or with two points, as the second does."""
    letter = {"campaign": "BD-2020", "code": "GY1", "subject": subject, "issued_by": "QN-01", "document": "1-CV"}
    facts: dict[str, Any] = {**letter, "issued_on": "2020-11-01"}
    if not by_points:
        return "reviews", "PromptIssued", {**facts, "text_sha256": "0" * 64}
    points = [{"point": point, "text_sha256": "0" * 64} for point in (1, 2)]
    return "reviews", "PromptIssued:2", {**facts, "points": points}


def decision(*rows: dict[str, Any], document: str = "01-QĐ/ĐU", decided_by: str = "QN-01") -> dict[str, Any]:
    return {"document": document, "decided_by": decided_by, "rows": list(rows)}


def rated(subject: str, level: str = "HTTNV", **more: str) -> dict[str, str]:
    return {"subject": subject, "level": level, **more}
