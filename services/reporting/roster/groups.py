"""The groups of the caps in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.reporting.roster.look import Look, Query
from services.reporting.roster.telling import names_in
from shared.web import Page
from shared.web.refusals import InvalidCursor

Group = Mapping[str, Any]

ONLY: Mapping[str, Callable[[Group], bool]] = {
    "over": lambda group: group["excellent"] > group["allowed"],
    "full": lambda group: group["excellent"] == group["allowed"],
    "room": lambda group: group["excellent"] < group["allowed"],
}


def list_cap_groups(look: Look, query: Query) -> dict[str, Any]:
    """A page of the groups, by cap and name, with the names of their bodies. Raises InvalidCursor."""
    page, shown = Page.of(query), look if query["unit"] is None else look.within_unit(query["unit"])
    chosen = [group for group in shown.cap_groups() if _is_asked_for(group, query)]
    if page.after is not None:
        chosen = [group for group in chosen if key_of(group) > _key(page.after)]
    rows = chosen[: page.fetch]
    bodies = {f"org:{body_of(group)}" for group in rows}
    called = names_in(look.read, look.campaign.campaign, bodies)
    listed = page.show(rows, key=key_of, form=lambda group: {**group, "body_name": called.get(f"org:{body_of(group)}")})
    return {**listed, "total": None if page.after else len(chosen)}


def _is_asked_for(group: Group, query: Query) -> bool:
    of_kind = query["kind"] is None or query["kind"] in group["kinds"]
    return of_kind and (query["only"] is None or ONLY[query["only"]](group))


def body_of(group: Group) -> str:
    body: str = group["group"].partition("/")[0]
    return body


def key_of(group: Group) -> tuple[str, str]:
    return group["cap"], group["group"]


def _key(after: tuple[Any, ...]) -> tuple[str, str]:
    if len(after) != 2 or not all(isinstance(part, str) for part in after):
        raise InvalidCursor()
    return after[0], after[1]
