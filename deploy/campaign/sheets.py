"""The campaign folder, column by column: which sheets there are, and what each column holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deploy.campaign import cells
from deploy.campaign.cells import CellType
from shared.contracts import vocabulary

Body = dict[str, Any]


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the type of its cells, and the field of the JSON body that it fills.

    An empty cell means "not given": the field is then `empty()`, unless the column is required.
    """

    name: str
    read: CellType
    field: str = ""
    required: bool = False
    empty: Callable[[], Any] = _nothing

    @property
    def fills(self) -> str:
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    shape: Callable[[Body], Body] | None = None
    """What makes the command's body out of the columns' fields, where they are not the same."""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def column_names(self) -> str:
        return ", ".join(column.name for column in self.columns)


def _votes_together(fields: Body) -> Body:
    """A ballot's votes stand in four columns and in one field. A level without a count is left out."""
    votes = {level: fields.pop(level) for level in vocabulary.LEVELS}
    fields["votes"] = {level: number for level, number in votes.items() if number is not None}
    return fields


def needed(name: str, read: CellType, field: str = "") -> Column:
    return Column(name, read, field, required=True)


def maybe(name: str, read: CellType, field: str = "", empty: Callable[[], Any] = _nothing) -> Column:
    return Column(name, read, field, empty=empty)


_ANY_SUBJECT = cells.subject("org", "col", "mem", "ldr")
_REVIEWED_SUBJECT = cells.subject("col", "mem", "ldr")
_LEVEL = cells.one_of(vocabulary.LEVELS)
_MANAGEMENT_LEVEL = cells.one_of(vocabulary.MANAGEMENT_LEVELS)

SHEETS = (
    Sheet(
        "organizations",
        (
            needed("code", cells.text),
            needed("name", cells.text),
            needed("type", cells.one_of(vocabulary.ORGANIZATION_TYPES)),
            maybe("parent", cells.text),
            maybe("founded_on", cells.calendar_date),
            maybe("ended_on", cells.calendar_date),
        ),
    ),
    Sheet(
        "collectives",
        (
            needed("code", cells.text),
            needed("name", cells.text),
            needed("type", cells.one_of(vocabulary.COLLECTIVE_TYPES)),
            needed("organization", cells.text),
            needed("management_level", _MANAGEMENT_LEVEL),
            maybe("founded_on", cells.calendar_date),
        ),
    ),
    Sheet(
        "people",
        (
            needed("code", cells.text),
            needed("full_name", cells.text),
            maybe("birth_date", cells.calendar_date),
            maybe("admitted_on", cells.calendar_date),
            needed("member_status", cells.one_of(vocabulary.MEMBER_STATUSES)),
            maybe("civil_category", cells.one_of(vocabulary.CIVIL_CATEGORIES)),
            maybe("cell", cells.text),
            maybe("sick_leave_months", cells.count),
        ),
    ),
    Sheet(
        "posts",
        (
            needed("code", cells.text),
            needed("person", cells.text),
            needed("collective", cells.text),
            needed("title", cells.text),
            needed("post_group", cells.text),
            needed("head", cells.yes_or_no),
            needed("management_level", _MANAGEMENT_LEVEL),
            maybe("from", cells.calendar_date, "held_from"),
            maybe("to", cells.calendar_date, "held_to"),
        ),
    ),
    Sheet(
        "prompts",
        (
            needed("code", cells.text),
            needed("subject", _REVIEWED_SUBJECT),
            needed("issued_by", cells.text),
            needed("document", cells.text),
            needed("issued_on", cells.calendar_date),
            needed("text", cells.text),
        ),
    ),
    Sheet(
        "reviews",
        (
            needed("subject", _REVIEWED_SUBJECT),
            needed("form", cells.text),
            maybe("held_on", cells.calendar_date),
            maybe("submitted_at", cells.instant),
            maybe("answered_prompts", cells.codes, empty=list),
            maybe("summary", cells.text),
        ),
    ),
    Sheet(
        "facts",
        (
            needed("subject", _ANY_SUBJECT),
            needed("fact", cells.text),
            needed("value", cells.figure),
            maybe("document", cells.text),
        ),
    ),
    Sheet(
        "civil_ratings",
        (
            needed("person", cells.text),
            needed("level", _LEVEL),
            maybe("decided_on", cells.calendar_date),
            maybe("document", cells.text),
        ),
    ),
    Sheet(
        "opinions",
        (
            needed("subject", _ANY_SUBJECT),
            needed("stage", cells.text),
            maybe("level", _LEVEL),
            maybe("degrees", cells.degrees, empty=dict),
            maybe("given_on", cells.calendar_date),
        ),
    ),
    Sheet(
        "ballots",
        (
            needed("subject", _ANY_SUBJECT),
            needed("stage", cells.text),
            maybe("held_on", cells.calendar_date),
            needed("eligible", cells.count),
            needed("present", cells.count),
            needed("issued", cells.count),
            needed("returned", cells.count),
            needed("valid", cells.count),
            *(maybe(level, cells.count) for level in vocabulary.LEVELS),
        ),
        shape=_votes_together,
    ),
    Sheet(
        "decisions",
        (
            needed("document", cells.text),
            needed("decided_by", cells.text),
            needed("decided_at", cells.instant),
            needed("subject", _ANY_SUBJECT),
            needed("level", _LEVEL),
            maybe("reason", cells.text),
            maybe("cap_override", cells.text),
        ),
    ),
    Sheet(
        "dossiers",
        (
            needed("subject", _ANY_SUBJECT),
            maybe("forwarded_by", cells.text),
            needed("forwarded_at", cells.instant),
            maybe("documents", cells.codes, empty=list),
        ),
    ),
)
"""In play order."""

CAMPAIGN_KEYS = (
    needed("code", cells.text),
    needed("title", cells.text),
    needed("rulebook", cells.text),
    needed("year", cells.count),
    needed("document", cells.text),
    needed("opened_on", cells.calendar_date),
    maybe("dossier_deadline.before", cells.calendar_date),
    maybe("dossier_deadline.by", cells.calendar_date),
    needed("dossier_deadline.zone", cells.zone),
    needed("province", cells.text),
    needed("dossiers_to", cells.text),
    needed("reference_date", cells.calendar_date),
)
"""The keys of campaign.yaml, and of a workbook's `campaign` sheet. A deadline has `before` or `by`."""


def sheet_named(name: str) -> Sheet:
    """The sheet of that name. Raises KeyError."""
    for sheet in SHEETS:
        if sheet.name == name:
            return sheet
    raise KeyError(name)
