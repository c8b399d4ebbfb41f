"""The pages of tables in a real browser: readable by all, on any width, and leading to files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from shared.web import SESSION_COOKIE
from tests.deployments import Province, played
from tests.e2e.test_page import CHROMIUM, LOOKS, QUIET, look, violations, visit
from tests.published import SON_LA_2020

CAMPAIGN = "/reporting/campaigns/SL-2020"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    place = tmp_path_factory.mktemp("province")
    with played(SON_LA_2020.write(place / "folder"), place / "data") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, province: Province) -> Iterator[Page]:
    """A page of an officer of the provincial Organization Board."""
    context = browser.new_context(locale="vi-VN", base_url=province.address)
    token = province.token("board_officer", "TU")
    context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": province.address}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["tables", "tables/organizations-by-type", "tables/members-by-unit?lang=en"])
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, path: str) -> None:
    visit(page, f"{CAMPAIGN}/{path}")
    for width, scheme in LOOKS:
        look(page, width, scheme)
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_click_on_a_format_gives_the_file(page: Page) -> None:
    page.goto(f"{CAMPAIGN}/tables/organizations-by-type")
    with page.expect_download() as download:
        page.get_by_role("link", name="xlsx").click()
    assert download.value.suggested_filename == "SL-2020-organizations-by-type.xlsx"
