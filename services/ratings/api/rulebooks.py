"""Rulebooks over HTTP."""

from __future__ import annotations

import orjson

from services.ratings import commands
from services.ratings.api.scopes import KEEPERS, OFFICERS
from services.ratings.readmodel import (
    rulebook_content,
)
from services.ratings.schemas import (
    RulebookBody,
)
from shared.web import ANYONE, Answer, Call, resource


@resource(
    "POST",
    "/rulebooks",
    roles=KEEPERS,
    scope=ANYONE,
    body=RulebookBody,
    summary="Publish a rulebook under the code that it gives itself",
)
def publish_rulebook(call: Call) -> Answer:
    code = commands.publish_rulebook(call.unit, call.body["content"])
    return Answer({"rulebook": code, "position": call.unit.position})


@resource("GET", "/rulebooks/<path:rulebook>", roles={*OFFICERS, "member"}, scope=ANYONE, summary="A rulebook, whole")
def show_rulebook(call: Call, rulebook: str) -> Answer:
    return Answer(orjson.loads(rulebook_content(call.read, rulebook)))
