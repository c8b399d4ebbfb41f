"""How official Vietnamese writes numbers, shares, dates and the names of bodies and documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.reporting.page.formats import number as grouped

_KINDS = {
    "QĐ": "Quy định",
    "HD": "Hướng dẫn",
    "NĐ": "Nghị định",
    "CV": "Công văn",
    "KH": "Kế hoạch",
    "KL": "Kết luận",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
}
"""Kinds of document by the letters in their symbols. In the Party's regulations on ratings, QĐ is a *quy định*."""

_COMMITTEES = {
    "Đảng bộ tỉnh ": "Tỉnh ủy ",
    "Đảng bộ thành phố ": "Thành ủy ",
    "Đảng bộ thị xã ": "Thị ủy ",
    "Đảng bộ huyện ": "Huyện ủy ",
}
"""The committee that leads a Party organization."""


def count(value: int) -> str:
    return grouped(value, "vi")


def share(percent: str | None) -> str:
    """`20.07` as 20,07%; a dash of nothing."""
    return "–" if percent is None else f"{percent.replace('.', ',')}%"


def party_date(iso: str) -> str:
    """08/3/2018: a day below ten and the months 1 and 2 have a zero before them, the other months none."""
    day = date.fromisoformat(iso)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def committee(organization: str) -> str:
    """ "Đảng bộ tỉnh Bình Định" is led by "Tỉnh ủy Bình Định"; another name stands for itself."""
    for begins, led_by in _COMMITTEES.items():
        if organization.startswith(begins):
            return led_by + organization.removeprefix(begins)
    return organization


def place(organization: str) -> str:
    """Where the province's documents are signed: "Bình Định"."""
    for begins in _COMMITTEES:
        if organization.startswith(begins):
            return organization.removeprefix(begins)
    return organization


def cited(document: Mapping[str, Any]) -> str:
    """A document as others cite it: "Quy định số 132-QĐ/TW ngày 08/3/2018 của Bộ Chính trị"."""
    code = str(document["code"])
    kind = next((kind for letters, kind in _KINDS.items() if letters in code.replace("/", "-").split("-")), "Văn bản")
    said = f"{kind} số {code}"
    if day := document.get("date"):
        said += f" ngày {party_date(str(day))}"
    if issuer := document.get("issuer"):
        said += f" của {issuer}"
    return said
