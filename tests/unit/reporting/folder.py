"""A sample campaign folder as the reporting tests read it: its tables, and what must come out of them.

Which documents and dossiers are accepted, and what the rules derive, is taken from the expected figures: that is the
work of other services, whose own tests answer for it.
"""

from __future__ import annotations

import csv
from functools import cached_property
from typing import Any

import orjson
import yaml

from shared.text import nfc
from tests.samples import SAMPLES

FOLDERS = ("province-2020", "province-2020-clean")
RULEBOOK = {
    "caps": [
        {
            "id": "CAP-MEMBER",
            "level": "HTXSNV",
            "max_pct": 20,
            "subjects": ["member"],
            "group_by": "tccsd",
            "base": "HTTNV_final",
            "rounding": "floor",
            "minimum_allowed": 0,
        },
        {
            "id": "CAP-ORG",
            "level": "HTXSNV",
            "max_pct": 20,
            "subjects": ["party_org"],
            "group_by": ["deciding_body", "org_type"],
            "base": "HTTNV_final",
            "rounding": "floor",
        },
        {
            "id": "CAP-COL",
            "level": "HTXSNV",
            "max_pct": 20,
            "subjects": ["leading_collective"],
            "group_by": ["deciding_body", "similar_role_group"],
            "base": "HTTNV_final",
            "rounding": "floor",
        },
    ],
    "exclusions": [
        {
            "id": "EX-EXEMPT",
            "reason_code": "MIEN_SINH_HOAT",
            "applies_to": ["member", "leader"],
            "when": {"member_status": "exempt"},
            "reviewed": False,
            "rated": False,
        },
        {
            "id": "EX-SUSPENDED",
            "reason_code": "DINH_CHI_SINH_HOAT",
            "applies_to": ["member", "leader"],
            "when": {"member_status": "suspended"},
            "reviewed": False,
            "rated": False,
        },
        {
            "id": "EX-NEW",
            "reason_code": "MOI_KET_NAP_DUOI_6_THANG",
            "applies_to": ["member", "leader"],
            "when": {"months_since_start_lt": 6},
            "reviewed": True,
            "rated": False,
        },
    ],
}
"""The part of a rulebook that the reporting service reads."""

Row = dict[str, Any]


class Folder:
    """The rows of a campaign folder. An empty cell is None, text is NFC."""

    def __init__(self, name: str) -> None:
        self._path = SAMPLES / name

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What must come out, megabytes of it: read only for whoever asks."""
        figures: dict[str, Any] = orjson.loads((self._path / "expected.json").read_bytes())
        return figures

    @cached_property
    def campaign(self) -> Row:
        known: Row = yaml.safe_load((self._path / "campaign.yaml").read_text("utf-8"))
        return known

    def rows(self, table: str) -> list[Row]:
        with (self._path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [{name: nfc(cell) or None for name, cell in row.items()} for row in csv.DictReader(file)]

    @cached_property
    def decisions(self) -> list[Row]:
        """The rows of all documents that are accepted."""
        refused = self.expected["refused_documents"]
        return [row for row in self.rows("decisions") if f"{row['decided_by']} {row['document']}" not in refused]

    @cached_property
    def dossiers(self) -> list[Row]:
        """The first accepted forwarding of each subject."""
        refused = {fault["row"] for fault in self.expected["refused_dossiers"]}
        first: dict[str, Row] = {}
        for number, row in enumerate(self.rows("dossiers"), start=2):
            if number not in refused:
                first.setdefault(row["subject"], row)
        return list(first.values())

    @cached_property
    def proposals(self) -> dict[str, Row | None]:
        """What the rules derive for everyone with an assigned level or an opinion; None without degrees."""
        concerned = {row["subject"] for row in (*self.decisions, *self.rows("opinions"))}
        return {subject: self.expected["derived_by_subject"].get(subject) for subject in sorted(concerned)}

    @property
    def counted(self) -> dict[str, Any]:
        """The expected figures that are counted, without what was only heard about single subjects."""
        return {name: figure for name, figure in self.expected.items() if name != "derived_by_subject"}
