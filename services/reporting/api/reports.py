"""Issued reports: their versions, and what has changed from one to another."""

from __future__ import annotations

from typing import Any

from services.reporting.api.figures import ISSUERS, of_province, shown_report
from services.reporting.domain.differences import differences, told
from services.reporting.queries import report_of, reports_of
from services.reporting.schemas import DifferencesAnswer, DifferencesQuery, ReportVersionsAnswer
from shared.web import Call, resource

REPORT_READERS = {*ISSUERS, "central_reader"}


@resource(
    "GET",
    "/campaigns/<campaign>/reports",
    roles=REPORT_READERS,
    scope=of_province,
    answers=ReportVersionsAnswer,
    summary="The issued versions of the consolidated report, the newest first, with what each was built from",
)
def list_reports(call: Call, campaign: str) -> dict[str, Any]:
    return {"items": reports_of(call.read, campaign)}


@resource(
    "GET",
    "/campaigns/<campaign>/reports/<int:version>/differences",
    roles=REPORT_READERS,
    scope=of_province,
    query=DifferencesQuery,
    answers=DifferencesAnswer,
    summary="Every figure of an issued report that differs from an earlier version, with its place",
)
def show_differences(call: Call, campaign: str, version: int) -> dict[str, Any]:
    since = call.query["since"] or version - 1
    after, before = (shown_report(call, report_of(call.read, campaign, wanted)) for wanted in (version, since))
    found = [told(each) for each in differences(_content(before), _content(after))]
    return {"campaign": campaign, "before": since, "after": version, "differences": found}


def _content(report: dict[str, Any]) -> dict[str, Any]:
    """Figures stand at the root, so that their places are those of `GET …/figures`."""
    return {**report["figures"], "overrides": report["overrides"], "statistics": report["statistics"]}
