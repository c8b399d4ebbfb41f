"""The consolidated page in a real browser: styled, readable by all, right to the digit, and without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.deployments import Province, played
from tests.samples import FAULTY, expected

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGE = "/reporting/campaigns/BD-2020"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with played(FAULTY, tmp_path_factory.mktemp("province")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, province: Province) -> Iterator[Page]:
    """The page as an officer of the provincial Organization Board sees it after signing in."""
    context = browser.new_context(locale="vi-VN", base_url=province.address)
    opened = context.new_page()
    opened.goto(f"/reporting/sign-in?token={province.token('board_officer', 'TU')}&next={PAGE}")
    yield opened
    context.close()


def test_the_page_shows_the_expected_figures_under_its_own_style(page: Page) -> None:
    members = expected(FAULTY)["ratings"]["mem"]
    row = page.get_by_role("row", name="Đảng viên 1.500")
    numbers = row.get_by_role("cell").all_inner_texts()
    assert numbers[0].replace(".", "") == str(members["total"])
    assert str(members["HTXSNV"]) in numbers[2]
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif", "the stylesheet is not there"
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_key_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") != ""


def test_the_page_prints_on_a4(page: Page, tmp_path: Path) -> None:
    printed = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed


def test_without_a_token_nothing_of_the_page_is_shown(browser: Browser, province: Province) -> None:
    stranger = browser.new_page(base_url=province.address)
    answer = stranger.goto(PAGE)
    assert answer is not None
    assert answer.status == 401
    assert "Bình Định" not in stranger.content()
    stranger.close()
