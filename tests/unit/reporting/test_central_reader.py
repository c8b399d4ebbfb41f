"""What a central reader gets of a province: sums on every route that is open to the role, and nobody's name or code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from services.reporting import api
from services.reporting.exports import catalog
from shared.web import Route, routes_of
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.test_page_readers import names_of_people

VALUES = {"campaign": "BD-2020", "unit": "QN", "version": "1", "format": "ndjson"}
FIGURES = ("ratings/mem/HTXSNV", "ratings/ldr/not_rated", "over_cap", "dossiers/missing", "refused_documents")
SOME_TABLES = ("summary", "comparison", "refused-documents", "heads-above", "members")
OPEN = [route for route in routes_of(api) if route.method == "GET" and "central_reader" in route.roles]
LEFT_OUT = re.compile("export-jobs|changes|differences")
"""A reader's own jobs, of which there are none; and what needs a past or a second report, as `test_as_of` and
`test_official` have it."""


def paths(route: Route) -> Iterator[str]:
    """The addresses of the route: of every table as a file, and of some tables and figures otherwise."""
    tables = catalog.TABLES if route.path.startswith("/campaigns/<campaign>/exports") else SOME_TABLES
    for table in tables if "table" in route.path_values else [""]:
        for figure in FIGURES if "figure" in route.path_values else [""]:
            yield "/reporting" + _filled(route.path, {**VALUES, "table": table, "figure": figure})


def _filled(path: str, values: Mapping[str, str]) -> str:
    return re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", lambda match: values[match[1]], path)


@pytest.mark.parametrize("route", [route for route in OPEN if not LEFT_OUT.search(route.path)], ids=lambda it: it.path)
def test_no_route_tells_a_central_reader_of_a_single_person(issued: Bench, route: Route) -> None:
    people, answered = names_of_people(), 0
    for path in paths(route):
        answer = issued.get(path, role="central_reader")
        assert answer.status_code in (200, 403, 404), (path, answer.text)
        answered += answer.status_code == 200
        assert not re.search(r"\b(mem|ldr):", answer.text), path
        assert not [name for name in people if name in answer.text], path
    assert answered
