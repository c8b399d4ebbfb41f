"""The cap board over HTTP: an officer sees the groups whose body lies in the officer's part of the tree."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.ratings.api.scopes import OFFICERS
from services.ratings.capgroups import cap_groups
from services.ratings.domain.decisions.capboard import Group, line
from services.ratings.readmodel import campaign_of, rulebook_of
from services.ratings.schemas import CapsQuery
from shared.web import Call, Page, own, resource


@resource(
    "GET",
    "/campaigns/<campaign>/caps",
    roles=OFFICERS,
    scope=own,
    query=CapsQuery,
    summary="How the groups of each cap stand: excellent, good, allowed, and under every reading of the base",
)
def show_caps(call: Call, campaign: str) -> dict[str, Any]:
    page, wanted = Page.of(call.query), call.query["cap"]
    opened = campaign_of(call.read, campaign)
    rulebook = rulebook_of(call.read, opened.rulebook)
    caps = [cap for cap in rulebook.caps if wanted in (None, cap.code)]
    groups = cap_groups(call.read, opened, caps, call.sight.paths)
    after = tuple(map(str, page.after or ()))
    rest = [group for group in groups if _key(group) > after]
    shown = page.show(rest[: page.fetch], key=_key, form=lambda group: asdict(line(group, rulebook.levels)))
    return {"rulebook": rulebook.code, **shown}


def _key(group: Group) -> tuple[str, str]:
    return group.cap.code, group.name
