"""The page: complete, well formed, in two languages, and safe with any text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from services.reporting.domain.figures import figures, without_subjects
from services.reporting.domain.levels import LEVELS
from services.reporting.page import LANGUAGES, STYLE, CampaignView, Language, campaign_page, sign_in_page
from services.reporting.page.bars import segments
from services.reporting.page.render import LONGEST_LIST
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.material import material
from tests.unit.reporting.test_figures import NOBODY

CAMPAIGN = "/reporting/campaigns/BD-2020"
NEEDED = {
    "cap": "CAP-MEMBER",
    "group": "VC-02",
    "override": "Thông báo 88-TB/TU",
    "decided_by": "VC-02",
    "document": "01-QĐ/ĐU.VC-02",
    "excellent": 3,
    "standing": 3,
    "needed": True,
}
NOT_NEEDED = {**NEEDED, "cap": None, "group": "QN-01", "override": "89-TB/TU", "standing": 0, "needed": False}
VOID = {"meta", "link", "input", "br"}


@dataclass
class Outline(HTMLParser):
    """What a reader of the page's structure sees."""

    headings: list[int] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    referred: set[str] = field(default_factory=set)
    tags: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and given.get("scope") not in ("col", "row"):
            self.faults.append(f"a th without scope at {self.getpos()}")
        if tag == "svg" and not (given.get("aria-label") or given.get("aria-hidden") == "true"):
            self.faults.append(f"an svg without a label at {self.getpos()}")
        if identity := given.get("id"):
            self.ids[identity] += 1
        self.referred |= set((given.get("aria-labelledby") or "").split())
        if (target := given.get("href") or "").startswith("#"):
            self.referred.add(target[1:])

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def close(self) -> None:
        super().close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]


def outline(page: str) -> Outline:
    seen = Outline()
    seen.feed(page)
    seen.close()
    return seen


def view(**changes: Any) -> CampaignView:
    folder = Folder(FOLDERS[0])
    campaign = {name: str(value) for name, value in folder.campaign.items() if name != "code"}
    campaign["campaign"] = folder.campaign["code"]
    deadline = {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}
    shown: dict[str, Any] = {
        "campaign": {**campaign, "dossier_deadline": deadline},
        "figures": sample_figures(),
        "overrides": [NEEDED, NOT_NEEDED],
        "names": {f"org:{row['code']}": row["name"] for row in folder.rows("organizations")},
        "scope": None,
        "positions": {"organizations": 2086, "ratings": 2191, "reviews": 1912},
        "at": datetime(2021, 3, 1, 3, 20, tzinfo=UTC),
    }
    return CampaignView(**{**shown, **changes})


@cache
def sample_figures() -> dict[str, Any]:
    return figures(material(Folder(FOLDERS[0])))


