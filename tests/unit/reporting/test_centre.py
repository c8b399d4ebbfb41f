"""The centre: what it shows of provinces that answer, are cut off, or do not answer; to whom, and of whom."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from openpyxl import load_workbook

from services.reporting.centre.describing import LIGHT, TABLES
from services.reporting.domain.levels import LEVELS
from shared.contracts.vocabulary import SUBJECT_KINDS
from shared.domain import iso
from shared.web import SESSION_COOKIE
from tests.centre import CentreBench, Source, answering, serving
from tests.unit.reporting.bench import NOW, Bench, HeldClock
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.outline import outline
from tests.unit.reporting.test_page_readers import names_of_people

YEAR = "/centre/campaigns/2020"
PAGES = ("/centre/pages", YEAR, f"{YEAR}?lang=en")
EXPECTED = Folder(FOLDERS[0]).expected


class Provinces:
    """Bình Định, which has heard a campaign, An Giang, which has none, and the centre that shows both."""

    def __init__(self, folder: Path, heard: Bench) -> None:
        self._links = ExitStack()
        self.binh_dinh = heard
        self.an_giang = Bench(_made(folder / "an-giang"))
        self.centre = CentreBench(
            folder / "centre",
            [
                Source("binh-dinh", "Tỉnh Bình Định", "Bình Định", self._url(heard), self.token),
                Source(
                    "an-giang", "Tỉnh An Giang", "An Giang", self._url(self.an_giang), lambda: _token(self.an_giang)
                ),
            ],
            HeldClock(),
        )

    def token(self) -> str:
        return _token(self.binh_dinh)

    def _url(self, bench: Bench) -> str:
        return self._links.enter_context(serving(answering(bench)))

    def go_away(self) -> None:
        """From now on neither reporting answers."""
        self._links.close()


def _token(bench: Bench, role: str = "central_reader") -> str:
    return bench.issuer.mint("centre", [role], organization="TU")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def provinces(tmp_path: Path, faulty: Bench) -> Iterator[Provinces]:
    provinces = Provinces(tmp_path, faulty)
    yield provinces
    provinces.go_away()
    faulty.subscription.silence = 0.0


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory, faulty: Bench) -> Iterator[CentreBench]:
    """The centre that sees both as they are: for tests that change nothing."""
    provinces = Provinces(tmp_path_factory.mktemp("centre"), faulty)
    yield provinces.centre
    provinces.go_away()


def test_a_province_is_shown_with_its_own_figures_and_what_they_are_from(centre: CentreBench) -> None:
    told = centre.province("binh-dinh")
    assert {name: told[name] for name in ("state", "counted", "campaign", "rulebook", "silent_since")} == {
        "state": "up_to_date",
        "counted": True,
        "campaign": "BD-2020",
        "rulebook": "vn-party-annual-review/2020",
        "silent_since": None,
    }
    assert told["figures"]["ratings"] == EXPECTED["ratings"]
    assert told["figures"]["member_ratios"] == EXPECTED["member_ratios"]["province"]
    assert told["positions"].keys() == {"organizations", "ratings", "reviews"} and all(told["positions"].values())
    assert told["said_at"] <= told["asked_at"] == iso(NOW)


def test_what_has_no_campaign_in_the_year_is_named_and_left_out(centre: CentreBench) -> None:
    year = centre.year()
    assert (year["counted"], year["left_out"]) == (["binh-dinh"], ["an-giang"])
    assert centre.province("an-giang")["state"] == "no_campaign"
    assert year["together"]["ratings"] == EXPECTED["ratings"]
    page = " ".join(outline(centre.get(YEAR).text).text.split())
    assert "chỉ cộng 1 trên 2 tỉnh. Không cộng: Tỉnh An Giang (không có đợt kiểm điểm)" in page


def test_a_province_that_was_not_heard_for_an_hour_is_counted_and_says_since_when(provinces: Provinces) -> None:
    provinces.binh_dinh.subscription.silence = 3_600.0
    told = provinces.centre.province("binh-dinh")
    assert (told["state"], told["counted"]) == ("behind", True)
    assert told["silent_since"] == iso(NOW - timedelta(hours=1))
    page = " ".join(outline(provinces.centre.get(YEAR).text).text.split())
    assert "Tỉnh Bình Định (không nhận được gì từ 01/03/2021 09:20 (+07:00))" in page


def test_a_reporting_that_does_not_answer_leaves_its_last_figures_marked_and_uncounted(provinces: Provinces) -> None:
    before = provinces.centre.province("binh-dinh")
    provinces.go_away()
    year, after = provinces.centre.year(), provinces.centre.province("binh-dinh")
    assert (year["counted"], year["together"]) == ([], None)
    assert (after["state"], after["counted"]) == ("unreachable", False)
    assert {name: after[name] for name in ("figures", "asked_at")} == {
        name: before[name] for name in ("figures", "asked_at")
    }
    page = " ".join(outline(provinces.centre.get(YEAR).text).text.split())
    assert "Không có tỉnh nào cộng được" in page and "không liên lạc được · số liệu lúc 01/03/2021 10:20" in page
    listed = provinces.centre.get("/centre/campaigns").json
    assert listed == {
        "items": [{"year": 2020, "campaigns": {"binh-dinh": "BD-2020"}}],
        "unreachable": ["an-giang", "binh-dinh"],
    }


def test_a_token_that_may_not_see_the_province_shows_nothing_of_it(provinces: Provinces) -> None:
    token_file = provinces.centre.file.with_name("binh-dinh.token")
    token_file.write_text(_token(provinces.binh_dinh, "subscriber"))
    assert provinces.centre.province("binh-dinh")["state"] == "unreachable"
    token_file.write_text(_token(provinces.binh_dinh))  # renewed in its place
    assert provinces.centre.province("binh-dinh")["state"] == "up_to_date"


def test_a_year_without_any_campaign_is_not_found(centre: CentreBench) -> None:
    for path in ("/centre/campaigns/1999", "/centre/campaigns/1999/figures"):
        assert centre.get(path).status_code == 404


@pytest.mark.parametrize(
    ("table", "format"), [*((table, "csv") for table in TABLES), *(("report", format) for format in LIGHT)]
)
def test_tables_come_as_files_and_all_of_them_in_every_light_format(
    centre: CentreBench, table: str, format: str
) -> None:
    answer = centre.get(f"{YEAR}/exports/{table}.{format}")
    assert answer.status_code == 200 and answer.data
    assert f"centre-2020-{table}.{format}" in answer.headers["Content-Disposition"]


def test_the_table_of_provinces_holds_their_figures_and_the_sum(centre: CentreBench) -> None:
    [table] = centre.get(f"{YEAR}/exports/by-province.json?lang=en").json["tables"]
    [row, whole] = [row for row in table["rows"] if row["kind"] == SUBJECT_KINDS["mem"][1]]
    assert (row["province_code"], row["province"], whole["province"]) == ("binh-dinh", "Bình Định", "All")
    for line in (row, whole):
        assert [line[level] for level in LEVELS] == [EXPECTED["ratings"]["mem"][level] for level in LEVELS]


def test_a_workbook_says_how_many_provinces_are_in_it_and_which_are_not(centre: CentreBench) -> None:
    workbook = load_workbook(io.BytesIO(centre.get(f"{YEAR}/exports/report.xlsx").data))
    cells = {str(cell.value) for sheet in workbook for row in sheet for cell in row if cell.value is not None}
    text = " ".join(cells)
    assert "1/2" in text and "Tỉnh An Giang (không có đợt kiểm điểm)" in text


def test_without_a_sum_there_is_no_table_of_it(provinces: Provinces) -> None:
    provinces.go_away()
    answers = {table: provinces.centre.get(f"{YEAR}/exports/{table}.csv").status_code for table in (*TABLES, "report")}
    assert answers.pop("provinces") == answers.pop("report") == 200
    assert set(answers.values()) == {404}


@pytest.mark.parametrize("file", ["members.csv", "summary.pdf", "summary.exe"])
def test_what_the_centre_does_not_have_is_refused_with_what_there_is(centre: CentreBench, file: str) -> None:
    answer = centre.get(f"{YEAR}/exports/{file}")
    assert answer.status_code == 404 and answer.json["code"] in ("no_such_table", "no_such_format")


def test_everything_is_for_central_readers_alone(centre: CentreBench) -> None:
    centre.client.delete_cookie(SESSION_COOKIE)
    for path in ("/centre/pages", "/centre/campaigns", YEAR, f"{YEAR}/figures", f"{YEAR}/exports/summary.csv"):
        assert centre.client.get(path).status_code == 401
        for role in ("board_officer", "unit_officer", "importer", "member", "operator", "subscriber"):
            assert centre.get(path, role=role).status_code == 403


def test_no_single_subject_is_in_anything_that_the_centre_tells(centre: CentreBench) -> None:
    tables = [f"{YEAR}/exports/{table}.csv" for table in (*TABLES, "report")]
    people = names_of_people()
    for path in (*PAGES, "/centre/campaigns", f"{YEAR}/figures", *tables):
        text = centre.get(path).text
        assert not re.search(r"\b(mem|ldr):", text), path
        assert not [name for name in people if name in text], path


def test_a_browser_signs_in_and_comes_back_and_signs_out(centre: CentreBench) -> None:
    refused = centre.client.get(YEAR, headers={"Accept": "text/html"})
    [way_in] = [link for link in outline(refused.text).links if "sign-in" in link]
    assert way_in == "/centre/sign-in?next=%2Fcentre%2Fcampaigns%2F2020"
    token = centre.issuer.mint("reader-1", ["central_reader"])
    signed_in = centre.client.post("/centre/sign-in", data={"token": token, "next": YEAR})
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, YEAR)
    assert centre.client.get(YEAR).status_code == 200
    assert centre.client.post("/centre/sign-in", data={"token": token}).headers["Location"] == "/centre/pages"
    assert centre.client.post("/centre/sign-out", data={"lang": "vi"}).headers["Location"] == "/centre/sign-in"
    assert centre.client.get(YEAR).status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(centre: CentreBench, faulty: Bench, path: str) -> None:
    links = [urljoin(path, link) for link in outline(centre.get(path).text).links]
    assert len(links) > 3
    for link in links:
        if link.startswith("http"):
            below = urlsplit(link)
            asked = f"{below.path}?{below.query}" if below.query else below.path
            assert faulty.get(asked, role="central_reader").status_code == 200, link
        else:
            assert centre.get(link).status_code == 200, link


def test_the_metrics_say_which_province_is_heard_and_which_does_not_answer(provinces: Provinces) -> None:
    provinces.binh_dinh.subscription.silence = 3_600.0
    lines = provinces.centre.client.get("/metrics").text.splitlines()
    assert 'kiemdiem_centre_silent_seconds{province="binh-dinh"} 3600.0' in lines
    assert 'kiemdiem_centre_reachable{province="binh-dinh"} 1.0' in lines
    provinces.go_away()
    lines = provinces.centre.client.get("/centre/metrics").text.splitlines()
    assert 'kiemdiem_centre_reachable{province="binh-dinh"} 0.0' in lines
    assert not [line for line in lines if line.startswith("kiemdiem_centre_silent_seconds{")]
    assert provinces.centre.client.get("/readyz").status_code == 200
