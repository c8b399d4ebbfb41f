"""Small campaign folders for the tests, every sheet with its header and what a test puts in."""

from __future__ import annotations

import csv
from pathlib import Path

from deploy.campaign.sheets import SHEETS
from tests.samples import SAMPLES

BOTH = (SAMPLES / "province-2020", SAMPLES / "province-2020-clean")
SHEET_NAMES = [sheet.name for sheet in SHEETS]

CAMPAIGN = """\
code: BD-2020
title: Kiểm điểm năm 2020
rulebook: vn-party-annual-review/2020
year: 2020
document: 04-CV/TU
opened_on: 2020-10-30
dossier_deadline: {before: 2021-02-25, zone: Asia/Ho_Chi_Minh}
province: TU
dossiers_to: Ban Tổ chức Tỉnh ủy
reference_date: 2020-12-31
"""

PERSON = {
    "code": "DV000001",
    "full_name": "Đỗ Tuyết Nhung",
    "birth_date": "1955-05-17",
    "admitted_on": "1985-04-14",
    "member_status": "active",
    "civil_category": "",
    "cell": "QN-01-C1",
    "sick_leave_months": "0",
}


def header(sheet: str) -> list[str]:
    return next([column.name for column in known.columns] for known in SHEETS if known.name == sheet)


def make_folder(folder: Path, **rows: list[dict[str, str]]) -> Path:
    """A folder whose sheets hold the given rows, and otherwise only their header."""
    folder.mkdir(exist_ok=True)
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    for sheet in SHEETS:
        with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header(sheet.name))
            writer.writeheader()
            writer.writerows(rows.get(sheet.name, []))
    return folder


def write_sheet(folder: Path, sheet: str, content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / f"{sheet}.csv").write_bytes(data)


def person(**changes: str) -> dict[str, str]:
    return PERSON | changes


def decision(document: str, subject: str, decided_by: str = "TU", **changes: str) -> dict[str, str]:
    return {
        "document": document,
        "decided_by": decided_by,
        "decided_at": "2020-12-23T08:47:00+07:00",
        "subject": subject,
        "level": "HTTNV",
        "reason": "",
        "cap_override": "",
    } | changes