PAGES = {
    "a whole province": view(),
    "aggregates alone": view(figures=without_subjects(sample_figures())),
    "a unit": view(scope="QN"),
    "nothing yet": view(figures=figures(NOBODY), overrides=[], names={}, positions={}),
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.mark.parametrize("shown", PAGES.values(), ids=PAGES)
def test_the_page_is_well_formed_and_can_be_read_without_seeing_it(shown: CampaignView, language: Language) -> None:
    page = campaign_page(shown, language)
    seen = outline(page)
    assert seen.faults == []
    assert f'<html lang="{language}">' in page
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert seen.tags["caption"] == seen.tags["table"] > 0
    assert {identity for identity, times in seen.ids.items() if times > 1} == set()
    assert seen.referred <= seen.ids.keys()
    assert seen.tags["script"] == 0 and "style=" not in page


@pytest.mark.parametrize("shown", PAGES.values(), ids=PAGES)
def test_nothing_missing_shows_as_a_word_of_the_machine(shown: CampaignView, language: Language) -> None:
    text = outline(campaign_page(shown, language)).text
    assert not re.search(r"\b(None|NaN|nan|null|undefined|True|False)\b", text)


def test_the_page_says_what_it_was_built_from_and_when() -> None:
    text = outline(campaign_page(view(), "vi")).text
    for part in (
        "01/03/2021 10:20 (+07:00)",
        "2.086",
        "2.191",
        "1.912",
        "trước ngày 25/02/2021",
        "hết ngày 24/02/2021",
    ):
        assert part in text


def test_b8_the_page_names_the_rulebook_that_its_figures_were_counted_under() -> None:
    text = re.sub(r"\s*\n\s*", "", outline(campaign_page(view(), "vi")).text)
    assert f"Bộ quy định{view().campaign['rulebook']}" in text


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert "1.113" in campaign_page(view(), "vi") and "18,33\u00a0%" in campaign_page(view(), "vi")
    assert "1,113" in campaign_page(view(), "en") and "18.33%" in campaign_page(view(), "en")


def test_every_override_is_shown_with_its_decision_and_whether_it_is_still_needed() -> None:
    text = re.sub(r"\s+", " ", outline(campaign_page(view(figures={**sample_figures(), "over_cap": []}), "vi")).text)
    assert "Thông báo 88-TB/TU01-QĐ/ĐU.VC-0233còn cần" in text
    assert "89-TB/TU01-QĐ/ĐU.VC-0230không còn cần" in text
    assert "không thuộc tỷ lệ tối đa" in text


def test_reasons_are_given_in_words() -> None:
    reasons = {fault["reason"] for faults in sample_figures()["refused_documents"].values() for fault in faults} | {
        dossier["reason"] for dossier in sample_figures()["refused_dossiers"]
    }
    for language in LANGUAGES:
        text = outline(campaign_page(view(), language)).text
        assert [reason for reason in reasons if reason in text] == []


def test_text_of_others_is_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'&"
    figures_ = {**sample_figures(), "refused_documents": {f"QN {evil}": [{"subject": evil, "reason": evil}]}}
    page = campaign_page(
        view(campaign={**view().campaign, "title": evil}, names={"org:QN": evil}, figures=figures_), "vi"
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [f"ldr:CV{number:05}" for number in range(LONGEST_LIST + 7)]
    page = campaign_page(view(figures={**sample_figures(), "head_above_collective": many}), "en")
    assert many[LONGEST_LIST - 1] in page and many[LONGEST_LIST] not in page
    assert "… and 7 more." in page


def test_the_segments_of_a_bar_fill_it_and_small_ones_carry_no_label() -> None:
    count = {"HTXSNV": 204, "HTTNV": 1113, "HTNV": 86, "KHTNV": 22, "not_rated": 75, "total": 1500}
    bar = list(segments(count))
    assert [segment.part for segment in bar] == [*LEVELS, "not_rated"]
    assert (bar[1].x, bar[1].width, bar[1].label) == ("13.60", "74.20", "74%")
    assert bar[3].label == ""
    assert list(segments(dict.fromkeys(count, 0))) == []


def test_the_page_is_served_in_the_language_asked_for_and_vietnamese_first(faulty: Bench) -> None:
    assert '<html lang="vi">' in faulty.get(CAMPAIGN).text
    english = faulty.get(f"{CAMPAIGN}?lang=en")
    assert english.content_type == "text/html; charset=utf-8"
    assert '<html lang="en">' in english.text
    assert faulty.get(f"{CAMPAIGN}?lang=fr").status_code == 422


def test_the_stylesheet_is_served_and_knows_dark_screens_and_paper(faulty: Bench) -> None:
    [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)">', faulty.get(CAMPAIGN).text)
    served = faulty.client.get(address)
    assert served.text == STYLE
    assert served.content_type == "text/css; charset=utf-8"
    assert "prefers-color-scheme: dark" in STYLE and "size: A4" in STYLE
    assert STYLE.count("{") == STYLE.count("}")


def test_signing_in_keeps_the_token_in_the_session_and_leads_on(faulty: Bench) -> None:
    token = faulty.issuer.mint("officer-7", ["board_officer"], organization="TU", person=None)
    answer = faulty.client.get("/reporting/sign-in", query_string={"token": token, "next": f"{CAMPAIGN}?lang=en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CAMPAIGN}?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert token in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    page = faulty.client.get(CAMPAIGN, headers={"Cookie": cookie.partition(";")[0]})
    assert page.status_code == 200
    faulty.client.delete_cookie("kiemdiem_session")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", ""],
)
def test_signing_in_leads_nowhere_else(faulty: Bench, elsewhere: str) -> None:
    answer = faulty.client.get("/reporting/sign-in", query_string={"token": "t", "next": elsewhere})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_without_a_token_there_is_a_form_that_asks_for_it(faulty: Bench, language: Language) -> None:
    answer = faulty.client.get("/reporting/sign-in", query_string={"next": CAMPAIGN, "lang": language})
    assert answer.status_code == 200
    assert answer.text == sign_in_page(language, CAMPAIGN)
    assert outline(answer.text).faults == []
    assert f'name="next" value="{CAMPAIGN}"' in answer.text
