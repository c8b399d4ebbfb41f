"""Answers and problems as HTTP responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Response

from shared.domain import Refusal
from shared.web.call import HTML, JSON, Answer, Item
from shared.web.problem import problem_of, problem_page
from shared.web.request import Request

PROBLEM_JSON = "application/problem+json"

_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_PAGES_LOAD = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A response in plain values, so that it can be kept and given again."""

    status: int
    headers: dict[str, str]
    body: bytes

    def response(self) -> Response:
        headers = {**_ALWAYS, **self.headers}
        if headers.get("Content-Type", "").startswith("text/html"):
            headers["Content-Security-Policy"] = _PAGES_LOAD
        return Response(self.body, self.status, headers)


def reply_to_query(request: Request, answer: Answer) -> Reply:
    """The reply to a request that only reads."""
    if answer.problem is not None:
        return reply_with_problem(request, answer.problem)
    return _reply(answer, answer.status or 200)


def reply_to_command(request: Request, answer: Answer, position: int) -> Reply:
    """The reply to a command; `position` is where the store stands after it."""
    if answer.problem is not None:
        return reply_with_problem(
            request, answer.problem, nothing_recorded=answer.undone, headers=answer.headers, links=answer.links
        )
    status = answer.status or _usual_status(request)
    if answer.body is None and answer.content_type == JSON and status != 204:
        return _reply(answer, status, {"position": position})
    return _reply(answer, status)


def reply_with_outcomes(request: Request, outcomes: list[tuple[Item, Answer]], position: int) -> Reply:
    """The reply to many items: 207, with the outcome of each in its place."""
    told = [_outcome(request, item, answer, position) for item, answer in outcomes]
    return Reply(207, {"Content-Type": JSON}, orjson.dumps({"outcomes": told}))


def _outcome(request: Request, item: Item, answer: Answer, position: int) -> dict[str, Any]:
    if answer.problem is None:
        outcome = {"status": answer.status or _usual_status(request), "position": position}
        return outcome if answer.body is None else {**outcome, "answer": answer.body}
    problem = problem_of(
        answer.problem,
        request.language,
        instance=f"{request.path}#{item.pointer}",
        nothing_recorded=answer.undone,
        within=item.pointer,
        links=answer.links,
    )
    return {"status": answer.problem.status, "problem": problem}


def reply_with_problem(
    request: Request,
    refusal: Refusal,
    *,
    nothing_recorded: bool | None = None,
    headers: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    sign_in: str | None = None,
) -> Reply:
    """The refusal as problem details; as a page when that is what a browser asks for.

    `sign_in` is where a browser signs in: the page of whoever is not signed in leads there, and on from there.
    """
    problem = problem_of(
        refusal,
        request.language,
        instance=request.path,
        nothing_recorded=not request.reads if nothing_recorded is None else nothing_recorded,
        links=links,
    )
    shared = {"Content-Language": request.language, **getattr(refusal, "headers", {}), **(headers or {})}
    if request.wants_page:
        where = sign_in if refusal.status == 401 else None
        page = problem_page(problem, request.language, sign_in=where, again=request.reads and "Retry-After" in shared)
        return Reply(refusal.status, {"Content-Type": HTML, **shared}, page.encode())
    return Reply(refusal.status, {"Content-Type": PROBLEM_JSON, **shared}, orjson.dumps(problem))


def _usual_status(request: Request) -> int:
    return 201 if request.method == "POST" else 200


def _reply(answer: Answer, status: int, body: Any = None) -> Reply:
    headers = {"Content-Type": answer.content_type, **answer.headers}
    if answer.version is not None:
        headers["ETag"] = f'"{answer.version}"'
    if answer.location is not None:
        headers["Location"] = answer.location
    return Reply(status, headers, _bytes(answer, answer.body if body is None else body))


def _bytes(answer: Answer, body: Any) -> bytes:
    if answer.content_type == JSON:
        # A row's column names are a kind of text of their own, which orjson takes for a key only when told so.
        return orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
    if isinstance(body, bytes):
        return body
    return str(body or "").encode()
