"""HTTP at a service's edge: resources, who may use them, and how refusals are told.

What listens stands apart, in `entrypoint`, `server` and `listening`: a command, or a process that writes one file,
starts without nameko and eventlet.
"""

from shared.reader import Reader
from shared.web.auth import ROLES, SESSION_COOKIE, Caller, TokenVerifier, Verifier, session_cookie
from shared.web.call import Answer, Call, Item
from shared.web.dispatch import Dispatcher
from shared.web.issuer import LocalIssuer
from shared.web.paging import Page, PageQuery
from shared.web.parts import Parts, PathsOf
from shared.web.problem import told_of
from shared.web.refusals import OutOfSight, Unauthenticated, WebRefusal
from shared.web.resource import WITHOUT_TOKEN, BadResource, Content, Route, resource, routes_of
from shared.web.rows import answer_with_row
from shared.web.scope import ANYONE, Place, Sight, own

__all__ = [
    "ANYONE",
    "ROLES",
    "SESSION_COOKIE",
    "WITHOUT_TOKEN",
    "Answer",
    "BadResource",
    "Call",
    "Caller",
    "Content",
    "Dispatcher",
    "Item",
    "LocalIssuer",
    "OutOfSight",
    "Page",
    "PageQuery",
    "Parts",
    "PathsOf",
    "Place",
    "Reader",
    "Route",
    "Sight",
    "TokenVerifier",
    "Unauthenticated",
    "Verifier",
    "WebRefusal",
    "answer_with_row",
    "own",
    "resource",
    "routes_of",
    "session_cookie",
    "told_of",
]
