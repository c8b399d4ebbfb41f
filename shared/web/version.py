"""If-Match: the version of a thing that a command builds on."""

from __future__ import annotations

import re

from shared.web.refusals import BadHeader, VersionNeeded
from shared.web.request import Request
from shared.web.resource import Route

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


def expected_version(request: Request, route: Route) -> int | None:
    """The version in If-Match; None for `*`, and where none is needed. Raises VersionNeeded and BadHeader."""
    stated = request.headers.get("If-Match")
    if stated is None:
        if route.versioned:
            raise VersionNeeded()
        return None
    if stated.strip() == "*":
        return None
    match = _ETAG.fullmatch(stated.strip())
    if match is None:
        raise BadHeader(header="If-Match", value=stated, example='"3"')
    return int(match[1])
