"""What was refused, in lists: decision documents, and forwardings of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, or_, select

from services.reporting.readmodel import decision_refusals, decisions, dossier_refusals, register
from services.reporting.roster.look import Look
from shared.register import stands_inside
from shared.web import Page
from shared.web.refusals import InvalidCursor

_documents, _dossiers = decision_refusals.c, dossier_refusals.c


def refused_documents(look: Look, page: Page) -> dict[str, Any]:
    """A page of the documents that were refused and not accepted since, by body and number. Raises InvalidCursor."""
    same = [decisions.c[name] == _documents[name] for name in ("campaign", "decided_by", "document")]
    chosen = select(_documents.decided_by, _documents.document, _documents.faults)
    chosen = chosen.where(_documents.campaign == look.campaign.campaign, ~exists().where(*same))
    if not look.scope.whole:
        view = register.of(look.campaign.campaign)
        bodies = select(view.organizations.c.code).where(look.scope.holds(view))
        chosen = chosen.where(_documents.decided_by.in_(bodies))
    if page.after is not None:
        body, document = _texts(page.after)
        beyond = and_(_documents.decided_by == body, _documents.document > document)
        chosen = chosen.where(or_(_documents.decided_by > body, beyond))
    rows = look.read(chosen.order_by(_documents.decided_by, _documents.document).limit(page.fetch))
    return page.show(rows, key=lambda row: (row.decided_by, row.document), form=lambda row: dict(row._mapping))


def refused_dossiers(look: Look, most: int) -> tuple[list[dict[str, Any]], int]:
    """The newest refused forwardings, one entry for each reason, and how many forwardings were refused in all."""
    rows = look.read(_in_sight(look, select(dossier_refusals)).order_by(_dossiers.number.desc()).limit(most))
    return [entry for row in rows for entry in _entries(row)], how_many_refusals(look)


def refusals_after(look: Look, page: Page) -> Sequence[Row[Any]]:
    """The refused forwardings of a page, and one more if there is another page, as they came. Raises InvalidCursor."""
    query = _in_sight(look, select(dossier_refusals)).order_by(_dossiers.number)
    match page.after:
        case None:
            pass
        case (int(number),):
            query = query.where(_dossiers.number > number)
        case _:
            raise InvalidCursor()
    return look.read(query.limit(page.fetch))


def how_many_refusals(look: Look) -> int:
    [row] = look.read(_in_sight(look, select(func.count()).select_from(dossier_refusals)))
    return int(row[0])


def _in_sight(look: Look, query: Select[Any]) -> Select[Any]:
    query = query.where(_dossiers.campaign == look.campaign.campaign)
    if look.scope.whole:
        return query
    view = register.of(look.campaign.campaign)
    here = view.with_organizations(select(view.organizations).where(look.scope.holds(view)).subquery())
    return query.where(stands_inside(here, _dossiers.subject, *look.scope.paths))


def _entries(row: Row[Any]) -> Sequence[dict[str, Any]]:
    return [{"subject": row.subject, "row": row.row, **fault} for fault in row.faults]


def _texts(after: tuple[Any, ...]) -> tuple[str, str]:
    if len(after) != 2 or not all(isinstance(part, str) for part in after):
        raise InvalidCursor()
    return after[0], after[1]
