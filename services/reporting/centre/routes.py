"""The centre over HTTP. Everything is for central readers: it shows what their role sees in each province."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from services.reporting.centre.describing import described
from services.reporting.centre.measures import exposition
from services.reporting.centre.pages import year_page, years_page
from services.reporting.centre.parts import CentreParts
from services.reporting.centre.schemas import CentreExportQuery, YearAnswer, YearQuery, YearsAnswer
from services.reporting.centre.telling import told_year
from services.reporting.exports.formats import FORMATS, writer
from services.reporting.page.schemas import InLanguage
from shared.web import ANYONE, Answer, Call, Route, resource
from shared.web.openapi import description_of
from shared.web.probes import probe_routes, readiness_of
from shared.web.resource import routes_by

NAME = "centre"
_FOR_READERS: dict[str, Any] = {"roles": {"central_reader"}, "scope": ANYONE, "storeless": True}
HTML = "text/html"


def centre_routes(parts: CentreParts, declared: Sequence[Route]) -> tuple[Route, ...]:
    """What the centre answers beside `declared`, on the provinces of `parts`."""

    @resource(
        "GET", "/campaigns", answers=YearsAnswer, summary="The years, with each province's campaign", **_FOR_READERS
    )
    def list_years(call: Call) -> dict[str, Any]:
        years, away = parts.board.years()
        items = [
            {"year": year, "campaigns": {code: campaign["campaign"] for code, campaign in campaigns.items()}}
            for year, campaigns in years.items()
        ]
        return {"items": items, "unreachable": [province.code for province in away]}

    @resource(
        "GET",
        "/campaigns/<int:year>/figures",
        answers=YearAnswer,
        summary="The figures of each province and of all together, with how each province stands",
        **_FOR_READERS,
    )
    def show_year(call: Call, year: int) -> dict[str, Any]:
        return told_year(parts.board.look(year))

    @resource("GET", "/pages", query=InLanguage, produces=HTML, summary="The years as a page", **_FOR_READERS)
    def show_years_page(call: Call) -> Answer:
        return _page(call, years_page(call.query["lang"], *parts.board.years()))

    @resource(
        "GET",
        "/campaigns/<int:year>",
        query=YearQuery,
        produces=HTML,
        summary="The provinces in one year as a page",
        **_FOR_READERS,
    )
    def show_year_page(call: Call, year: int) -> Answer:
        return _page(call, year_page(call.query["lang"], parts.board.look(year)))

    @resource(
        "GET",
        "/campaigns/<int:year>/exports/<table>.<format>",
        query=CentreExportQuery,
        produces="application/octet-stream",
        summary="One table, or `report` for all of them, as xlsx, csv, json or ndjson",
        **_FOR_READERS,
    )
    def export_year(call: Call, year: int, table: str, format: str) -> Answer:
        export = described(parts.board, year, table, format, call.query)
        target = io.BytesIO()
        writer(format)(export, target)
        headers = {"Content-Disposition": f'attachment; filename="{NAME}-{year}-{table}.{format}"'}
        return Answer(target.getvalue(), content_type=FORMATS[format].content_type, headers=headers)

    routes = routes_by((list_years, show_year, show_years_page, show_year_page, export_year))

    def describing(probes: Iterable[Route]) -> dict[str, Any]:
        return description_of(NAME, (*declared, *routes, *probes))

    # A province that cannot be reached is shown as such, which is this service's work: it is no trouble of its own.
    return (*routes, *probe_routes(lambda: readiness_of([], {}), lambda: exposition(parts.board), describing))


def _page(call: Call, html: str) -> Answer:
    return Answer.page(html, headers={"Content-Language": call.query["lang"]})
