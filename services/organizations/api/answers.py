"""The forms of answer that all things of this service share: one as of a day, its history, a list in pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.organizations.domain.effects import Picture
from services.organizations.pictures import Moment, history_of, known_of
from shared.web import Answer, Call, OutOfSight, Page


def show(call: Call, kind: str, code: str) -> Answer:
    """One thing as of the moment that is asked about. Raises OutOfSight if it was not known by then."""
    known = known_of(call.read, kind, code, Moment.of(call.read, call.query))
    if known is None:
        raise OutOfSight()
    return Answer(known.picture, version=known.version)


def tell(call: Call, kind: str, code: str) -> dict[str, Any]:
    """What has happened to one thing. Raises OutOfSight if nothing was known by then."""
    facts = history_of(call.read, kind, code, Moment.of(call.read, call.query))
    if not facts:
        raise OutOfSight()
    return {"code": code, "facts": facts}


def list_page(call: Call, found: Mapping[str, Picture]) -> dict[str, Any]:
    """The page that is asked for of things in the order of their codes."""
    page = Page.of(call.query)
    codes = [code for code in found if page.after is None or code > page.after[0]]
    return page.show(codes[: page.fetch], key=lambda code: (code,), form=lambda code: found[code])
