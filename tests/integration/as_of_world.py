"""Asking everything that reporting can be asked, now and as of earlier answers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import urllib3

from services.reporting.exports import catalog
from tests.integration.neighbours import PATHS, QUERIES
from tests.routes import routes

CAMPAIGN = "BD-2020"
TABLES = ("report", *catalog.FIGURES, *catalog.LISTS)
ROLES = (("board_officer", "TU"), ("unit_officer", "QN"), ("central_reader", "TU"), ("importer", "AN"))
VALUES: dict[str, tuple[str, ...]] = {
    "campaign": (CAMPAIGN,),
    "unit": ("QN",),
    "subject": ("mem:DV000001", "ldr:CV00007", "org:QN-01"),
    "version": ("1",),
}
FORMATS = ("json", "csv")
PATIENCE_SECONDS = 60.0
BETWEEN_TRIES_SECONDS = 0.2
FEW = ("by-unit", "caps")
_BANNER = re.compile(r'<p class="then" role="note">.*?</p>\n', re.DOTALL)
_KEPT = re.compile(r'<input [^>]*name="as_of"[^>]*>')
_PARAMETER = re.compile(r'as_of=[^"&]*(?:&amp;)?')
_NOTHING_ASKED = re.compile(r'(?:\?|&amp;)"')


class Asked(NamedTuple):
    """One question of one reader."""

    path: str
    role: str
    organization: str


class Answered(NamedTuple):
    status: int
    content: bytes
    position: str
    is_page: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the services at an address; `mint` gives the token of a role at an organization."""

    address: str
    mint: object

    def __call__(self, asked: Asked, as_of: str | None = None, wait_for: str = "") -> Answered:
        path = asked.path
        if as_of is not None:
            path += ("&" if "?" in path else "?") + urlencode({"as_of": as_of})
        headers = {"Authorization": f"Bearer {self.mint(asked.role, asked.organization)}", "Wait-For": wait_for}  # type: ignore[operator]
        answer = patiently("GET", self.address + path, headers=headers)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return Answered(answer.status, answer.data, answer.headers.get("Position", ""), is_page)


def patiently(method: str, url: str, **asked: Any) -> urllib3.BaseHTTPResponse:
    """The answer; while the service says that it is not ready yet, it is asked again, as a client would."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (answer := pool().request(method, url, **asked)).status == 503 and "Retry-After" in answer.headers:
        if time.monotonic() > ends:
            break
        time.sleep(BETWEEN_TRIES_SECONDS)
    return answer


@cache
def pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, timeout=60)


def questions() -> list[Asked]:
    """Every resource that can be asked as of an earlier moment, by every reader that it serves."""
    return [
        Asked(path, role, organization)
        for service, route in routes()
        if service == "reporting" and route.has_past
        for role, organization in ROLES
        if role in route.roles
        for path in _paths(route.path, route.template, route.path_values, few=(role, organization) != ROLES[0])
    ]


def _paths(path: str, template: str, names: tuple[str, ...], *, few: bool) -> Iterator[str]:
    """What a route leads to: of tables `few`, or each as JSON and CSV."""
    told = {name: (value,) for name, value in PATHS.get(("reporting", path), {}).items()} | VALUES
    tables = TABLES if path.startswith("/campaigns/<campaign>/exports") else tuple(catalog.FIGURES)
    values = told | {"table": FEW if few else tables}
    if "format" in names:
        values |= {"format": FORMATS[:1] if few or path.startswith("/campaigns/<campaign>/reports") else FORMATS}
    for chosen in product(*(values[name] for name in names)):
        here = template.format(**dict(zip(names, map(quote, chosen), strict=True)))
        yield f"/reporting{here}{QUERIES.get(('GET', 'reporting', path), '')}"


def without_what_says_so(answered: Answered) -> bytes:
    """The answer but for what tells of the moment that was asked for: the banner; the parameter in links and forms."""
    if not answered.is_page:
        return answered.content
    text = _KEPT.sub("", _BANNER.sub("", answered.content.decode()))
    return _NOTHING_ASKED.sub('"', _PARAMETER.sub("", text)).encode()
