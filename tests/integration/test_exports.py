"""Exports from running services: in the background, limited to one's own part, and played again without a change."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
import urllib3

from deploy.campaign.client import Client
from deploy.campaign.player import REGISTER
from deploy.campaign.reader import Campaign
from deploy.local import importer_token
from deploy.playing import addresses_of, play_embedded
from services.reporting.exports.catalog import LISTS, TABLES
from services.reporting.exports.formats import FORMATS
from tests.deployments import Deployment, Province, play, played
from tests.naive.variety import vary
from tests.published import SON_LA_2020
from tests.samples import CLEAN, FAULTY, expected
from tests.unit.reporting.reading import described, from_docx

CAMPAIGN = "/reporting/campaigns/BD-2020"
SHEETS = ("organizations", "collectives", "posts")
PATIENCE_SECONDS = 120
SEED = 6
"""Of a small folder that no sample is like."""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with played(CLEAN, tmp_path_factory.mktemp("province")) as running:
        yield running


def ask(
    province: Province, method: str, path: str, body: Any = None, *, role: str = "board_officer", at: str = "TU"
) -> urllib3.BaseHTTPResponse:
    headers = {"Authorization": f"Bearer {province.token(role, at)}", "Content-Type": "application/json"}
    content = None if body is None else orjson.dumps(body)
    address = province.address + path
    return urllib3.request(method, address, body=content, headers=headers, timeout=PATIENCE_SECONDS, retries=False)


def when_finished(province: Province, place: str) -> dict[str, Any]:
    """Look at the job until it is neither waiting nor running."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (job := ask(province, "GET", place).json())["state"] in ("waiting", "running"):
        assert time.monotonic() < ends, job
        time.sleep(0.1)
    return dict(job)


