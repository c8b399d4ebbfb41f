from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from deploy.campaign import cells
from deploy.campaign.cells import CellRefused


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020-03-02", "2020-03-02"),
        ("02/03/2020", "2020-03-02"),
        ("2/3/2020", "2020-03-02"),
        ("31/12/2020", "2020-12-31"),
        (date(2020, 3, 2), "2020-03-02"),
    ],
)
def test_a_date_is_read_with_the_day_before_the_month(cell: Any, expected: str) -> None:
    assert cells.calendar_date(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["12/31/2020", "2020-02-30", "2020-3-2", "20200302", "31-12-2020", "٢٠٢٠-٠٣-٠٢", 44000.0, datetime(2020, 3, 2, 5)],
)
def test_what_is_no_date_is_refused_and_not_guessed(cell: Any) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.calendar_date(cell)
    assert refused.value.reason.code == "not_a_date"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2021-02-24T17:00:00Z", "2021-02-24T17:00:00+00:00"),
        ("2021-02-24T23:59:59+07:00", "2021-02-24T23:59:59+07:00"),
        ("2021-02-24T23:59+07:00", "2021-02-24T23:59:00+07:00"),
    ],
)
def test_an_instant_keeps_its_offset(cell: str, expected: str) -> None:
    assert cells.instant(cell) == expected


@pytest.mark.parametrize(
    "cell", ["2021-02-24T17:00:00", "2021-02-24", "2021-02-24T25:00:00Z", datetime(2021, 2, 24, 17)]
)
def test_an_instant_without_offset_is_refused(cell: Any) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.instant(cell)
    assert refused.value.reason.code == "not_an_instant"


@pytest.mark.parametrize(("cell", "expected"), [("0", 0), ("12", 12), (12.0, 12), (7, 7)])
def test_a_count_is_a_whole_number(cell: Any, expected: int) -> None:
    assert cells.count(cell) == expected


@pytest.mark.parametrize("cell", ["-1", "1.5", "1,000", " 1", "một", 1.5, -1.0, True, "9999999999"])
def test_what_is_no_count_is_refused(cell: Any) -> None:
    with pytest.raises(CellRefused):
        cells.count(cell)


def test_text_is_composed_and_a_decomposed_name_is_the_same_text() -> None:
    assert cells.text("Đỗ") == "Đỗ"


@pytest.mark.parametrize(
    ("cell", "expected"), [(5.0, "5"), (0.30000000000000004, "0.3"), (49.9, "49.9"), (1e-5, "0.00001")]
)
def test_a_number_in_a_text_column_is_its_digits(cell: float, expected: str) -> None:
    assert cells.text(cell) == expected


@pytest.mark.parametrize("cell", [date(2020, 12, 1), time(5), True])
def test_a_text_that_excel_has_turned_into_something_else_is_refused(cell: Any) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.text(cell)
    assert refused.value.reason.code == "not_text"


def test_degrees_come_by_criterion() -> None:
    assert cells.degrees("MEM-I-1=XS; MEM-I-2=TOT") == {"MEM-I-1": "XS", "MEM-I-2": "TOT"}


@pytest.mark.parametrize("cell", ["MEM-I-1", "=XS", "MEM-I-1=GIOI", "MEM-I-1=XS;MEM-I-1=TOT"])
def test_a_malformed_or_repeated_degree_is_refused_by_name(cell: str) -> None:
    with pytest.raises(CellRefused, match=cell.split(";")[-1]):
        cells.degrees(cell)


def test_a_subject_has_one_of_the_kinds_of_its_sheet() -> None:
    read = cells.subject("col", "mem")
    assert read("mem:DV000001") == "mem:DV000001"
    for wrong in ("org:TU", "DV000001", "mem:"):
        with pytest.raises(CellRefused):
            read(wrong)


def test_a_list_is_separated_by_semicolons() -> None:
    assert cells.codes("GY0001; GY0002;") == ["GY0001", "GY0002"]


@pytest.mark.parametrize(("cell", "expected"), [("yes", True), ("no", False), (True, True)])
def test_yes_and_no(cell: Any, expected: bool) -> None:
    assert cells.yes_or_no(cell) is expected


@pytest.mark.parametrize("cell", ["Yes", "có", "1", 1.0])
def test_nothing_else_is_yes_or_no(cell: Any) -> None:
    with pytest.raises(CellRefused):
        cells.yes_or_no(cell)
