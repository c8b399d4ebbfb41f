"""The campaign itself: the keys of campaign.yaml, or of a workbook's `campaign` sheet, as a command's body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deploy.campaign import reasons
from deploy.campaign.cells import CellRefused
from deploy.campaign.problems import Problem
from deploy.campaign.sheets import CAMPAIGN_KEYS, Body, Column
from deploy.campaign.sources import CAMPAIGN, Entry
from shared.contracts import vocabulary

_DEADLINE = "dossier_deadline"
_KNOWN = {column.name: column for column in CAMPAIGN_KEYS}


def read_details(entries: Iterable[Entry]) -> Body | list[Problem]:
    """The body that opens the campaign, or all that is wrong with its keys."""
    problems: list[Problem] = []
    values: Body = {}
    rows: dict[str, int] = {}
    for row, key, cell in entries:
        column = _KNOWN.get(key)
        if column is None:
            keys = {"keys": ", ".join(_KNOWN)}
            problems.append(Problem(CAMPAIGN, reasons.UNKNOWN_KEY, row, key, values=keys))
        elif key in rows:
            problems.append(Problem(CAMPAIGN, reasons.REPEATED_KEY, row, key))
        else:
            rows[key] = row
            try:
                values[key] = _value(column, cell)
            except CellRefused as refused:
                problems.append(Problem(CAMPAIGN, refused.reason, row, key, cell, refused.values))
    problems += [
        Problem(CAMPAIGN, reasons.MISSING_KEY, column=column.name)
        for column in CAMPAIGN_KEYS
        if column.required and column.name not in rows
    ]
    stated = [rule for rule in vocabulary.DEADLINE_RULES if rows.get(f"{_DEADLINE}.{rule}")]
    if len(stated) != 1:
        problems.append(Problem(CAMPAIGN, reasons.ONE_DEADLINE, column=_DEADLINE))
    return problems or _body(values, stated[0])


def _value(column: Column, cell: Any) -> Any:
    if cell is None:
        raise CellRefused(reasons.NOT_ONE_VALUE)
    if cell == "":
        raise CellRefused(reasons.REQUIRED)
    return column.read(cell)


def _body(values: Body, rule: str) -> Body:
    body = {key: value for key, value in values.items() if not key.startswith(_DEADLINE)}
    body[_DEADLINE] = {
        "date": values[f"{_DEADLINE}.{rule}"],
        "rule": rule,
        "zone": values[f"{_DEADLINE}.zone"],
    }
    # In declared order, whatever the order in the file: the same campaign is the same bytes.
    order = dict.fromkeys(column.name.partition(".")[0] for column in CAMPAIGN_KEYS)
    return {key: body[key] for key in order}
