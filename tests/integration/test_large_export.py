"""A province of 100,000 members is exported whole: no row is lost, and the columns keep their order."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from services.reporting.exports.process import ExportProcess
from services.reporting.readmodel import ratings
from shared.eventstore import open_engine
from tests.bench.exporting import fill, order
from tests.unit.reporting.reading import from_csv

MEMBERS = 100_000


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('large') / 'reporting.db'}"
    fill(url, MEMBERS)
    return url


def rows_of(database: str, format: str) -> list[list[Any]]:
    """The exported rows from the headings on."""
    with ExportProcess(database, order(format)) as process:
        assert process.wait(180)
        content = process.result()
    if format == "csv":
        return from_csv(content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[4:]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_as_many_rows_come_out_as_subjects_are_counted(database: str, format: str) -> None:
    with open_engine(database).begin() as connection:
        counted = connection.scalar(select(func.count()).select_from(ratings))
    [header, *rows] = rows_of(database, format)
    members = [row for row in rows if row[0]]
    assert len(members) == len({row[0] for row in members}) == counted == MEMBERS
    assert header[:3] == ["Mã", "Họ và tên", "Đơn vị"] and header[9:11] == ["Mức xếp loại", "Mức đề xuất"]
    assert {row[9] for row in members} == {"Tốt"}
