"""The pages: complete, well formed, in two languages, safe with any text, and for each reader what may be seen."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from services.reporting.page import LANGUAGES, STYLE, Language
from services.reporting.page.formats import points, signed
from services.reporting.page.frame import GROUPS
from services.reporting.page.labels import LABELS, PAGES
from services.reporting.page.words import TEXTS
from services.reporting.roster.lists import SORTS, STATES
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.outline import outline
from tests.unit.reporting.paths import ALL, CAMPAIGN, page


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def in_language(path: str, language: Language) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize("path", ALL)
def test_a_page_is_well_formed_and_can_be_read_without_seeing_it(issued: Bench, path: str, language: Language) -> None:
    html = page(issued, in_language(path, language))
    seen = outline(html)
    assert seen.faults == []
    assert f'<html lang="{language}">' in html
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert seen.tags["caption"] == seen.tags["table"]
    assert {identity for identity, times in seen.ids.items() if times > 1} == set()
    assert seen.referred <= seen.ids.keys()
    assert seen.tags["script"] == 0 and "style=" not in html


@pytest.mark.parametrize("path", ALL)
def test_nothing_missing_shows_as_a_word_of_the_machine(issued: Bench, path: str, language: Language) -> None:
    text = outline(page(issued, in_language(path, language))).text
    assert not re.search(r"\b(None|NaN|nan|null|undefined|True|False)\b", text)
    assert not re.search(r"\{\w*\}|\b(page|attend|state|sort|only|far|group)_[a-z]", text), "a label without words"


@pytest.mark.parametrize("path", ["", "/pages/units", "/pages/subjects", "/pages/caps", "/pages/outstanding"])
def test_a_province_of_which_nothing_was_heard_yet_has_pages_too(bench: Bench, path: str) -> None:
    folder, say = Folder(FOLDERS[0]), bench.speaker.say
    tu = {"code": "TU", "name": "Đảng bộ tỉnh", "type": "DB_TINH", "parent": None, "founded_on": None}
    rulebook = {"rulebook": folder.campaign["rulebook"], "content_sha256": "0" * 64}
    facts = {name: str(value) for name, value in folder.campaign.items() if name not in ("code", "year")}
    facts["dossier_deadline"] = {"date": "2021-02-25", "rule": "by", "zone": "Asia/Ho_Chi_Minh"}  # type: ignore[assignment]
    nothing = {"caps": [], "exclusions": []}
    bench.hear([say("organizations", "OrganizationRegistered", **tu)])
    bench.hear([say("ratings", "RulebookPublished", content=nothing, **rulebook)])
    bench.hear([say("reviews", "CampaignOpened", campaign="BD-2020", year=2020, **facts)])
    assert outline(page(bench, f"{CAMPAIGN}{path}")).faults == []


def test_every_page_of_the_navigation_has_words_and_every_group_too() -> None:
    assert {each for pages in GROUPS.values() for each in pages} == PAGES.keys()
    assert all(f"group_{group}" in LABELS for group in GROUPS)
    assert all(f"state_{state}" in LABELS for state in STATES) and all(f"sort_{sort}" in LABELS for sort in SORTS)
    assert LABELS.keys() & TEXTS.keys() == set()


def test_the_pages_show_the_figures_to_the_digit(issued: Bench) -> None:
    figures = Folder(FOLDERS[0]).expected
    members = figures["ratings"]["mem"]
    text = outline(page(issued, CAMPAIGN)).text
    for number in (f"{members['total']:,}", f"{members['HTTNV']:,}", str(figures["accepted_documents"])):
        assert number.replace(",", ".") in text
    assert figures["member_ratios"]["province"]["excellent_of_good"].replace(".", ",") in text
    units = outline(page(issued, f"{CAMPAIGN}/pages/units")).text
    for count in figures["by_unit"].values():
        assert str(count["mem"]["total"]) in units
    over = outline(page(issued, f"{CAMPAIGN}/pages/caps?only=over")).text
    assert f"{sum(group['cap'] == 'CAP-MEMBER' for group in figures['over_cap'])} nhóm" in over


def test_every_page_says_what_it_was_built_from_and_when(issued: Bench) -> None:
    for path in (CAMPAIGN, f"{CAMPAIGN}/pages/outstanding"):
        text = outline(page(issued, path)).text
        for part in ("01/03/2021 10:20 (+07:00)", "2.084", "toàn tỉnh"):
            assert part in text
    assert "trước ngày 25/02/2021" in page(issued, CAMPAIGN) and "hết ngày 24/02/2021" in page(issued, CAMPAIGN)
    own = outline(page(issued, CAMPAIGN, role="unit_officer", organization="QN")).text
    assert "Phạm vi: Đảng bộ thành phố Quy Nhơn" in own


def test_numbers_are_written_as_the_language_writes_them(issued: Bench) -> None:
    vietnamese, english = (page(issued, in_language(CAMPAIGN, language)) for language in LANGUAGES)
    assert "1.113" in vietnamese and "18,33\u00a0%" in vietnamese
    assert "1,113" in english and "18.33%" in english
    assert (points(-125, "vi"), points(50, "en"), points(None, "vi")) == ("\u22121,25", "+0.50", "–")
    assert (signed(-1500, "vi"), signed(3, "en"), signed(0, "vi")) == ("\u22121.500", "+3", "0")


def test_the_language_stays_when_one_goes_on_and_the_page_stays_when_one_changes_it(issued: Bench) -> None:
    english = f"{CAMPAIGN}/pages/subjects?kind=col&level=HTTNV&lang=en"
    links = [urljoin(english, link) for link in outline(page(issued, english)).links]
    inside = [link for link in links if link.startswith((f"{CAMPAIGN}?", f"{CAMPAIGN}/pages"))]
    [vietnamese] = [link for link in inside if "lang=en" not in link]
    assert vietnamese == f"{CAMPAIGN}/pages/subjects?kind=col&level=HTTNV"


def test_a_list_goes_on_page_by_page_with_its_filters(issued: Bench) -> None:
    start = f"{CAMPAIGN}/pages/subjects?level=HTTNV&sort=family&limit=100"
    first = outline(page(issued, start))
    assert "1.113 đối tượng" in first.text
    [following] = [link for link in first.links if "cursor=" in link]
    assert "level=HTTNV" in following and "sort=family" in following
    second = outline(page(issued, following))
    assert "Về trang đầu" in second.text
    shown = [set(re.findall(r"mem:DV\d+", each.text)) for each in (first, second)]
    assert len(shown[0]) == len(shown[1]) == 100 and not shown[0] & shown[1]


def test_what_was_asked_for_is_still_chosen_in_the_form(issued: Bench) -> None:
    html = page(issued, f"{CAMPAIGN}/pages/subjects?search=nguy%E1%BB%85n&unit=QN&level=HTTNV&state=differs&sort=unit")
    for chosen in (
        'value="QN" selected',
        'value="HTTNV" selected',
        'value="differs" selected',
        'value="unit" selected',
    ):
        assert chosen in html
    assert 'value="nguyễn"' in html


def test_who_may_see_no_names_is_offered_none_to_search_for(issued: Bench) -> None:
    assert LABELS["search_hint"][0] in page(issued, f"{CAMPAIGN}/pages/subjects")
    assert LABELS["search_hint_codes"][0] in page(issued, f"{CAMPAIGN}/pages/subjects", role="importer")


@pytest.mark.parametrize(
    "path",
    [
        "/pages/units/QN-01",
        "/pages/units/XX",
        "/pages/subjects/mem:XX",
        "/pages/subjects/nonsense",
        "/pages/reports/99",
        "/pages/between?left=BD-1999",
        "/pages/between?right_unit=XX",
        "/pages/nothing",
    ],
)
def test_what_is_not_there_is_not_found(issued: Bench, path: str) -> None:
    assert issued.get(f"{CAMPAIGN}{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["?lang=fr", "/pages/subjects?state=odd", "/pages/units?cursor=W10", "/pages/units?x=1"]
)
def test_what_nobody_may_ask_is_refused(issued: Bench, path: str) -> None:
    assert issued.get(f"{CAMPAIGN}{path}").status_code in (400, 422)


def test_text_of_others_is_never_markup(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[1])
    evil = "<script>alert(1)</script>\"'&"
    say = bench.speaker.say
    renamed = {"since": "2020-01-01", "document": None}
    bench.hear([say("organizations", "OrganizationRenamed", code="QN", name=evil, **renamed)])
    bench.hear([say("organizations", "PersonRenamed", person="DV000001", full_name=evil, since="2020-01-01")])
    for path in (
        "",
        "/pages/units",
        "/pages/units/QN",
        "/pages/subjects/mem:DV000001",
        "/pages/subjects?search=script",
    ):
        html = page(bench, f"{CAMPAIGN}{path}")
        assert "<script" not in html
    assert "&lt;script&gt;" in html
    html = page(bench, f"{CAMPAIGN}/pages/subjects?search=%22%3E%3Cscript%3E")
    assert "<script" not in html


def test_the_course_of_a_subject_is_told_in_words(issued: Bench) -> None:
    rated = next(row["subject"] for row in Folder(FOLDERS[0]).decisions if row["subject"].startswith("ldr:"))
    text = outline(page(issued, f"{CAMPAIGN}/pages/subjects/{rated}")).text
    for part in ("Diễn biến", "Giữ chức vụ", "Nộp bản kiểm điểm", "Quyết định xếp loại", "nơi quyết định"):
        assert part in re.sub(r"\s+", " ", text)


def test_the_stylesheet_is_served_and_knows_dark_screens_and_paper(issued: Bench) -> None:
    [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page(issued, CAMPAIGN))
    served = issued.client.get(address)
    assert served.text == STYLE
    assert served.content_type == "text/css; charset=utf-8"
    assert "prefers-color-scheme: dark" in STYLE and "size: A4" in STYLE
    assert STYLE.count("{") == STYLE.count("}")


def test_a_later_report_says_which_figures_changed_since_the_one_before(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[0])
    for person in ("DV000001", "DV000002"):
        assert bench.post(f"{CAMPAIGN}/reports").status_code == 201
        ended = {"person": person, "ended_on": "2020-12-30", "reason": "died"}
        bench.hear([bench.speaker.say("organizations", "MembershipEnded", **ended)])
    second = " ".join(outline(page(bench, f"{CAMPAIGN}/pages/reports/2")).text.split())
    first = "Số liệuTrướcSau Kết quả xếp loại · Đảng viên · Tổng số1.5001.499"
    assert first in second, "the whole before the units, and before its parts"
    assert "Thay đổi so với phiên bản trước" not in outline(page(bench, f"{CAMPAIGN}/pages/reports/1")).text
