"""Growing the sample province: the same year, many times side by side under one province."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

PROVINCE = "TU"

LISTS = {"answered_prompts"}
CODES = {
    "organizations": {"code", "parent"},
    "collectives": {"code", "organization"},
    "people": {"code", "cell"},
    "posts": {"code", "person", "collective"},
    "prompts": {"code", "issued_by"},
    "reviews": {"answered_prompts"},
    "facts": set(),
    "civil_ratings": {"person"},
    "opinions": set(),
    "ballots": set(),
    "decisions": {"document", "decided_by"},
    "dossiers": {"forwarded_by"},
}
"""The columns of each sheet that hold a code; `subject` holds one behind its kind."""


def grow(sample: Path, folder: Path, copies: int) -> None:
    """Write into `folder` the campaign of `sample` with everything below the province `copies` times.

    The province itself stays one; every other code of a later copy ends in `~2`, `~3` … So every figure of
    the grown campaign is that of the sample times `copies`, apart from the province's own row.
    """
    folder.mkdir(parents=True)
    shutil.copy(sample / "campaign.yaml", folder)
    for sheet, codes in CODES.items():
        with (sample / f"{sheet}.csv").open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        with (folder / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(chain(rows, *(_copied(rows, codes, f"~{copy}") for copy in range(2, copies + 1))))


def _copied(rows: list[dict[str, str]], codes: set[str], mark: str) -> Iterator[dict[str, str]]:
    changed: dict[str, Callable[[str], str]] = {column: lambda code: _marked(code, mark) for column in codes}
    changed |= dict.fromkeys(LISTS & codes, lambda text: ";".join(_marked(code, mark) for code in text.split(";")))
    for row in rows:
        if row.get("code") == PROVINCE:
            continue
        copied = row | {column: change(row[column]) for column, change in changed.items()}
        if "subject" in row:
            kind, _, code = row["subject"].partition(":")
            copied["subject"] = f"{kind}:{_marked(code, mark)}"
        yield copied


def _marked(code: str, mark: str) -> str:
    return code if code in ("", PROVINCE) else code + mark
