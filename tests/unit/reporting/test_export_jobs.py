"""Exports in the background: ordered, carried out in a process of their own, watched, fetched, cancelled, forgotten."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from services.reporting.exports import jobs
from services.reporting.exports.process import ExportProcess
from services.reporting.exports.runner import Runner
from services.reporting.exports.slots import AT_ONCE, SLOTS
from services.reporting.readmodel import export_jobs, export_results
from shared.domain import CommandContext, iso
from tests.unit.reporting.bench import NOW, Bench
from tests.unit.reporting.folder import FOLDERS
from tests.unit.reporting.reading import described

JOBS = "/reporting/campaigns/BD-2020/export-jobs"
MEMBERS = {"table": "members", "format": "json"}


@pytest.fixture
def province(bench: Bench) -> Bench:
    bench.hear_folder(FOLDERS[1])
    return bench


@pytest.fixture
def runner(province: Bench) -> Runner:
    return Runner(province.store, province.clock)


def ordered(bench: Bench, body: dict[str, Any] = MEMBERS, **asking: Any) -> str:
    answer = bench.post(JOBS, body, **asking)
    assert answer.status_code == 202, answer.text
    assert answer.json == bench.json(answer.headers["Location"], **asking)
    return answer.headers["Location"]


def test_a_job_waits_is_carried_out_and_gives_its_file(province: Bench, runner: Runner) -> None:
    place = ordered(province)
    waiting = province.json(place)
    assert (waiting["state"], waiting["expected"], waiting["result"]) == ("waiting", 1500, None)
    early: Any = province.get(f"{place}/result")
    assert (early.status_code, early.json["code"]) == (409, "export_not_done")
    assert runner.step() and not runner.step()
    done = province.json(place)
    assert (done["state"], done["result"]) == ("done", f"{place}/result")
    file = province.get(done["result"])
    assert file.headers["Content-Disposition"] == 'attachment; filename="BD-2020-members.json"'
    assert len(file.data) == done["bytes"]
    assert len(described(file.data)[1]) == 1500
    assert file.data == province.get("/reporting/campaigns/BD-2020/exports/members.json").data


def test_jobs_are_carried_out_in_the_order_in_which_they_came(province: Bench, runner: Runner) -> None:
    first, second = ordered(province), ordered(province, {"table": "caps", "format": "csv"})
    runner.step()
    assert [province.json(place)["state"] for place in (first, second)] == ["done", "waiting"]
    assert [item["job"] for item in province.json(JOBS)["items"]] == [2, 1]


def test_what_cannot_be_ordered_is_refused_at_once(province: Bench) -> None:
    assert province.post(JOBS, {"table": "nothing", "format": "csv"}).status_code == 404
    assert province.post(JOBS, {"table": "members"}).status_code == 422
    refused = province.post(JOBS, MEMBERS, role="central_reader")
    assert refused.status_code == 403
    assert province.json(JOBS)["items"] == []


def test_more_jobs_than_the_machine_bears_are_refused_with_the_time_to_come_again(province: Bench) -> None:
    for _ in range(jobs.MOST_UNFINISHED):
        ordered(province)
    answer: Any = province.post(JOBS, MEMBERS)
    assert (answer.status_code, answer.json["code"]) == (503, "exports_busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_cancelled_job_is_not_carried_out(province: Bench, runner: Runner) -> None:
    place = ordered(province)
    assert province.delete(place).status_code == 204
    assert not runner.step()
    assert province.json(place)["state"] == "cancelled"
    assert province.get(f"{place}/result").status_code == 409


def test_cancelling_a_finished_job_forgets_its_result(province: Bench, runner: Runner) -> None:
    place = ordered(province)
    runner.step()
    province.delete(place)
    assert province.ask(lambda read: read(select(func.count()).select_from(export_results)))[0][0] == 0


def test_a_job_that_is_cancelled_while_it_runs_leaves_nothing(province: Bench) -> None:
    place = ordered(province)
    in_store = partial(_in_store, province)
    taken = in_store(jobs.take)
    assert taken is not None
    job, _ = taken
    assert in_store(partial(jobs.progress, job=job, done=700))
    assert province.json(place)["done"] == 700
    province.delete(place)
    assert not in_store(partial(jobs.progress, job=job, done=900))
    in_store(partial(jobs.finish, job=job, content=b"late", done=1500))
    assert province.json(place)["state"] == "cancelled"


def test_a_process_ends_when_nobody_wants_its_export_any_more(province: Bench) -> None:
    place = ordered(province)
    _, order = _in_store(province, jobs.take)
    with ExportProcess(province.store.address, order) as process:
        assert process.is_running
    assert not process.is_running
    assert province.json(place)["state"] == "running"


def test_a_job_whose_service_died_is_taken_up_again(province: Bench, runner: Runner) -> None:
    place = ordered(province)
    assert _in_store(province, jobs.take) is not None
    assert not runner.step(), "another process of the service may still be at it"
    long_ago = iso(NOW - jobs.LOST - timedelta(seconds=1))
    _in_store(province, lambda unit, now: unit.tables.change(export_jobs, {"job": 1}, seen_at=long_ago))
    assert runner.step()
    assert province.json(place)["state"] == "done"


def test_what_a_job_refuses_is_told_by_its_code(province: Bench, runner: Runner) -> None:
    place = ordered(province, {"table": "members", "format": "pdf"})
    runner.step()
    failed = province.json(place)
    assert (failed["state"], failed["fault"]) == ("failed", "too_long_for_paper")


def test_results_are_forgotten_after_a_day(province: Bench, runner: Runner) -> None:
    place = ordered(province)
    runner.step()
    _in_store(province, lambda unit, now: jobs.expire(unit, now + jobs.KEPT - timedelta(seconds=1)))
    assert province.json(place)["state"] == "done"
    _in_store(province, lambda unit, now: jobs.expire(unit, now + jobs.KEPT + timedelta(seconds=1)))
    assert province.json(place)["state"] == "expired"
    assert province.get(f"{place}/result").status_code == 409


def test_a_job_belongs_to_whom_it_was_ordered_by(province: Bench) -> None:
    place = ordered(province)
    assert province.get(place, organization="QN", role="unit_officer").status_code == 404
    assert province.get(place, role="importer").status_code == 404, "the account has no right to names any more"
    assert province.json(JOBS, organization="QN", role="unit_officer")["items"] == []
    elsewhere = place.replace("BD-2020", "BD-2021")
    assert province.get(elsewhere).status_code == 404


def test_when_all_slots_are_taken_an_export_is_refused_with_the_time_to_come_again(province: Bench) -> None:
    for _ in range(AT_ONCE):
        assert SLOTS.acquire(blocking=False)
    try:
        answer: Any = province.get("/reporting/campaigns/BD-2020/exports/caps.pdf")
        light = province.get("/reporting/campaigns/BD-2020/exports/caps.csv")
    finally:
        for _ in range(AT_ONCE):
            SLOTS.release()
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "exports_busy", "5")
    assert light.status_code == 200


def _in_store(bench: Bench, work: Any) -> Any:
    context = CommandContext(actor="test", organization=None, now=NOW)
    return bench.store.execute(context, lambda unit: work(unit, now=NOW))
