"""HTTP at a service's edge: resources, who may use them, and how refusals are told."""

from shared.reader import Reader
from shared.web.auth import ROLES, SESSION_COOKIE, Caller, TokenVerifier, Verifier, session_cookie
from shared.web.call import Answer, Call, Item
from shared.web.dispatch import Dispatcher
from shared.web.entrypoint import Resources, resources
from shared.web.issuer import LocalIssuer
from shared.web.listening import Listener
from shared.web.paging import Page, PageQuery
from shared.web.parts import Parts, PathsOf
from shared.web.problem import told_of
from shared.web.refusals import OutOfSight, Unauthenticated, WebRefusal
from shared.web.resource import WITHOUT_TOKEN, BadResource, Content, Route, resource, routes_of
from shared.web.rows import answer_with_row
from shared.web.scope import ANYONE, Place, Sight, own
from shared.web.server import Mount, WebServer

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
    "Listener",
    "LocalIssuer",
    "Mount",
    "OutOfSight",
    "Page",
    "PageQuery",
    "Parts",
    "PathsOf",
    "Place",
    "Reader",
    "Resources",
    "Route",
    "Sight",
    "TokenVerifier",
    "Unauthenticated",
    "Verifier",
    "WebRefusal",
    "WebServer",
    "answer_with_row",
    "own",
    "resource",
    "resources",
    "routes_of",
    "session_cookie",
    "told_of",
]
