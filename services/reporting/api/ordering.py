"""From a request to an order: what is asked for, within what the caller may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting.api.figures import SEE_NAMES, SEE_SUBJECTS, has_role, scope_of
from services.reporting.exports import catalog
from services.reporting.exports.describing import Order
from services.reporting.exports.errors import NoSuchFormat, NoSuchTable, TableNotForRole
from services.reporting.exports.formats import FORMATS, REPORT
from services.reporting.queries import campaign_of, is_unit, said_last
from services.reporting.roster.schemas import LIST_FILTERS
from shared.domain import iso
from shared.web import Call, OutOfSight, Place


def ordered(
    call: Call, campaign: str, table: str, format: str, asked: Mapping[str, Any], version: int | None = None
) -> Order:
    """The order, with the caller's scope and sight. Raises NoSuchTable, NoSuchFormat, TableNotForRole, OutOfSight.

    `version` names an issued report, which holds figures alone, no lists.
    """
    row = campaign_of(call.read, campaign)
    known = (REPORT, *(catalog.TABLES if version is None else catalog.FIGURES))
    if table not in known:
        raise NoSuchTable(value=table, tables=", ".join(known))
    if format not in FORMATS:
        raise NoSuchFormat(value=format, formats=", ".join(FORMATS))
    if not may_have(call, table):
        raise TableNotForRole(table=table)
    scope = scope_of(call, row, _unit(call, campaign, asked["unit"]))
    return Order(
        campaign=campaign,
        table=table,
        format=format,
        language=asked["lang"],
        separator=asked["separator"],
        paths=scope.paths,
        whole=scope.whole,
        unit=scope.unit,
        subjects=has_role(call, SEE_SUBJECTS),
        people=has_role(call, SEE_NAMES),
        at=iso(said_last(call.read) or call.now),
        version=version,
        heard=call.positions,
        without=sorted(scope.without),
        as_of=None if call.as_of is None else call.positions,
        filters={name: asked[name] for name in LIST_FILTERS if asked[name] and table in catalog.FILTERED},
    )


def may_have(call: Call, table: str) -> bool:
    """Whether the caller's roles see what the table names."""
    if listed := catalog.LISTS.get(table):
        return has_role(call, SEE_NAMES if listed.names_people else SEE_SUBJECTS)
    named = table in catalog.FIGURES and catalog.FIGURES[table].names_subjects
    return not named or has_role(call, SEE_SUBJECTS)


def _unit(call: Call, campaign: str, unit: str | None) -> str | None:
    if unit is not None:
        call.require(Place(unit))
        if not is_unit(call.read, campaign, unit):
            raise OutOfSight()
    return unit
