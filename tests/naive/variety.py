"""Other provinces out of the sample: a few of its units, with much changed by chance. The same seed gives the same."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import yaml

from tests.naive import changes
from tests.naive.changes import Row, Sheets

SHEETS = (
    "organizations",
    "collectives",
    "people",
    "posts",
    "prompts",
    "reviews",
    "facts",
    "civil_ratings",
    "opinions",
    "ballots",
    "decisions",
    "dossiers",
)
PROVINCE = "TU"
UNITS_KEPT = 2

REFERENCE_DATES = (date(2020, 12, 31), date(2020, 12, 31), date(2020, 8, 31), date(2021, 2, 28))
"""Six months before the last two is the end of February, or a day that its own month goes beyond."""
ZONES = ("Asia/Ho_Chi_Minh", "America/New_York")


def vary(sample: Path, target: Path, seed: int, units: int = UNITS_KEPT) -> None:
    """Write into `target` a folder that no sample is like. Every sheet still reads without a fault."""
    chance = Random(seed)
    sheets = {name: _read(sample / f"{name}.csv") for name in SHEETS}
    columns = {name: list(rows[0]) for name, rows in sheets.items()}
    campaign = yaml.safe_load((sample / "campaign.yaml").read_text("utf-8"))
    campaign["reference_date"] = chance.choice(REFERENCE_DATES)
    campaign["dossier_deadline"] = {"before": date(2021, 2, 25), "zone": chance.choice(ZONES)}
    _keep_a_few_units(sheets, chance, units)
    for change in changes.ALL:
        change(sheets, chance, campaign["reference_date"])
    target.mkdir(parents=True)
    (target / "campaign.yaml").write_text(yaml.safe_dump(campaign, allow_unicode=True), "utf-8")
    for name, rows in sheets.items():
        _write(target / f"{name}.csv", columns[name], rows, empty_line=chance.random() < 0.3)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: list[str], rows: list[Row], empty_line: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number, row in enumerate(rows):
            if empty_line and number == len(rows) // 2:
                file.write("\r\n")
            writer.writerow(row)


def _keep_a_few_units(sheets: Sheets, chance: Random, count: int) -> None:
    """The province, a few units, and everything that belongs to them."""
    parents = {row["code"]: row["parent"] for row in sheets["organizations"]}
    units = [code for code, parent in parents.items() if parent == PROVINCE]
    kept = {PROVINCE, *chance.sample(units, count)}
    for code in parents:
        if parents[code] in kept and parents[code] != PROVINCE:
            kept.add(code)
    keep = _Keeping(sheets)
    keep.where("organizations", lambda row: row["code"] in kept)
    keep.where("collectives", lambda row: row["organization"] in kept)
    keep.where("people", lambda row: row["cell"] in kept)
    collectives, people = keep.codes("collectives"), keep.codes("people")
    keep.where("posts", lambda row: row["collective"] in collectives and row["person"] in people)
    keep.where("civil_ratings", lambda row: row["person"] in people)
    subjects = {f"org:{code}" for code in kept} | {f"col:{code}" for code in collectives}
    subjects |= {f"mem:{code}" for code in people} | {f"ldr:{code}" for code in keep.codes("posts")}
    for sheet in ("prompts", "reviews", "facts", "opinions", "ballots", "decisions", "dossiers"):
        keep.where(sheet, lambda row: row["subject"] in subjects)


class _Keeping:
    """Narrows the sheets down."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets

    def where(self, sheet: str, holds: Callable[[Row], bool]) -> None:
        self._sheets[sheet] = [row for row in self._sheets[sheet] if holds(row)]

    def codes(self, sheet: str) -> set[str]:
        return {row["code"] for row in self._sheets[sheet]}
