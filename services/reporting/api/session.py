"""Signing a browser in and out, and how the pages look."""

from __future__ import annotations

from typing import Any

from werkzeug.urls import iri_to_uri

from services.reporting.page import LANGUAGES, STYLE, address, rendered
from services.reporting.page.schemas import SignInForm, SignInQuery, SignOutForm
from shared.web import ANYONE, WITHOUT_TOKEN, Answer, Call, Unauthenticated, resource, session_cookie

SESSION_SECONDS = 8 * 60 * 60
"""A working day; a token that ends earlier ends the session earlier."""

_PUBLIC: dict[str, Any] = {"roles": WITHOUT_TOKEN, "scope": ANYONE, "storeless": True}


@resource(
    "GET", "/sign-in", query=SignInQuery, produces="text/html", summary="The form that asks for a token", **_PUBLIC
)
def show_sign_in(call: Call) -> Answer:
    return _form(call, call.query)


@resource(
    "POST",
    "/sign-in",
    form=True,
    body=SignInForm,
    produces="text/html",
    summary="Keep a token in the browser's session and go on to `next`; the form again if nobody may use it",
    **_PUBLIC,
)
def sign_in(call: Call) -> Answer:
    """The token goes into a cookie that no script can read and that no other site can have sent; it only reads."""
    token = call.body["token"].strip()
    try:
        call.verify(token)
    except Unauthenticated as refusal:
        return _form(call, call.body, wrong=True, status=refusal.status, headers=refusal.headers)
    cookie = session_cookie(token, seconds=SESSION_SECONDS, secure=call.request.is_secure)
    return Answer("", status=303, location=iri_to_uri(_next(call, call.body)), headers={"Set-Cookie": cookie})


@resource(
    "POST",
    "/sign-out",
    form=True,
    body=SignOutForm,
    produces="text/html",
    summary="Forget the token in the browser's session",
    **_PUBLIC,
)
def sign_out(call: Call) -> Answer:
    cookie = session_cookie("", seconds=0, secure=call.request.is_secure)
    location = address(f"{_root(call)}/sign-in", call.body["lang"])
    return Answer("", status=303, location=location, headers={"Set-Cookie": cookie})


@resource("GET", "/style/<edition>.css", produces="text/css", summary="How the pages look", **_PUBLIC)
def show_style(call: Call, edition: str) -> Answer:
    """Whichever edition a cached page names, it gets today's: the name only tells caches apart."""
    cached = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Answer(STYLE, content_type="text/css; charset=utf-8", headers=cached)


def _form(call: Call, asked: Any, *, wrong: bool = False, status: int = 200, headers: Any = None) -> Answer:
    language, root, going_on = asked["lang"], _root(call), _next(call, asked)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    elsewhere = address(f"{root}/sign-in", other, {"next": going_on})
    html = rendered("sign_in.html", language, root, next_page=going_on, elsewhere=elsewhere, wrong=wrong)
    return Answer.page(html, status=status, headers={"Content-Language": language, **(headers or {})})


def _next(call: Call, asked: Any) -> str:
    """Where to go on: the list of campaigns, if nothing else was said."""
    return asked["next"] or f"{_root(call)}/pages"


def _root(call: Call) -> str:
    """The path of whoever signs in here: "/reporting", or "/centre" where several provinces are seen."""
    return "/" + call.request.path.split("/")[1]
