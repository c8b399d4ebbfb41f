"""Exports: in every format the rows of the page, to the digit, in the same order, and nothing cut."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.levels import LEVELS
from services.reporting.exports.catalog import FIGURES, LISTS, TABLES
from services.reporting.exports.defusing import defused, restored
from services.reporting.exports.formats import FORMATS
from services.reporting.page.formats import day, number, percentage
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS
from tests.unit.reporting.outline import outline
from tests.unit.reporting.reading import described, from_csv, from_docx, from_ndjson, from_xlsx, with_calamine, words_of

CAMPAIGN = "/reporting/campaigns/BD-2020"
NASTY = ("=1+1", "+84 256", "-5", "@SUM(A1)", "'=x", "''+y", "\t=tab", 'a;b,"c"', "dòng một\ndòng hai", "https://x.vn")


def exported(bench: Bench, name: str, **asking: Any) -> bytes:
    answer = bench.get(f"{CAMPAIGN}/exports/{name}", **asking)
    assert answer.status_code == 200, answer.text
    return answer.data


@pytest.mark.parametrize("table", TABLES)
def test_every_format_holds_the_same_cells(faulty: Bench, table: str) -> None:
    columns, rows = described(exported(faulty, f"{table}.json"))
    assert rows, "a sample without rows shows nothing"
    assert from_ndjson(exported(faulty, f"{table}.ndjson")) == rows
    assert from_xlsx(exported(faulty, f"{table}.xlsx"), columns) == rows
    written = from_csv(exported(faulty, f"{table}.csv"))
    assert written == [[column["title"] for column in columns], *([_in_csv(cell) for cell in row] for row in rows)]


def _in_csv(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return defused(cell) if isinstance(cell, str) else str(cell)


def test_excel_in_vietnamese_gets_semicolons_and_decimal_commas(faulty: Bench) -> None:
    columns, rows = described(exported(faulty, "by-unit.json"))
    [header, *lines] = from_csv(exported(faulty, "by-unit.csv?separator=;"), ";")
    assert header == [column["title"] for column in columns]
    percents = [place for place, column in enumerate(columns) if column["type"] == "percent"]
    for line, row in zip(lines, rows, strict=True):
        assert [line[place] for place in percents] == [(row[place] or "").replace(".", ",") for place in percents]


LISTED = {"organizations": "org", "collectives": "col", "members": "mem", "leaders": "ldr"}
QUERIES = ["", "unit=QN", "level=HTXSNV&sort=family", "search=nguyen&sort=unit", "state=undecided", "sort=code"]


@pytest.mark.parametrize("table", LISTED)
@pytest.mark.parametrize("query", QUERIES)
def test_a_list_has_the_rows_the_total_and_the_order_of_its_page(faulty: Bench, table: str, query: str) -> None:
    for role in ("board_officer", "importer"):
        rows = orjson.loads(faulty.get(f"{CAMPAIGN}/exports/{table}.json?{query}", role=role).data)["tables"][0]["rows"]
        page = faulty.json(f"{CAMPAIGN}/subjects?kind={LISTED[table]}&limit=500&{query}", role=role)
        codes = [item["subject"].partition(":")[2] for item in page["items"]]
        assert [row["code"] for row in rows[:500]] == codes
        assert len(rows) == page["total"]


@pytest.mark.parametrize("table", ["by-unit", "members-by-unit", "dossiers", "comparison"])
def test_the_units_of_a_table_are_in_the_order_of_the_pages(faulty: Bench, table: str) -> None:
    on_the_page = re.findall(f'href="{CAMPAIGN}/pages/units/([A-Z]+)"', faulty.get(f"{CAMPAIGN}/pages/units").text)
    assert on_the_page != sorted(on_the_page), "the names are in another order than the codes"
    groups: dict[str | None, list[str]] = {}
    for row in _rows(faulty, table):
        if row["unit_code"] is not None:
            groups.setdefault(row.get("post_group"), []).append(row["unit_code"])
    assert groups
    for units in groups.values():
        in_order = list(dict.fromkeys(units))
        assert in_order == [unit for unit in on_the_page if unit in units]


def test_calamine_reads_numbers_as_numbers_and_dates_as_dates(faulty: Bench) -> None:
    rows = with_calamine(exported(faulty, "folder-posts.xlsx"), 0)
    assert rows[0] == ["code", "person", "collective", "title", "post_group", "head", "management_level", "from", "to"]
    assert all(row[7] == "" or row[7].isoformat() for row in rows[1:])
    [total] = [row for row in with_calamine(exported(faulty, "dossiers.xlsx"), 5) if row[1] == "Cộng"]
    assert total[2] == faulty.json(f"{CAMPAIGN}/figures")["dossiers"]["expected"]


def test_the_summary_is_that_of_the_figures_and_its_shares_make_one_hundred(faulty: Bench) -> None:
    ratings = faulty.json(f"{CAMPAIGN}/figures")["ratings"]
    columns, rows = described(exported(faulty, "summary.json"))
    names = [column["name"] for column in columns]
    for row, kind in zip(rows, ("org", "col", "mem", "ldr"), strict=True):
        cells = dict(zip(names, row, strict=True))
        assert [cells[name] for name in ("total", *LEVELS, "not_rated")] == [
            ratings[kind][name] for name in ("total", *LEVELS, "not_rated")
        ]
        assert sum(round(100 * float(cells[f"{level}_pct"])) for level in LEVELS) == 10_000


def test_the_tables_by_unit_and_by_group_are_those_of_the_figures(faulty: Bench) -> None:
    figures = faulty.json(f"{CAMPAIGN}/figures")
    by_unit = _rows(faulty, "by-unit")
    for unit, kinds in figures["by_unit"].items():
        told = [row for row in by_unit if row["unit_code"] == unit]
        assert [row["HTXSNV"] for row in told] == [kinds[kind]["HTXSNV"] for kind in ("org", "col", "mem", "ldr")]
        assert told[2]["xs_of_good"] == figures["member_ratios"]["by_unit"][unit]["excellent_of_good"]
    caps = {row["code"]: (row["good"], row["allowed"], row["excellent"]) for row in _rows(faulty, "caps")}
    assert caps == {group: (cap["good"], cap["allowed"], cap["excellent"]) for group, cap in figures["caps"].items()}
    dossiers = {row["unit_code"]: row["on_time"] for row in _rows(faulty, "dossiers")}
    assert dossiers.pop(None) == figures["dossiers"]["on_time"] == sum(dossiers.values())
    assert len(_rows(faulty, "refused-documents")) == sum(map(len, figures["refused_documents"].values()))
    assert [row["code"] for row in _rows(faulty, "heads-above")] == figures["head_above_collective"]


def _rows(bench: Bench, table: str) -> list[dict[str, Any]]:
    columns, rows = described(exported(bench, f"{table}.json"))
    return [dict(zip((column["name"] for column in columns), row, strict=True)) for row in rows]


def test_the_statistical_tables_add_up_to_the_figures(faulty: Bench) -> None:
    figures = faulty.json(f"{CAMPAIGN}/figures")
    members = _rows(faulty, "members-by-unit")
    for column in ("total", *LEVELS, "not_rated"):
        assert members[-1][column] == figures["ratings"]["mem"][column] == sum(row[column] for row in members[:-1])
    assert {reason: members[-1][reason] for reason in figures["members_not_rated"]} == figures["members_not_rated"]
    assert members[-1]["must_review"] == figures["reviews"]["must_review"]["members"]
    organizations = [row for row in _rows(faulty, "organizations-by-type") if "Cộng" not in row["type"]]
    assert sum(row["total"] for row in organizations) == figures["ratings"]["org"]["total"]
    managed = _rows(faulty, "managed")
    assert sum(row["rated"] for row in managed) == sum(
        figures["ratings"][kind]["total"] - figures["ratings"][kind]["not_rated"] for kind in ("col", "ldr")
    )
    form_6f = {row["row_label"][:3]: row for row in _rows(faulty, "reviews")}
    assert form_6f["1. "]["members"] == form_6f["2. "]["members"] + form_6f["3. "]["members"]
    assert form_6f["1. "]["collectives"] == figures["reviews"]["must_review"]["collectives"]


@pytest.mark.parametrize(
    ("table", "kind"), [("organizations", "org"), ("collectives", "col"), ("members", "mem"), ("leaders", "ldr")]
)
def test_a_list_has_exactly_the_subjects_that_are_counted(faulty: Bench, table: str, kind: str) -> None:
    counted = faulty.json(f"{CAMPAIGN}/figures")["ratings"][kind]
    rows = _rows(faulty, table)
    assert len(rows) == len({row["code"] for row in rows}) == counted["total"]
    assert sum(row["level"] is None for row in rows) == counted["not_rated"]
    assert sum(row["level"] == "Xuất sắc" for row in rows) == counted["HTXSNV"]


def test_nothing_is_cut_where_the_page_shows_the_beginning_of_a_list(faulty: Bench) -> None:
    not_rated = _rows(faulty, "not-rated")
    figures = faulty.json(f"{CAMPAIGN}/figures")
    assert sum(row["level"] is None for row in not_rated) == sum(figures["members_not_rated"].values())
    assert all(row["not_rated_because"] for row in not_rated if row["level"] is None)
    owed = _rows(faulty, "dossier-list")
    states = [row["state"] for row in owed]
    assert (len(owed), states.count("Đúng hạn"), states.count("Chưa gửi")) == (
        figures["dossiers"]["expected"],
        figures["dossiers"]["on_time"],
        figures["dossiers"]["missing"],
    )
    prompts = [row["state"] for row in _rows(faulty, "prompts")]
    assert (len(prompts), prompts.count("Chưa giải trình")) == (
        figures["prompts"]["issued"],
        figures["prompts"]["unanswered"],
    )


@pytest.mark.parametrize("table", FIGURES)
def test_a_table_on_the_page_has_the_cells_of_its_export(faulty: Bench, table: str) -> None:
    columns, rows = described(exported(faulty, f"{table}.json"))
    seen = outline(faulty.get(f"{CAMPAIGN}/tables/{table}").text)
    assert seen.faults == []
    text = " ".join(seen.text.split())
    for row in rows:
        for cell, column in zip(row, columns, strict=True):
            assert " ".join(_on_page(cell, column["type"]).split()) in text


def _on_page(cell: Any, type_: str) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if type_ == "number":
        return number(cell, "vi")
    return percentage(cell, "vi") if type_ == "percent" else day(cell) if type_ == "date" else str(cell)


def test_the_main_page_and_the_summary_show_the_same_shares(faulty: Bench) -> None:
    page = faulty.get(CAMPAIGN).text
    for row in _rows(faulty, "summary"):
        assert all(percentage(row[f"{level}_pct"], "vi") in page for level in LEVELS if row[level])


def test_the_page_of_all_tables_leads_to_each_in_every_format(faulty: Bench) -> None:
    page = faulty.get(f"{CAMPAIGN}/tables").text
    assert outline(page).faults == []
    for table in ("report", *TABLES):
        assert all(f"/exports/{table}.{format}" in page for format in FORMATS)
    reader = faulty.get(f"{CAMPAIGN}/tables", role="central_reader").text
    assert "/exports/summary.xlsx" in reader and "/exports/members.xlsx" not in reader


def test_the_report_is_all_tables_in_one_file(faulty: Bench) -> None:
    report = orjson.loads(exported(faulty, "report.json"))
    assert [table["name"] for table in report["tables"]] == list(FIGURES)
    assert report["about"]["positions"]["/binh-dinh/ratings"] == faulty.subscription.heard("ratings")
    book = openpyxl.load_workbook(io.BytesIO(exported(faulty, "report.xlsx")))
    assert len(book.sheetnames) == len(FIGURES)
    lines = [orjson.loads(line) for line in exported(faulty, "report.ndjson").splitlines()]
    assert sum(line["table"] == "caps" for line in lines) == len(_rows(faulty, "caps"))
    [header, *cells] = from_csv(exported(faulty, "report.csv"))
    assert header == ["bảng", "dòng", "cột", "giá trị"]
    assert ["Kết quả xếp loại theo đối tượng", "Đảng viên", "Tổng số", "1500"] in cells


def test_a_workbook_is_ready_to_print_and_to_scroll(faulty: Bench) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(faulty, "by-unit.xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet and 'paperSize="9"' in sheet and 'fitToHeight="0"' in sheet
    assert 'state="frozen"' in sheet
    assert "_xlnm.Print_Titles" in names


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A province some of whose units have names that a spreadsheet would take for formulas."""
    bench = Bench(tmp_path_factory.mktemp("nasty"))
    bench.hear_folder(FOLDERS[1])
    for place, name in enumerate(NASTY):
        facts = {"code": f"X{place}", "name": name, "type": "CB_CO_SO", "parent": "QN", "founded_on": None}
        bench.hear([bench.speaker.say("organizations", "OrganizationRegistered", **facts)])
    return bench


