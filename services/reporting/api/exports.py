"""Tables and the consolidated report as files, and the tables as pages."""

from __future__ import annotations

import orjson

from services.reporting.api.figures import ISSUERS, READERS, of_province
from services.reporting.api.framing import shown
from services.reporting.api.lists import look_at
from services.reporting.api.ordering import may_have, ordered
from services.reporting.exports import catalog, page
from services.reporting.exports.describing import Order, describe
from services.reporting.exports.errors import ExportsBusy, ExportTakesLong
from services.reporting.exports.formats import FORMATS
from services.reporting.exports.process import ExportProcess
from services.reporting.exports.slots import AT_ONCE, SLOTS
from services.reporting.exports.writing import file_name, is_light, written
from services.reporting.roster.memory import remembered
from services.reporting.schemas import ExportQuery
from shared.web import Answer, Call, own, resource

WAIT_SECONDS = 90
"""How long a request waits for the process that writes its export."""

RETRY_AFTER_SECONDS = 5
_BINARY = "application/octet-stream"


@resource(
    "GET",
    "/campaigns/<campaign>/exports/<table>.<format>",
    roles=READERS,
    scope=own,
    query=ExportQuery,
    produces=_BINARY,
    summary="One table, or `report` for all of them, as xlsx, csv, json, ndjson, pdf or docx",
)
def export_table(call: Call, campaign: str, table: str, format: str) -> Answer:
    """A long one is written in a process of its own while the request waits."""
    return _exported(call, ordered(call, campaign, table, format, call.query))


@resource(
    "GET",
    "/campaigns/<campaign>/reports/<int:version>/exports/<table>.<format>",
    roles={*ISSUERS, "central_reader"},
    scope=of_province,
    query=ExportQuery,
    produces=_BINARY,
    summary="The same of an issued report: what it froze, and no draft any more",
)
def export_report(call: Call, campaign: str, version: int, table: str, format: str) -> Answer:
    return _exported(call, ordered(call, campaign, table, format, call.query, version))


@resource(
    "GET",
    "/campaigns/<campaign>/tables",
    roles=READERS,
    scope=own,
    query=ExportQuery,
    produces="text/html",
    summary="All tables with their formats, as a page",
)
def show_tables(call: Call, campaign: str) -> Answer:
    tables = [table for table in catalog.TABLES if may_have(call, table)]
    return shown(call, look_at(call, campaign), "tables", "tables.html", **page.contents(tables, call.query["lang"]))


@resource(
    "GET",
    "/campaigns/<campaign>/tables/<table>",
    roles=READERS,
    scope=own,
    query=ExportQuery,
    produces="text/html",
    summary="One table of figures as a page, with links to it in every format",
)
def show_table(call: Call, campaign: str, table: str) -> Answer:
    order = ordered(call, campaign, table if table in catalog.FIGURES else "", "json", call.query)
    key = "table", orjson.dumps(order.as_json(), option=orjson.OPT_SORT_KEYS)
    query = call.query
    more = remembered(call.connection, call.read, key, lambda: page.table(describe(call.read, order), query))
    return shown(call, look_at(call, campaign), "tables", "table.html", rest=table, **more)


def _exported(call: Call, order: Order) -> Answer:
    content = written(call.read, order) if is_light(call.read, order) else _written_elsewhere(call, order)
    return as_file(content, order)


def as_file(content: bytes, order: Order) -> Answer:
    name = file_name(order).encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(content, content_type=FORMATS[order.format].content_type, headers=headers)


def _written_elsewhere(call: Call, order: Order) -> bytes:
    """By a process of its own, which others need not wait for. Raises ExportsBusy and ExportTakesLong."""
    if not SLOTS.acquire(blocking=False):
        raise ExportsBusy(count=AT_ONCE, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    try:
        url = call.connection.engine.url.render_as_string(hide_password=False)
        with ExportProcess(url, order) as process:
            if not process.wait(WAIT_SECONDS):
                raise ExportTakesLong(seconds=WAIT_SECONDS)
            content = process.result()
            call.positions = {**call.positions, **process.heard()}
            return content
    finally:
        SLOTS.release()
