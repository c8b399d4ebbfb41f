"""Posts in leading collectives over HTTP."""

from __future__ import annotations

from typing import Any

from services.organizations import commands
from services.organizations.api.answers import list_page, show, tell
from services.organizations.api.scopes import KEEPERS, READERS, of_asked_collective, of_new_post, of_post
from services.organizations.domain.collective import Post
from services.organizations.domain.person import Person
from services.organizations.pictures import Moment, things_in
from services.organizations.schemas import (
    AsOf,
    ManagementTransferBody,
    PostBody,
    PostEndingBody,
    PostReclassificationBody,
    PostRetitlingBody,
    PostsQuery,
)
from shared.web import Answer, Call, resource


@resource(
    "POST",
    "/posts",
    roles=KEEPERS,
    scope=of_new_post,
    body=PostBody,
    many=True,
    summary="Assign posts in leading collectives",
)
def assign_posts(call: Call) -> None:
    call.unit.prefetch(Post, (item.data["code"] for item in call.entries))
    call.unit.prefetch(Person, (item.data["person"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            commands.assign_post(call.unit, **item.data)


@resource(
    "POST",
    "/posts/<code>/renamings",
    roles=KEEPERS,
    scope=of_post,
    body=PostRetitlingBody,
    versioned=True,
    summary="Give a post another title from a day on",
)
def retitle_post(call: Call, code: str) -> None:
    commands.retitle_post(call.unit, code, **call.body)


@resource(
    "POST",
    "/posts/<code>/reclassifications",
    roles=KEEPERS,
    scope=of_post,
    body=PostReclassificationBody,
    versioned=True,
    summary="Put a post into another group of posts, or make it the head's or not, from a day on",
)
def reclassify_post(call: Call, code: str) -> None:
    commands.reclassify_post(call.unit, code, **call.body)


@resource(
    "POST",
    "/posts/<code>/management-transfers",
    roles=KEEPERS,
    scope=of_post,
    body=ManagementTransferBody,
    versioned=True,
    summary="Have a post managed at another level from a day on",
)
def transfer_post(call: Call, code: str) -> None:
    commands.transfer_post(call.unit, code, **call.body)


@resource(
    "POST",
    "/posts/<code>/ending",
    roles=KEEPERS,
    scope=of_post,
    body=PostEndingBody,
    versioned=True,
    summary="End a post",
)
def end_post(call: Call, code: str) -> None:
    commands.end_post(call.unit, code, **call.body)


@resource("GET", "/posts/<code>", roles={*READERS, "member"}, scope=of_post, query=AsOf, summary="One post")
def show_post(call: Call, code: str) -> Answer:
    return show(call, "post", code)


@resource(
    "GET",
    "/posts/<code>/history",
    roles={*READERS, "member"},
    scope=of_post,
    query=AsOf,
    summary="Since when a post is held, and until when",
)
def tell_post(call: Call, code: str) -> dict[str, Any]:
    return tell(call, "post", code)


@resource(
    "GET",
    "/posts",
    roles=READERS,
    scope=of_asked_collective,
    query=PostsQuery,
    summary="The posts in one leading collective, by code",
)
def list_posts(call: Call) -> dict[str, Any]:
    moment = Moment.of(call.read, call.query)
    return list_page(call, things_in(call.read, "post", call.query["collective"], moment))