@pytest.mark.parametrize("table", ["organizations", "folder-organizations"])
def test_text_that_looks_like_a_formula_stays_text_and_comes_back_as_it_was(nasty: Bench, table: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(nasty, f"{table}.xlsx")))
    cells = {row[0].value: row[1] for row in book.worksheets[0].iter_rows() if str(row[0].value).startswith("X")}
    assert [cells[f"X{place}"].value for place in range(len(NASTY))] == list(NASTY)
    assert {cell.data_type for cell in cells.values()} == {"s"}
    assert all(cell.hyperlink is None for cell in cells.values())
    written = {row[0]: row[1] for row in from_csv(exported(nasty, f"{table}.csv"))}
    assert [restored(written[f"X{place}"]) for place in range(len(NASTY))] == list(NASTY)
    assert all(not text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in written.values())


@given(st.text())
def test_every_text_comes_back_from_a_csv_file_as_it_was(text: str) -> None:
    assert restored(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_is_too_long_for_paper_is_refused_and_not_cut(faulty: Bench) -> None:
    answer: Any = faulty.get(f"{CAMPAIGN}/exports/members.pdf")
    assert (answer.status_code, answer.json["code"]) == (422, "too_long_for_paper")
    assert "1000" in answer.json["detail"]
    [table] = from_docx(exported(faulty, "members.docx"))
    assert len(table) == 1501


def test_a_list_on_paper_has_every_row(faulty: Bench) -> None:
    columns, rows = described(exported(faulty, "not-rated.json"))
    [table] = from_docx(exported(faulty, "not-rated.docx"))
    assert table[0] == [column["title"] for column in columns]
    assert [row[0] for row in table[1:]] == [row[0] for row in rows]


def test_an_unknown_table_or_format_is_named_with_those_there_are(faulty: Bench) -> None:
    answer: Any = faulty.get(f"{CAMPAIGN}/exports/nothing.xlsx")
    assert (answer.status_code, answer.json["code"]) == (404, "no_such_table")
    assert "by-unit" in answer.json["detail"]
    answer = faulty.get(f"{CAMPAIGN}/exports/summary.exe")
    assert (answer.status_code, answer.json["code"]) == (404, "no_such_format")


@pytest.mark.parametrize("table", [*LISTS, "refused-documents", "refused-dossiers", "heads-above"])
def test_a_central_reader_gets_no_table_of_single_subjects(faulty: Bench, table: str) -> None:
    answer: Any = faulty.get(f"{CAMPAIGN}/exports/{table}.csv", role="central_reader")
    assert (answer.status_code, answer.json["code"]) == (403, "table_not_for_role")


@pytest.mark.parametrize("format", ["json", "csv", "docx"])
def test_a_central_reader_gets_the_aggregates_of_the_report(faulty: Bench, format: str) -> None:
    content = exported(faulty, f"report.{format}", role="central_reader")
    text = words_of(content) if format == "docx" else content.decode()
    assert "mem:" not in text and "ldr:" not in text
    assert "1.500" in text or "1500" in text


def test_an_importer_sees_codes_and_no_names_of_people(faulty: Bench) -> None:
    named = next(row for row in _rows(faulty, "members") if row["full_name"])
    text = exported(faulty, "members.csv", role="importer").decode()
    assert named["code"] in text and named["full_name"] not in text
    assert faulty.get(f"{CAMPAIGN}/exports/folder-posts.csv", role="importer").status_code == 403


def test_an_export_is_limited_to_the_callers_part_of_the_tree(faulty: Bench) -> None:
    own = faulty.json(f"{CAMPAIGN}/figures", role="unit_officer", organization="QN")["ratings"]["mem"]["total"]
    content = exported(faulty, "members.json", role="unit_officer", organization="QN")
    assert len(described(content)[1]) == own
    assert len(described(exported(faulty, "members.json?unit=QN"))[1]) == own
    neighbour = faulty.get(f"{CAMPAIGN}/exports/members.json?unit=AN", role="unit_officer", organization="QN")
    assert neighbour.status_code == 404
    assert faulty.get(f"{CAMPAIGN}/exports/members.json?unit=QN-01").status_code == 404
