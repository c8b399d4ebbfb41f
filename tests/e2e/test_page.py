"""The pages in a real browser: styled, readable by all on every screen, right to the digit, and without a mouse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import urllib3
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.deployments import Province, played
from tests.samples import FAULTY, expected

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CAMPAIGN = "/reporting/campaigns/BD-2020"
PAGES = {
    "campaigns": "/reporting/pages",
    "overview": CAMPAIGN,
    "overview in English": f"{CAMPAIGN}?lang=en",
    "units": f"{CAMPAIGN}/pages/units",
    "unit": f"{CAMPAIGN}/pages/units/QN",
    "subjects": f"{CAMPAIGN}/pages/subjects?search=nguyen",
    "leaders": f"{CAMPAIGN}/pages/subjects?kind=ldr&state=above_collective",
    "nobody": f"{CAMPAIGN}/pages/subjects?search=zzz",
    "subject": f"{CAMPAIGN}/pages/subjects/ldr:CV00007",
    "caps": f"{CAMPAIGN}/pages/caps",
    "comparison": f"{CAMPAIGN}/pages/comparison",
    "between": f"{CAMPAIGN}/pages/between?left_unit=QN&right_unit=AN",
    "changes": f"{CAMPAIGN}/pages/changes?since=ratings:4000",
    "years": f"{CAMPAIGN}/pages/years",
    "then": f"{CAMPAIGN}?as_of=ratings:4000",
    "outstanding": f"{CAMPAIGN}/pages/outstanding",
    "prompts": f"{CAMPAIGN}/pages/prompts",
    "dossiers": f"{CAMPAIGN}/pages/dossiers",
    "refusals": f"{CAMPAIGN}/pages/refusals",
    "plans": f"{CAMPAIGN}/pages/plans",
    "evidence": f"{CAMPAIGN}/pages/evidence/dossiers/missing",
    "evidence of a cap": f"{CAMPAIGN}/pages/evidence/caps/CAP-MEMBER/QN-01/allowed",
    "event": f"{CAMPAIGN}/pages/events/organizations/2",
    "help": f"{CAMPAIGN}/pages/help",
    "reports": f"{CAMPAIGN}/pages/reports",
    "report": f"{CAMPAIGN}/pages/reports/1",
    "tables": f"{CAMPAIGN}/tables",
    "table": f"{CAMPAIGN}/tables/by-unit",
}
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((360, "light"), (1280, "dark"))
PATIENCE_SECONDS = 60.0
BETWEEN_TRIES_MILLISECONDS = 200
WIDTHS = (360, 480, 768, 1024, 1280, 1920)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The sample province, with a report of its campaign."""
    with played(FAULTY, tmp_path_factory.mktemp("province")) as running:
        headers = {"Authorization": f"Bearer {running.token('board_officer', 'TU')}"}
        assert urllib3.request("POST", f"{running.address}{CAMPAIGN}/reports", headers=headers).status == 201
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def sign_in(context: BrowserContext, province: Province, role: str = "board_officer", organization: str = "TU") -> Page:
    """A page of the context, once its reader has pasted a token and pressed the button."""
    opened = context.new_page()
    opened.goto(CAMPAIGN)
    opened.get_by_role("link", name="Đăng nhập").click()
    opened.get_by_label("Mã truy cập").fill(province.token(role, organization))
    opened.get_by_role("button", name="Mở báo cáo").click()
    opened.wait_for_url(f"**{CAMPAIGN}")
    return opened


