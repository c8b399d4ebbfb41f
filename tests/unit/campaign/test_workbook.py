from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from deploy.campaign import archive
from deploy.campaign.problems import CampaignUnreadable
from deploy.campaign.reader import Campaign
from deploy.campaign.sources import open_source
from deploy.campaign.writing import LONGEST_CELL, CellTooLong, write_workbook
from tests.unit.campaign.folders import BOTH, SHEET_NAMES, header, make_folder, person, write_sheet


def as_workbook(folder: Path) -> Path:
    target = folder.parent / f"{folder.name}.xlsx"
    write_workbook(open_source(folder), target)
    return target


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_a_folder_written_as_a_workbook_reads_back_as_the_same_rows(tmp_path: Path, folder: Path) -> None:
    target = tmp_path / "campaign.xlsx"
    write_workbook(open_source(folder), target)
    written, read = Campaign.at(folder), Campaign.at(target)
    assert read.details() == written.details()
    for sheet in SHEET_NAMES:
        assert list(read.rows(sheet)) == list(written.rows(sheet)), sheet


def test_no_text_becomes_a_formula_an_error_or_another_text(tmp_path: Path) -> None:
    names = ["=1+1", "+84", "-5", "@SUM(A1)", "#N/A", "a\r\nb\nc", "_x000D_", "  two  ", "\x01", "007", "1e5", "TRUE"]
    folder = make_folder(tmp_path / "names", people=[person(full_name=name) for name in names])
    read = Campaign.at(as_workbook(folder))
    assert [row.body["full_name"] for row in read.rows("people")] == names


def test_rows_keep_their_numbers_and_old_dates_their_day(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "old")
    line = "DV{},Lê Văn A,{},,active,,,".format
    dates = ["1899-12-31", "1900-02-28", "1900-03-01"]
    lines = [",".join(header("people")), "", *(line(number, day) for number, day in enumerate(dates))]
    write_sheet(folder, "people", "\r\n".join(lines))
    rows = list(Campaign.at(as_workbook(folder)).rows("people"))
    assert [(row.number, row.body["birth_date"]) for row in rows] == list(zip([3, 4, 5], dates, strict=True))


def test_dates_and_counts_are_such_in_the_workbook(tmp_path: Path) -> None:
    book = load_workbook(as_workbook(make_folder(tmp_path / "types", people=[person()])))
    row = dict(zip(header("people"), next(book["people"].iter_rows(min_row=2, values_only=True)), strict=True))
    assert row["birth_date"] == datetime(1955, 5, 17)
    assert row["sick_leave_months"] == 0
    assert row["civil_category"] is None


def test_a_faulty_folder_is_not_written(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "faulty", people=[person(birth_date="?")])
    with pytest.raises(CampaignUnreadable):
        as_workbook(folder)
    assert not (tmp_path / "faulty.xlsx").exists()


def test_a_text_that_no_cell_can_hold_is_not_cut(tmp_path: Path) -> None:
    with pytest.raises(CellTooLong):
        as_workbook(make_folder(tmp_path / "long", people=[person(full_name="a" * (LONGEST_CELL + 1))]))


def edited(tmp_path: Path, cell: str, value: Any) -> Path:
    """A workbook of one person, with one cell of the people sheet changed as a person in Excel would."""
    path = as_workbook(make_folder(tmp_path / "edited", people=[person()]))
    book = load_workbook(path)
    book["people"][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize("value", ["02/03/1970", "1970-03-02", date(1970, 3, 2), datetime(1970, 3, 2)])
def test_true_dates_iso_text_and_vietnamese_text_are_the_same_day(tmp_path: Path, value: object) -> None:
    (row,) = Campaign.at(edited(tmp_path, "C2", value)).rows("people")
    assert row.body["birth_date"] == "1970-03-02"


@pytest.mark.parametrize(
    ("cell", "value", "place"),
    [
        ("C2", datetime(1970, 1, 1, 8, 30), (2, "birth_date", "not_a_date")),
        ("G2", date(2020, 1, 12), (2, "cell", "not_text")),
        ("B2", "#REF!", (2, "full_name", "cell_error")),
        ("J2", "stray", (2, "J", "value_without_column")),
        ("I1", "age", (1, "age", "unknown_column")),
        ("AA5", "far", (None, None, "far_cell")),
    ],
)
def test_a_fault_in_a_workbook_is_named_by_sheet_row_and_column(
    tmp_path: Path, cell: str, value: object, place: tuple[int | None, str | None, str]
) -> None:
    path = edited(tmp_path, cell, value)
    with pytest.raises(CampaignUnreadable) as unreadable:
        Campaign.at(path).check()
    (problem,) = unreadable.value.problems
    assert (problem.sheet, problem.row, problem.column, problem.reason.code) == ("people", *place)


def test_a_workbook_without_a_sheet_names_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    with pytest.raises(CampaignUnreadable) as unreadable:
        Campaign.at(path).check()
    assert [problem.sheet for problem in unreadable.value.problems] == ["campaign", *SHEET_NAMES]
    assert {problem.reason.code for problem in unreadable.value.problems} == {"missing_sheet"}


def packed(path: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(part, content)
    return path


def refusal_of(path: Path) -> str:
    with pytest.raises(CampaignUnreadable) as unreadable:
        Campaign.at(path)
    return unreadable.value.problems[0].reason.code


def test_an_abnormally_packed_workbook_is_not_opened(tmp_path: Path) -> None:
    assert (
        refusal_of(packed(tmp_path / "bomb.xlsx", "xl/worksheets/sheet1.xml", b" " * 5_000_000))
        == "suspicious_workbook"
    )


def test_a_part_that_lies_about_its_size_is_measured(tmp_path: Path) -> None:
    path = packed(tmp_path / "liar.xlsx", "sheet.xml", b" " * 5_000_000)
    path.write_bytes(path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert refusal_of(path) == "suspicious_workbook"


def test_a_workbook_above_the_size_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_CONTENT", 1000)
    assert refusal_of(packed(tmp_path / "large.xlsx", "sheet.xml", bytes(range(250)) * 5)) == "workbook_too_large"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip archive at all"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    assert refusal_of(path) == "not_readable"
