"""From the tables to the documents that allowed exceeding a cap, within one part of the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, select

from services.reporting.counting import Scope
from services.reporting.domain.overrides import OverrideRow, overrides
from services.reporting.queries import rules_of
from services.reporting.readmodel import overrides as kept
from services.reporting.readmodel import ratings, register
from shared.register import Reader, View, subjects


def overrides_of(read: Reader, campaign: Any, scope: Scope, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every use of such a document by a body in `scope`, in `campaign` (a row of the campaigns).

    `figures` are those of the same scope: they say which groups are over their cap now. Raises RulebookNotHeard.
    """
    view = register.of(campaign.campaign)
    rows = read(_query(view, campaign.campaign, scope))
    known = subjects(view, read, (row.subject for row in rows))
    types = {code: subject.type or subject.post_group for code, subject in known.items()}
    given = [
        OverrideRow(
            row.subject,
            types.get(row.subject),
            row.decided_by,
            row.document,
            row.cap_override,
            row.level,
            row.reason,
            row.stands is not None,
        )
        for row in rows
    ]
    return overrides(given, rules_of(read, campaign.rulebook).caps, figures["over_cap"])


def _query(view: View, campaign: str, scope: Scope) -> Select[Any]:
    """The ratings under an override; `stands` is null where a later decision replaced the rating."""
    columns, bodies = kept.c, view.organizations
    newest = and_(*(ratings.c[name] == columns[name] for name in ("campaign", "subject", "decided_by", "document")))
    return (
        select(kept, ratings.c.subject.label("stands"))
        .join(bodies, bodies.c.code == columns.decided_by)
        .outerjoin(ratings, newest)
        .where(columns.campaign == campaign, scope.holds(view))
    )
