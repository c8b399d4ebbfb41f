"""Resources: which method and path, for whom, with what body, and what comes back.

Default deny: a resource that names no roles or no scope is refused when its module is imported.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final, TypeVar

from marshmallow import Schema

from shared.web.auth import ROLES
from shared.web.scope import ANYONE, Anyone, Scope

Handler = TypeVar("Handler", bound=Callable[..., Any])

WITHOUT_TOKEN: Final = frozenset({"*"})
"""The roles of a resource that answers without asking who calls. Only for what is about nobody."""

READING: Final = frozenset({"GET"})
COMMANDING: Final = frozenset({"POST", "PUT", "DELETE"})
_PATH_VALUE = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?([a-z_]+)>")


class BadResource(TypeError):
    """A resource is declared incompletely or against the rules."""


@dataclass(frozen=True, slots=True)
class Content:
    """A body that is a file itself: of which media types, and how large at most, in bytes."""

    types: frozenset[str]
    largest: int


@dataclass(frozen=True, slots=True)
class Route:
    """One declared resource; see `resource` for the meaning of the fields."""

    method: str
    path: str
    handler: Callable[..., Any]
    roles: frozenset[str]
    scope: Scope
    summary: str
    body: type[Schema] | None = None
    content: Content | None = None
    beforehand: Callable[[Any], Any] | None = None
    query: type[Schema] | None = None
    answers: type[Schema] | None = None
    many: bool = False
    versioned: bool = False
    storeless: bool = False
    form: bool = False
    now_only: bool = False
    produces: str = "application/json"

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def commands(self) -> bool:
        """Whether the resource may record events."""
        return self.method in COMMANDING

    @property
    def has_past(self) -> bool:
        """Whether it can be asked as of an earlier moment, where the service tells what was."""
        return self.method in READING and not self.storeless and not self.now_only

    @property
    def path_values(self) -> tuple[str, ...]:
        return tuple(_PATH_VALUE.findall(self.path))

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it, `/campaigns/{campaign}`."""
        return _PATH_VALUE.sub(r"{\1}", self.path)


def resource(
    method: str,
    path: str,
    *,
    roles: Iterable[str],
    scope: Scope,
    summary: str,
    body: type[Schema] | None = None,
    content: Content | None = None,
    beforehand: Callable[[Any], Any] | None = None,
    query: type[Schema] | None = None,
    answers: type[Schema] | None = None,
    many: bool = False,
    versioned: bool = False,
    storeless: bool = False,
    form: bool = False,
    now_only: bool = False,
    produces: str = "application/json",
) -> Callable[[Handler], Handler]:
    """Declare the decorated function as the answer to `method` on `path` (below `/<service>`).

    The function is called as `handler(call, **path_values)` and returns an Answer, the JSON data of one, or None.

    - `roles`: who may ask; WITHOUT_TOKEN for what is public.
    - `scope`: where the thing belongs (see shared.web.scope), ANYONE for what is about nobody.
    - `body`, `query`, `answers`: marshmallow schemas; a body or query field that the schema lacks is refused by name.
    - `content`: the body is a file, found as `call.content`; instead of `body`.
    - `beforehand`: what a command does before its transaction, while others may write: keep a large file, say. It gets
      a call that can only read, after the scope is checked; what it gives is `call.prepared`. The command may fail
      after it, or be sent again, so it must do no harm alone.
    - `many`: the body is one object, or `{"items": […]}`; the handler goes through `call.items`.
    - `versioned`: the request has to say by If-Match which version it builds on.
    - `storeless`: the handler works without the store (a probe, a sign-in), so it answers when the store does not.
    - `form`: the body comes from a form on one of our own pages instead of as JSON.
    - `now_only`: the answer does not follow from events, so there is none as of an earlier moment.
    - `produces`: the content type of the answer.
    """

    def declare(handler: Handler) -> Handler:
        route = Route(
            method=method,
            path=path,
            handler=handler,
            roles=frozenset(roles),
            scope=scope,
            summary=summary,
            body=body,
            content=content,
            beforehand=beforehand,
            query=query,
            answers=answers,
            many=many,
            versioned=versioned,
            storeless=storeless,
            form=form,
            now_only=now_only,
            produces=produces,
        )
        for fault in _faults(route):
            raise BadResource(f"{method} {path} ({route.name}): {fault}")
        handler.__dict__.setdefault("_routes", []).append(route)
        return handler

    return declare


def _faults(route: Route) -> Iterable[str]:
    if route.method not in READING | COMMANDING:
        yield f"the method is one of {', '.join(sorted(READING | COMMANDING))}"
    if not route.path.startswith("/"):
        yield "the path starts with /"
    if not route.roles:
        yield "it needs roles"
    if route.roles != WITHOUT_TOKEN and (unknown := route.roles - ROLES):
        yield f"there is no role {', '.join(sorted(unknown))}"
    if not (isinstance(route.scope, Anyone) or callable(route.scope)):
        yield "it needs a scope"
    if route.roles == WITHOUT_TOKEN and route.scope is not ANYONE:
        yield "without a token there is no scope but ANYONE"
    if route.roles == WITHOUT_TOKEN and route.commands and not route.storeless:
        yield "a command needs a token"
    if route.form and not (route.storeless and route.body and route.commands):
        yield "`form` is for a storeless command with a body: what a browser sends by itself records nothing"
    if not route.summary:
        yield "it needs a summary"
    if route.many and (route.body is None or route.versioned):
        yield "`many` needs a body schema, and one version cannot stand for many items"
    if route.content is not None and (route.body is not None or not route.commands):
        yield "a file is the whole body, and that of a command"
    if route.beforehand is not None and (not route.commands or route.many or route.storeless):
        yield "`beforehand` belongs to one command with a transaction"
    takes = tuple(inspect.signature(route.handler).parameters)[1:]
    if sorted(takes) != sorted(route.path_values):
        yield f"the handler takes {takes} where the path has {route.path_values}"


def routes_of(module: ModuleType) -> tuple[Route, ...]:
    """The resources that `module` declares, or that the modules of a package do, in the order of their definition."""
    return routes_by(_functions(module))


def _functions(module: ModuleType) -> Iterable[Callable[..., Any]]:
    for value in vars(module).values():
        if inspect.isfunction(value):
            yield value
        elif inspect.ismodule(value) and value.__name__.startswith(f"{module.__name__}."):
            yield from _functions(value)


def routes_by(handlers: Iterable[Callable[..., Any]]) -> tuple[Route, ...]:
    """The resources that these functions answer. Raises BadResource when two of them are the same."""
    routes = tuple(route for handler in handlers for route in getattr(handler, "_routes", ()))
    seen: set[tuple[str, str]] = set()
    for route in routes:
        key = route.method, _PATH_VALUE.sub("<>", route.path)
        if key in seen:
            raise BadResource(f"{route.method} {route.path} is declared twice")
        seen.add(key)
    return routes