def look(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    """Let the page be shown so; it is not asked for again."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def violations(page: Page) -> Any:
    """What axe finds wrong."""
    return Axe().run(page).response["violations"]


def visit(page: Page, path: str) -> None:
    """Open a page. One of the past may have to be prepared: it is asked for again, as its answer says."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (answer := page.goto(path)) is not None and answer.status == 503 and time.monotonic() < ends:
        page.wait_for_timeout(BETWEEN_TRIES_MILLISECONDS)
    assert answer is not None and answer.ok, path


@pytest.fixture(scope="module")
def page(browser: Browser, province: Province) -> Iterator[Page]:
    """The overview as an officer of the provincial Organization Board sees it after signing in."""
    context = browser.new_context(locale="vi-VN", base_url=province.address)
    yield sign_in(context, province)
    context.close()


def test_the_overview_shows_the_expected_figures_under_its_own_style(page: Page) -> None:
    page.goto(CAMPAIGN)
    members = expected(FAULTY)["ratings"]["mem"]
    row = page.get_by_role("table").filter(has_text="Số lượng và tỷ lệ").get_by_role("row", name="Đảng viên 1.500")
    numbers = row.get_by_role("cell").all_inner_texts()
    assert numbers[0].replace(".", "") == str(members["total"])
    assert str(members["HTXSNV"]) in numbers[2]
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif", "the stylesheet is not there"
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page: Page, path: str) -> None:
    visit(page, path)
    for width, scheme in LOOKS:
        look(page, width, scheme)
        assert violations(page) == [], (width, scheme)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_cut_off_and_only_tables_scroll_sideways(page: Page, path: str) -> None:
    visit(page, path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_is_walked_through_without_a_mouse_and_the_focus_is_always_seen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    visit(page, path)
    stops = page.locator("a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']").count()
    seen = set()
    for _ in range(min(stops, 40)):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert len(seen) == min(stops, 40), "the focus goes on, and is not caught"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_prints_on_a4_without_what_only_a_screen_needs(page: Page, path: str, tmp_path: Path) -> None:
    visit(page, path)
    printed = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed
    page.emulate_media(media="print")
    for hidden in (".pages", ".tools", ".filters", ".tabs", ".pager"):
        assert not any(part.is_visible() for part in page.locator(hidden).all()), hidden
    page.emulate_media(media="screen")


def test_a_person_is_found_by_keys_alone_without_typing_a_mark(page: Page) -> None:
    page.goto(f"{CAMPAIGN}/pages/subjects")
    page.get_by_label("Tìm").focus()
    page.keyboard.type("tran dinh nghia")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=tran+dinh+nghia**")
    found = page.get_by_role("row", name="Trần Đình Nghĩa").first
    found.get_by_role("link").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Trần Đình Nghĩa"


def test_a_number_is_followed_to_the_event_behind_it_by_keys_alone(page: Page) -> None:
    page.goto(CAMPAIGN)
    missing = page.get_by_role("region", name="Cần chú ý").get_by_role("listitem").filter(has_text="hồ sơ chưa gửi")
    count = missing.get_by_role("link").first
    shown = count.inner_text()
    count.focus()
    page.keyboard.press("Enter")
    assert page.locator(".value").inner_text() == shown
    event = page.get_by_role("table").get_by_role("link", name="organizations:").first
    event.focus()
    page.keyboard.press("Enter")
    assert "kiemdiem events organizations --after" in page.locator("pre").inner_text()


def test_the_language_is_changed_on_the_page_where_one_is(page: Page) -> None:
    page.goto(f"{CAMPAIGN}/pages/subjects?kind=col&level=HTTNV")
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Subjects"
    assert page.get_by_label("Level").input_value() == "HTTNV"
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Đối tượng"


def test_whoever_signs_out_sees_nothing_any_more(browser: Browser, province: Province) -> None:
    context = browser.new_context(locale="vi-VN", base_url=province.address)
    page = sign_in(context, province, "unit_officer", "QN")
    assert "Đảng bộ thành phố Quy Nhơn" in page.locator("footer").inner_text()
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("heading", name="Đăng nhập").wait_for()
    assert context.cookies() == []
    answer = page.goto(CAMPAIGN)
    assert answer is not None and answer.status == 401
    assert "Quy Nhơn" not in page.content()
    context.close()


def test_a_wrong_token_is_told_beside_its_field(browser: Browser, province: Province) -> None:
    page = browser.new_page(base_url=province.address, locale="vi-VN")
    page.goto("/reporting/sign-in")
    page.get_by_label("Mã truy cập").fill("nonsense")
    page.get_by_role("button", name="Mở báo cáo").click()
    assert "hết hạn" in page.get_by_role("alert").inner_text()
    assert violations(page) == []
    page.close()


def test_without_a_token_nothing_of_the_page_is_shown(browser: Browser, province: Province) -> None:
    stranger = browser.new_page(base_url=province.address)
    answer = stranger.goto(CAMPAIGN)
    assert answer is not None
    assert answer.status == 401
    assert "Bình Định" not in stranger.content()
    assert violations(stranger) == []
    stranger.close()
