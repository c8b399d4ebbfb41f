from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from deploy.campaign.problems import CampaignUnreadable, Problem
from deploy.campaign.reader import LISTED_PROBLEMS, Campaign
from tests.unit.campaign.folders import BOTH, CAMPAIGN, header, make_folder, person, write_sheet


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CampaignUnreadable) as unreadable:
        Campaign.at(folder).check()
    return unreadable.value.problems


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str | None, str]]:
    return [(problem.sheet, problem.row, problem.column, problem.reason.code) for problem in problems]


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_the_sample_folders_have_no_fault(folder: Path) -> None:
    counts = Campaign.at(folder).check()
    assert counts["people"] == 1500
    assert counts["decisions"] in (2154, 2040)


def test_the_campaign_is_the_body_that_opens_it(tmp_path: Path) -> None:
    assert Campaign.at(make_folder(tmp_path)).details() == {
        "code": "BD-2020",
        "title": "Kiểm điểm năm 2020",
        "rulebook": "vn-party-annual-review/2020",
        "year": 2020,
        "document": "04-CV/TU",
        "opened_on": "2020-10-30",
        "dossier_deadline": {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
        "province": "TU",
        "dossiers_to": "Ban Tổ chức Tỉnh ủy",
        "reference_date": "2020-12-31",
    }


def test_rows_are_typed_and_an_empty_cell_is_not_given(tmp_path: Path) -> None:
    post = {
        "code": "CV00001",
        "person": "DV000001",
        "collective": "TT-TU",
        "title": "Bí thư",
        "post_group": "BI_THU",
        "head": "yes",
        "management_level": "TW",
        "from": "01/08/2010",
        "to": "",
    }
    opinion = {"subject": "mem:DV000001", "stage": "TU_XL", "level": "HTTNV", "degrees": "", "given_on": "2020-12-01"}
    ballot = dict.fromkeys(header("ballots"), "3") | {
        "subject": "mem:DV1",
        "stage": "CB_XL",
        "held_on": "",
        "KHTNV": "",
    }
    campaign = Campaign.at(make_folder(tmp_path, posts=[post], opinions=[opinion], ballots=[ballot]))
    assert [row.body for row in campaign.rows("posts")] == [
        {
            "code": "CV00001",
            "person": "DV000001",
            "collective": "TT-TU",
            "title": "Bí thư",
            "post_group": "BI_THU",
            "head": True,
            "management_level": "TW",
            "held_from": "2010-08-01",
            "held_to": None,
        }
    ]
    assert [row.body["degrees"] for row in campaign.rows("opinions")] == [{}]
    (tally,) = (row.body for row in campaign.rows("ballots"))
    assert tally["votes"] == {"HTXSNV": 3, "HTTNV": 3, "HTNV": 3}
    assert tally["held_on"] is None
    assert "KHTNV" not in tally


def test_byte_order_mark_crlf_line_breaks_and_column_order_make_no_difference(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    columns = "full_name,code,cell,member_status,birth_date,admitted_on,civil_category,sick_leave_months"
    write_sheet(
        folder, "people", f'\ufeff{columns}\r\n"Lê\nVăn ""A""",DV1,C1,active,,,,\r\n\r\n=1+1,DV2,C1,active,,,,\r\n'
    )
    rows = list(Campaign.at(folder).rows("people"))
    assert [(row.number, row.body["code"], row.body["full_name"]) for row in rows] == [
        (2, "DV1", 'Lê\nVăn "A"'),
        (4, "DV2", "=1+1"),
    ]


def test_text_in_nfd_is_read_as_nfc(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, people=[person(full_name=unicodedata.normalize("NFD", "Trần Thị Hòa"))])
    (row,) = Campaign.at(folder).rows("people")
    assert row.body["full_name"] == "Trần Thị Hòa"


def test_a_fault_names_sheet_row_column_value_reason_and_way_out_in_both_languages(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, people=[person(full_name="Lê\nVăn"), person(birth_date="31/02/1970")])
    (problem,) = problems_of(folder)
    assert problem.say("vi") == (
        'Trang people, hàng 3, cột birth_date, giá trị "31/02/1970": không phải ngày có thật. '
        "Cách sửa: viết 2020-12-31 hoặc 31/12/2020 (ngày trước, tháng sau), hoặc định dạng ô là ngày."
    )
    assert problem.say("en").startswith(
        'Sheet people, row 3, column birth_date, value "31/02/1970": this is not a date that exists. Way out: '
    )


def test_an_empty_line_is_a_row_when_faults_are_counted(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    columns = ",".join(header("facts"))
    write_sheet(folder, "facts", f"{columns}\n\n,,,\nDV1,disciplined_in_year,yes,\n")
    assert places(problems_of(folder)) == [("facts", 4, "subject", "not_a_subject")]


def test_faults_of_all_sheets_are_reported_together(tmp_path: Path) -> None:
    folder = make_folder(
        tmp_path,
        people=[person(member_status="retired", code=""), person(sick_leave_months="-1")],
        decisions=[dict.fromkeys(header("decisions"), "") | {"document": "01"}],
    )
    (folder / "posts.csv").unlink()
    write_sheet(folder, "civil_ratings", "person,level,decided_on,grade,level\n")
    (folder / "campaign.yaml").write_text(CAMPAIGN.replace("year: 2020\n", "yeer: 2020\n"), encoding="utf-8")
    assert places(problems_of(folder)) == [
        ("campaign", 4, "yeer", "unknown_key"),
        ("campaign", None, "year", "missing_key"),
        ("people", 2, "code", "required"),
        ("people", 2, "member_status", "unknown_code"),
        ("people", 3, "sick_leave_months", "not_a_count"),
        ("posts", None, None, "missing_sheet"),
        ("civil_ratings", 1, "grade", "unknown_column"),
        ("civil_ratings", 1, "level", "repeated_column"),
        ("civil_ratings", 1, "document", "missing_column"),
        ("decisions", 2, "decided_by", "required"),
        ("decisions", 2, "decided_at", "required"),
        ("decisions", 2, "subject", "required"),
        ("decisions", 2, "level", "required"),
    ]


def test_the_list_of_faults_is_bounded_and_says_that_there_are_more(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, people=[person(birth_date="?")] * (LISTED_PROBLEMS + 1))
    with pytest.raises(CampaignUnreadable) as unreadable:
        Campaign.at(folder).check()
    assert len(unreadable.value.problems) == LISTED_PROBLEMS
    assert unreadable.value.more
    assert unreadable.value.say("vi").endswith("còn lỗi khác sau các lỗi này.")


def test_a_prompt_or_review_of_an_organization_is_refused(tmp_path: Path) -> None:
    prompt = {
        "code": "GY1",
        "subject": "org:QN",
        "issued_by": "TU",
        "document": "112",
        "issued_on": "2020-11-17",
        "text": "x",
    }
    review = dict.fromkeys(header("reviews"), "") | {"subject": "org:QN", "form": "01"}
    folder = make_folder(tmp_path, prompts=[prompt], reviews=[review])
    assert places(problems_of(folder)) == [
        ("prompts", 2, "subject", "not_a_subject"),
        ("reviews", 2, "subject", "not_a_subject"),
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", (1, None, "no_header")),
        (b"person;level;decided_on;document\n", (1, None, "wrong_separator")),
        ("person,level".encode("utf-16"), (1, None, "not_utf8")),
        (b"person,level,decided_on,document\nDV1,HTTNV,,C\xf4ng v\xe2n\n", (2, "document", "not_utf8")),
        (b"person,level,decided_on,document\nDV1,HTTNV,,a\x00b\n", (2, "document", "unstorable_text")),
        (b"person,level,decided_on,document\nDV1,HTTNV\n", (2, None, "short_row")),
        (b"person,level,decided_on,document\nDV1,HTTNV,,1,2\n", (2, "E", "value_without_column")),
        (b'person,level,decided_on,document\nDV1,HTTNV,,"a\nb"\nDV2,HTTNV,,"open\n', (3, None, "not_csv")),
    ],
)
def test_a_file_that_is_no_such_csv_is_refused_at_its_row(
    tmp_path: Path, content: bytes, place: tuple[int, str | None, str]
) -> None:
    folder = make_folder(tmp_path)
    write_sheet(folder, "civil_ratings", content)
    assert places(problems_of(folder)) == [("civil_ratings", *place)]


def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    write_sheet(folder, "civil_ratings", b"person,level,decided_on,document\nDV1,HTTNV,,v\xe2n\n")
    (problem,) = problems_of(folder)
    assert 'value "v\\xe2n"' in problem.say("en")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{before: 2021-02-25, zone", "{zone", (None, "dossier_deadline", "one_deadline")),
        ("before: 2021-02-25", "before: 2021-02-25, by: 2021-02-25", (None, "dossier_deadline", "one_deadline")),
        ("before: 2021-02-25", "before: 2021-02-30", (7, "dossier_deadline.before", "not_a_date")),
        ("Asia/Ho_Chi_Minh", "Asia/Quy_Nhon", (7, "dossier_deadline.zone", "unknown_zone")),
        ("province: TU", "province:", (8, "province", "required")),
        ("province: TU", "province: [TU, QN]", (8, "province", "not_one_value")),
        ("year: 2020", "code: BD-2021\nyear: 2020", (4, "code", "repeated_key")),
        ("year: 2020", "year: [2020", (5, None, "not_yaml")),
    ],
)
def test_a_faulty_campaign_file_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, place: tuple[int | None, str | None, str]
) -> None:
    folder = make_folder(tmp_path)
    (folder / "campaign.yaml").write_text(CAMPAIGN.replace(old, new), encoding="utf-8")
    assert places(problems_of(folder)) == [("campaign", *place)]


def test_a_deadline_may_include_its_day(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (folder / "campaign.yaml").write_text(CAMPAIGN.replace("before:", "by:"), encoding="utf-8")
    assert Campaign.at(folder).details()["dossier_deadline"]["rule"] == "by"


def test_a_path_that_leads_nowhere_or_to_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"")
    for name, code in (("nothing", "campaign_not_found"), ("old.xls", "not_a_campaign")):
        with pytest.raises(CampaignUnreadable) as unreadable:
            Campaign.at(tmp_path / name)
        assert unreadable.value.problems[0].reason.code == code


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, people=[person(), person(birth_date="?")])
    rows = Campaign.at(folder).rows("people")
    assert next(rows).number == 2
    with pytest.raises(CampaignUnreadable):
        next(rows)
