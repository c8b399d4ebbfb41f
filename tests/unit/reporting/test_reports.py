"""Consolidated reports: frozen figures, and what they were built from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Inspector, inspect

from deploy.migrate import migrate
from services.reporting.domain.report import Heard, Report
from services.reporting.queries import heads_of
from services.reporting.readmodel import metadata, report_contents
from shared.domain import CommandContext
from shared.eventstore import Unit, open_engine
from tests.unit.reporting.bench import NOW, Bench
from tests.unit.reporting.folder import FOLDERS, RULEBOOK
from tests.unit.reporting.speaking import NO_TEXT

REPORTS = "/reporting/campaigns/BD-2020/reports"


def fingerprint(content: Any) -> str:
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def issue_as_before(figures: Any, unit: Unit) -> None:
    """Issue a report whose content is the figures alone, as all were before overrides were frozen with them."""
    content = orjson.dumps(figures, option=orjson.OPT_SORT_KEYS).decode()
    unit.tables.put(report_contents, sha256=fingerprint(figures), content=content)
    report = unit.load(Report, "BD-2020")
    unit.record(report, report.issue(fingerprint(figures), heads_of(unit.tables.rows)))


@pytest.fixture
def province(bench: Bench) -> Bench:
    bench.hear_folder(FOLDERS[0])
    return bench


def test_a_report_freezes_figures_overrides_and_statistics_under_the_hash_of_their_canonical_json(
    province: Bench,
) -> None:
    issued = province.post(REPORTS)
    assert (issued.status_code, issued.json, issued.headers["Location"]) == (201, {"version": 1}, f"{REPORTS}/1")
    report = province.json(f"{REPORTS}/1")
    figures = province.json("/reporting/campaigns/BD-2020/figures")
    assert report["figures"] == figures
    assert {use["override"] for use in report["overrides"]} == {"Thông báo 88-TB/TU"}
    frozen = {name: report[name] for name in ("form", "figures", "overrides", "statistics")}
    assert frozen["form"] == 3
    assert report["content_sha256"] == fingerprint(frozen)


def test_a_report_that_was_issued_when_the_figures_were_all_is_still_shown_and_has_its_hash(province: Bench) -> None:
    figures = province.json("/reporting/campaigns/BD-2020/figures")
    province.store.execute(CommandContext("officer-7", "TU", NOW), partial(issue_as_before, figures))
    old = province.json(f"{REPORTS}/1")
    assert (old["form"], old["figures"], old["overrides"]) == (1, figures, None)
    assert old["content_sha256"] == fingerprint(old["figures"])
    assert province.json(f"{REPORTS}/1", role="central_reader")["overrides"] is None
    assert province.post(REPORTS).json == {"version": 2}
    assert province.json(f"{REPORTS}/1") == old


def test_a_report_names_the_last_event_of_each_source_and_its_hash(province: Bench) -> None:
    province.post(REPORTS)
    [event] = province.store.stream("report:BD-2020")
    assert event.type == "ReportIssued"
    for service in ("organizations", "reviews", "ratings"):
        number = province.subscription.heard(service)
        assert event.data["positions"][f"/binh-dinh/{service}"] == number
        assert event.data["heads"][f"/binh-dinh/{service}"] == sha256(f"{service}:{number}".encode()).hexdigest()


def test_what_is_heard_later_changes_no_issued_report(province: Bench) -> None:
    province.post(REPORTS)
    before = province.json(f"{REPORTS}/1")
    province.hear(
        [
            province.speaker.say(
                "organizations",
                "MemberStatusChanged",
                person="DV000001",
                member_status="exempt",
                changed_on="2020-12-01",
            )
        ]
    )
    assert province.post(REPORTS).json == {"version": 2}
    assert province.json(f"{REPORTS}/1") == before
    assert province.json(f"{REPORTS}/2")["figures"] != before["figures"]


def test_the_same_figures_from_the_same_events_are_not_issued_twice(province: Bench) -> None:
    province.post(REPORTS)
    assert province.post(REPORTS).json == {"version": 1}
    assert province.store.head().number == 1


def test_no_report_is_issued_while_events_are_set_aside(province: Bench) -> None:
    strange = {**RULEBOOK, "caps": [{**RULEBOOK["caps"][0], "rounding": "up"}]}
    province.hear(
        [province.speaker.say("ratings", "RulebookPublished", rulebook="S", content_sha256=NO_TEXT, content=strange)]
    )
    answer: Any = province.post(REPORTS)
    assert (answer.status_code, answer.json["code"]) == (409, "events_parked")
    assert province.store.head().number == 0


def test_a_central_reader_gets_a_report_without_the_lists_of_subjects(province: Bench) -> None:
    province.post(REPORTS)
    figures = province.json(f"{REPORTS}/1", role="central_reader")["figures"]
    assert "ratings" in figures
    assert "refused_documents" not in figures


def test_only_the_province_issues_reports(province: Bench) -> None:
    assert province.post(REPORTS, organization="QN").status_code == 404
    assert province.post(REPORTS, role="unit_officer").status_code == 403
    assert province.get(f"{REPORTS}/1").status_code == 404


def test_reports_are_numbered_from_one_and_remember_what_they_were_built_from() -> None:
    report = Report("BD-2020")
    first = report.decide(report.issue("a" * 64, {"/binh-dinh/ratings": Heard(7, "b" * 64)}))
    again = report.decide(report.issue("a" * 64, {"/binh-dinh/ratings": Heard(7, "b" * 64)}))
    later = report.decide(report.issue("a" * 64, {"/binh-dinh/ratings": Heard(8, "c" * 64)}))
    assert [event.data()["version"] for event in (*first, *again, *later)] == [1, 2]


def test_the_migrations_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    migrated = open_engine(f"sqlite:///{tmp_path}/migrated.db")
    created = open_engine(f"sqlite:///{tmp_path}/created.db")
    migrate("reporting", migrated)
    metadata.create_all(created)
    expected, found = inspect(created), inspect(migrated)
    assert set(found.get_table_names()) - {"alembic_version"} == set(expected.get_table_names())
    for table in expected.get_table_names():
        columns, key = expected.get_columns(table), expected.get_pk_constraint(table)
        assert sorted(map(_form, found.get_columns(table))) == sorted(map(_form, columns)), table
        assert found.get_pk_constraint(table) == key
        assert _indexes(found, table) == _indexes(expected, table)


def _form(column: Mapping[str, Any]) -> tuple[str, str, bool]:
    return column["name"], str(column["type"]).replace("VARCHAR", "TEXT"), column["nullable"]


def _indexes(inspector: Inspector, table: str) -> list[list[str | None]]:
    return sorted(index["column_names"] for index in inspector.get_indexes(table))