def test_a_running_service_carries_out_a_job_and_keeps_its_file(province: Province) -> None:
    order = ask(province, "POST", f"{CAMPAIGN}/export-jobs", {"table": "members", "format": "json"})
    assert order.status == 202
    job = when_finished(province, order.headers["Location"])
    assert job["state"] == "done", job
    file = ask(province, "GET", job["result"])
    assert len(described(file.data)[1]) == expected(CLEAN)["ratings"]["mem"]["total"]
    stranger = ask(province, "GET", job["result"], role="unit_officer", at="QN")
    assert stranger.status == 404


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_official_report_is_written_beside_the_service(province: Province, format: str) -> None:
    answer = ask(province, "GET", f"{CAMPAIGN}/exports/report.{format}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == FORMATS[format].content_type
    assert answer.data[:4] in (b"%PDF", b"PK\x03\x04")


@pytest.mark.parametrize("table", ["report", *TABLES])
def test_no_table_tells_a_unit_anything_of_its_neighbour(province: Province, table: str) -> None:
    own = ask(province, "GET", f"{CAMPAIGN}/exports/{table}.csv", role="unit_officer", at="AN")
    assert own.status == 200
    text = own.data.decode()
    assert not any(code in text for code in ("QN-0", "TT-QN", "DV000001", "CV00007", "Quy Nhơn"))
    for role in ("member", "operator", "subscriber"):
        assert ask(province, "GET", f"{CAMPAIGN}/exports/{table}.csv", role=role).status == 403
    if table in LISTS:
        assert ask(province, "GET", f"{CAMPAIGN}/exports/{table}.csv", role="central_reader").status == 403


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_exported_sheets_play_again_without_a_change(province: Province, tmp_path: Path, format: str) -> None:
    folder = exported_folder(province, tmp_path, format)
    before = province.heads()
    client = Client(addresses_of(province.address), importer_token(province.issuer, "TU"))
    campaign = Campaign.at(folder)
    for sheet in SHEETS:
        items = [row.body for row in campaign.rows(sheet)]
        assert items
        for start in range(0, len(items), 500):
            answer = client.post(REGISTER[sheet], orjson.dumps({"items": items[start : start + 500]}))
            refused = [outcome for outcome in answer.document["outcomes"] if outcome["status"] >= 400]
            assert refused == []
    assert province.heads() == before


def test_exported_sheets_are_those_that_were_played(province: Province, tmp_path: Path) -> None:
    exported, sample = Campaign.at(exported_folder(province, tmp_path, "csv")), Campaign.at(CLEAN)
    for sheet in SHEETS:
        told, original = (
            {row.body["code"]: dict(row.body) for row in campaign.rows(sheet)} for campaign in (exported, sample)
        )
        assert told == original


def exported_folder(province: Province, place: Path, format: str) -> Path:
    """The sample folder, its register's sheets replaced by exported ones; as a workbook if they are exported so."""
    answers = {sheet: ask(province, "GET", f"{CAMPAIGN}/exports/folder-{sheet}.{format}").data for sheet in SHEETS}
    if format == "csv":
        for file in CLEAN.iterdir():
            (place / file.name).write_bytes(file.read_bytes())
        for sheet, content in answers.items():
            (place / f"{sheet}.csv").write_bytes(content)
        return place
    book = openpyxl.Workbook()
    details = book.active
    assert details is not None
    details.title = "campaign"
    for line in (CLEAN / "campaign.yaml").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(": ")
        if key != "dossier_deadline":
            details.append([key, value])
    details.append(["dossier_deadline.before", "2021-02-25"])
    details.append(["dossier_deadline.zone", "Asia/Ho_Chi_Minh"])
    for sheet, content in answers.items():
        exported = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        page = book.create_sheet(sheet)
        for row in exported.iter_rows():
            page.append([cell.value for cell in row])
    for file in CLEAN.glob("*.csv"):
        if file.stem not in answers:
            page = book.create_sheet(file.stem)
            with file.open(encoding="utf-8-sig", newline="") as lines:
                for row in csv.reader(lines):
                    page.append(row)
    book.save(place / "province.xlsx")
    return place / "province.xlsx"


def test_a_play_leaves_the_consolidated_report_in_every_format(tmp_path: Path) -> None:
    vary(FAULTY, tmp_path / "folder", SEED, units=1)
    figures = play_embedded(tmp_path / "folder", tmp_path / "data", as_json=True, export=tmp_path / "out").figures
    left = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert left.keys() == {f"report.{ending}" for ending in FORMATS}
    tables = {table["name"]: table for table in orjson.loads(left["report.json"])["tables"]}
    members = next(row for row in tables["summary"]["rows"] if row["kind"] == "Đảng viên")
    assert members["total"] == figures["ratings"]["mem"]["total"]
    told = [cell for table in from_docx(left["report.docx"]) for row in table for cell in row]
    assert f"{members['total']:,}".replace(",", ".") in told


def test_four_services_on_postgresql_export_in_the_background_too(deployment: Deployment, tmp_path: Path) -> None:
    play(deployment, SON_LA_2020.write(tmp_path / "folder"))
    token = deployment.issuer.mint("officer", ["board_officer"], organization="TU")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    reporting = deployment.addresses["reporting"]
    body = orjson.dumps({"table": "organizations", "format": "xlsx"})
    ordered = urllib3.request(
        "POST", f"{reporting}/reporting/campaigns/SL-2020/export-jobs", body=body, headers=headers, retries=False
    )
    assert ordered.status == 202, ordered.data
    ends = time.monotonic() + PATIENCE_SECONDS
    while (job := urllib3.request("GET", reporting + ordered.headers["Location"], headers=headers).json())[
        "state"
    ] != "done":
        assert job["state"] in ("waiting", "running") and time.monotonic() < ends, job
        time.sleep(0.1)
    file = urllib3.request("GET", reporting + job["result"], headers=headers)
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0]
    assert sum(row[0].value is not None and str(row[0].value).startswith("CB") for row in sheet.iter_rows()) == 598
