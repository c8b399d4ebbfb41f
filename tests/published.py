"""Campaign folders that lead to results which provinces have published. People and organizations are invented."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from deploy.campaign.sheets import SHEETS
from services.reporting.domain.levels import LEVELS

UNITS = 12
"""District-level organizations of each invented province."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """A province's result: how many grassroots organizations, or members, hold which level, and how many hold none."""

    code: str
    province: str
    year: int
    levels: tuple[int, int, int, int]
    not_rated: int = 0
    of_members: bool = False

    def write(self, folder: Path) -> Path:
        """A campaign folder that leads to the result when it is played."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "campaign.yaml").write_text(self._campaign(), encoding="utf-8")
        rows = {
            "organizations": [*self._units(), *self._grassroots()],
            "people": list(self._people()),
            "reviews": list(self._reviews()),
            "decisions": list(self._decisions()),
        }
        for sheet in SHEETS:
            with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [column.name for column in sheet.columns])
                writer.writeheader()
                writer.writerows(rows.get(sheet.name, []))
        return folder

    def _campaign(self) -> str:
        return "\n".join(
            [
                f"code: {self.code}-{self.year}",
                f"title: Kiểm điểm và đánh giá, xếp loại chất lượng năm {self.year} - Đảng bộ tỉnh {self.province}",
                "rulebook: vn-party-annual-review/2020",
                f"year: {self.year}",
                "document: 01-CV/TU",
                f"opened_on: {self.year}-10-30",
                f"dossier_deadline: {{before: {self.year + 1}-02-25, zone: Asia/Ho_Chi_Minh}}",
                "province: TU",
                "dossiers_to: Ban Tổ chức Tỉnh ủy",
                f"reference_date: {self.year}-12-31",
                "",
            ]
        )

    def _units(self) -> Iterator[Row]:
        yield {"code": "TU", "name": f"Đảng bộ tỉnh {self.province}", "type": "DB_TINH"}
        for unit in range(UNITS):
            yield {"code": f"H{unit}", "name": f"Đảng bộ huyện {unit}", "type": "DB_TRUC_THUOC_TINH", "parent": "TU"}

    def _grassroots(self) -> Iterator[Row]:
        number = UNITS if self.of_members else sum(self.levels) + self.not_rated
        for cell in range(number):
            unit = f"H{cell % UNITS}"
            yield {"code": f"CB{cell}", "name": f"Chi bộ cơ sở {cell}", "type": "CB_CO_SO", "parent": unit}

    def _people(self) -> Iterator[Row]:
        if self.of_members:
            for member in range(sum(self.levels)):
                named = {"code": f"DV{member}", "full_name": f"Nguyễn Văn {member}", "member_status": "active"}
                yield {**named, "cell": f"CB{member % UNITS}"}

    def _reviews(self) -> Iterator[Row]:
        submitted = f"{self.year}-12-05T15:00:00+07:00"
        for person in self._people():
            yield {"subject": f"mem:{person['code']}", "form": "02-HD KĐ.ĐG 2019", "submitted_at": submitted}

    def _decisions(self) -> Iterator[Row]:
        """Spread so that each body decides about every level in turn, one document for each body."""
        kind, body = ("mem:DV", "CB") if self.of_members else ("org:CB", "H")
        held = chain.from_iterable(repeat(level, number) for level, number in zip(LEVELS, self.levels, strict=True))
        rows = [(f"{body}{place % UNITS}", f"{kind}{place}", level) for place, level in enumerate(held)]
        for decided_by, subject, level in sorted(rows):
            decided = {"document": "01-QĐ", "decided_by": decided_by, "decided_at": f"{self.year}-12-20T08:00:00+07:00"}
            yield {**decided, "subject": subject, "level": level}


SON_LA_2020 = Published("SL", "Sơn La", 2020, (120, 451, 27, 0))
HAI_DUONG_2019 = Published("HD", "Hải Dương", 2019, (144, 460, 58, 0), not_rated=24)
DONG_THAP_2012 = Published("DT", "Đồng Tháp", 2012, (232, 1433, 104, 13), of_members=True)
