"""Exports that are written in the background: ordered, watched, fetched, cancelled; each by whom it was ordered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.urls import iri_to_uri

from services.reporting.api.exports import as_file
from services.reporting.api.figures import READERS, SEE_NAMES, SEE_SUBJECTS, has_role
from services.reporting.api.ordering import ordered
from services.reporting.exports import jobs
from services.reporting.exports.describing import Order
from services.reporting.exports.writing import expected_rows
from services.reporting.schemas import ExportJobAnswer, ExportOrder
from shared.web import Answer, Call, Place, own, resource

PATH = "/campaigns/<campaign>/export-jobs/<int:job>"


def of_job(call: Call, values: Mapping[str, Any], item: Mapping[str, Any] | None) -> Place | None:
    """A job belongs to whom it was ordered by, as long as that one still sees what it holds."""
    row = jobs.job_of(call.read, values["job"])
    return Place(row.organization) if row is not None and _is_the_callers(call, values["campaign"], row) else None


def planned(call: Call) -> tuple[Order, int]:
    """The order, and about how many rows it will have: as of now, or of the moment that it names."""
    campaign, as_of = call.path_values["campaign"], call.body["as_of"]
    with call.at(as_of) as then:
        order = ordered(then, campaign, call.body["table"], call.body["format"], call.body)
        return order, expected_rows(then.read, order)


@resource(
    "POST",
    "/campaigns/<campaign>/export-jobs",
    roles=READERS,
    scope=own,
    body=ExportOrder,
    answers=ExportJobAnswer,
    beforehand=planned,
    summary="Order an export that is written in the background; 202, and Location leads to how it stands",
)
def order_export(call: Call, campaign: str) -> Answer:
    (order, expected), caller = call.prepared, call.caller
    job = jobs.order(call.unit, caller.subject, caller.organization, order, expected, call.now)
    shown = _shown(campaign, jobs.job_of(call.read, job))
    return Answer(shown, status=202, location=_address(campaign, job))


@resource(
    "GET",
    "/campaigns/<campaign>/export-jobs",
    roles=READERS,
    scope=own,
    now_only=True,
    summary="The caller's own exports, the newest first",
)
def list_export_jobs(call: Call, campaign: str) -> dict[str, Any]:
    mine = jobs.jobs_of(call.read, campaign, call.caller.subject)
    return {"items": [_shown(campaign, row) for row in mine if _is_the_callers(call, campaign, row)]}


@resource(
    "GET",
    PATH,
    roles=READERS,
    scope=of_job,
    answers=ExportJobAnswer,
    now_only=True,
    summary="How an export stands: its state, rows written so far, and where the result is",
)
def show_export_job(call: Call, campaign: str, job: int) -> dict[str, Any]:
    return _shown(campaign, jobs.job_of(call.read, job))


@resource(
    "GET",
    f"{PATH}/result",
    roles=READERS,
    scope=of_job,
    produces="application/octet-stream",
    now_only=True,
    summary="The file that a finished export has written; it is kept for a day",
)
def show_export_result(call: Call, campaign: str, job: int) -> Answer:
    row: Any = jobs.job_of(call.read, job)
    return as_file(jobs.result_of(call.read, row), Order.of(row.described))


@resource(
    "DELETE",
    PATH,
    roles=READERS,
    scope=of_job,
    summary="Stop an export, or forget the result of a finished one",
)
def cancel_export_job(call: Call, campaign: str, job: int) -> Answer:
    jobs.cancel(call.unit, job, call.now)
    return Answer(status=204)


def _is_the_callers(call: Call, campaign: str, row: Any) -> bool:
    """Not any more once the caller's account has other rights than when it ordered."""
    described = row.described
    return (
        row.campaign == campaign
        and (row.asked_by, row.organization) == (call.caller.subject, call.caller.organization)
        and described["subjects"] <= has_role(call, SEE_SUBJECTS)
        and described["people"] <= has_role(call, SEE_NAMES)
    )


def _shown(campaign: str, row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("job", "state", "asked_at", "done", "expected", "bytes", "fault")}
    described = {name: row.described[name] for name in ("table", "format")}
    result = f"{_address(campaign, row.job)}/result" if row.state == jobs.DONE else None
    return {**told, **described, "result": result}


def _address(campaign: str, job: int) -> str:
    return iri_to_uri(f"/reporting/campaigns/{campaign}/export-jobs/{job}")
