"""Exports that somebody ordered to fetch them later: their states, and the questions and changes about them.

They are no facts of the domain, so no events: a table says how each stands, and forgets the results after a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from services.reporting.exports.describing import Order
from services.reporting.exports.errors import ExportNotDone, ExportsBusy
from services.reporting.readmodel import export_jobs, export_results
from shared.domain import Instant, iso
from shared.eventstore import Unit
from shared.register import Reader

WAITING, RUNNING, DONE, FAILED, CANCELLED, EXPIRED = "waiting", "running", "done", "failed", "cancelled", "expired"
UNFINISHED = (WAITING, RUNNING)

MOST_UNFINISHED = 20
"""Jobs that wait or run at once, of everybody together."""

RETRY_AFTER_SECONDS = 10
KEPT = timedelta(hours=24)
LOST = timedelta(seconds=60)
"""After so long without a sign of life a running job is taken to have died with its service, and starts anew."""

_jobs = export_jobs.c


def order(unit: Unit, asked_by: str, organization: str | None, what: Order, expected: int, now: Instant) -> int:
    """Put a job into the queue, and give its number. Raises ExportsBusy."""
    [row] = unit.tables.rows(select(func.count().label("jobs")).where(_jobs.state.in_(UNFINISHED)))
    if row.jobs >= MOST_UNFINISHED:
        raise ExportsBusy(count=row.jobs, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    [last] = unit.tables.rows(select(func.coalesce(func.max(_jobs.job), 0).label("job")))
    job = int(last.job) + 1
    unit.tables.put(
        export_jobs,
        job=job,
        campaign=what.campaign,
        asked_by=asked_by,
        organization=organization,
        described=what.as_json(),
        state=WAITING,
        asked_at=iso(now),
        seen_at=iso(now),
        done=0,
        expected=expected or None,
        bytes=None,
        fault=None,
    )
    return job


def cancel(unit: Unit, job: int, now: Instant) -> None:
    """Stop the job if it is not finished, and forget its result."""
    unit.tables.change(export_jobs, {"job": job}, state=CANCELLED, seen_at=iso(now))
    unit.tables.remove(export_results, job=job)


def job_of(read: Reader, job: int) -> Any | None:
    rows = read(select(export_jobs).where(_jobs.job == job))
    return rows[0] if rows else None


def jobs_of(read: Reader, campaign: str, asked_by: str) -> Sequence[Any]:
    """Somebody's jobs in a campaign, the newest first."""
    mine = select(export_jobs).where(_jobs.campaign == campaign, _jobs.asked_by == asked_by)
    return read(mine.order_by(_jobs.job.desc()).limit(100))


def result_of(read: Reader, job: Any) -> bytes:
    """What the job (its row) has written. Raises ExportNotDone."""
    rows = read(select(export_results.c.content).where(export_results.c.job == job.job)) if job.state == DONE else []
    if not rows:
        raise ExportNotDone(value=job.job, state=job.state)
    return bytes(rows[0].content)


def is_anything_to_do(read: Reader, now: Instant) -> bool:
    return bool(read(_next(now)))


def take(unit: Unit, now: Instant) -> tuple[int, Order] | None:
    """The job that comes next, now running: one that waits, or one whose process was lost."""
    row = unit.tables.one(_next(now))
    if row is None:
        return None
    unit.tables.change(export_jobs, {"job": row.job}, state=RUNNING, seen_at=iso(now), done=0)
    return row.job, Order.of(row.described)


def progress(unit: Unit, job: int, done: int, now: Instant) -> bool:
    """Note how far the job is. Whether it is still wanted."""
    row = unit.tables.one(select(_jobs.state).where(_jobs.job == job))
    if row is None or row.state != RUNNING:
        return False
    unit.tables.change(export_jobs, {"job": job}, done=done, seen_at=iso(now))
    return True


def give_back(unit: Unit, job: int, now: Instant) -> None:
    """Let another take the job: this process of the service ends."""
    if progress(unit, job, 0, now):
        unit.tables.change(export_jobs, {"job": job}, state=WAITING)


def finish(unit: Unit, job: int, content: bytes, done: int, now: Instant) -> None:
    """Keep the result, unless the job was cancelled meanwhile."""
    if progress(unit, job, done, now):
        unit.tables.put(export_results, job=job, content=content)
        unit.tables.change(export_jobs, {"job": job}, state=DONE, bytes=len(content))


def fail(unit: Unit, job: int, fault: str, now: Instant) -> None:
    if progress(unit, job, 0, now):
        unit.tables.change(export_jobs, {"job": job}, state=FAILED, fault=fault)


def expire(unit: Unit, now: Instant) -> None:
    """Forget the results that nobody fetched in time: they hold names."""
    old = select(_jobs.job).where(_jobs.state == DONE, _jobs.seen_at < iso(now - KEPT))
    for row in unit.tables.rows(old):
        unit.tables.change(export_jobs, {"job": row.job}, state=EXPIRED)
        unit.tables.remove(export_results, job=row.job)


def _next(now: Instant) -> Select[Any]:
    lost = (_jobs.state == RUNNING) & (_jobs.seen_at < iso(now - LOST))
    return select(export_jobs).where((_jobs.state == WAITING) | lost).order_by(_jobs.job).limit(1)
