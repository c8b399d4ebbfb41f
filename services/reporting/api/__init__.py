"""The reporting service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.reporting.api import (
    evidence,
    export_jobs,
    exports,
    figures,
    following,
    lists,
    pages,
    past,
    report_pages,
    reports,
    session,
    subject_pages,
)
from services.reporting.api.figures import paths

__all__ = [
    "evidence",
    "export_jobs",
    "exports",
    "figures",
    "following",
    "lists",
    "pages",
    "past",
    "paths",
    "report_pages",
    "reports",
    "session",
    "subject_pages",
]
