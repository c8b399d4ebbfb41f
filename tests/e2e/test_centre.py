"""The pages of the centre in a real browser, with one province that is cut off and one that does not answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.centre import CentreBench, Source, answering, serving
from tests.e2e.test_page import CHROMIUM, QUIET, WIDTHS, visit
from tests.unit.reporting.bench import Bench, HeldClock

YEAR = "/centre/campaigns/2020"
PAGES = {"years": "/centre/pages", "year": YEAR, "year in English": f"{YEAR}?lang=en"}


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreBench]:
    """Bình Định, not heard for an hour, and Cao Bằng, whose reporting is away."""
    bench = Bench(tmp_path_factory.mktemp("binh-dinh"))
    bench.hear_folder("province-2020")
    bench.subscription.silence = 3_600.0
    with serving(answering(bench)) as address:
        token = bench.issuer.mint("centre", ["central_reader"], organization="TU")
        seen = [
            Source("binh-dinh", "Tỉnh Bình Định", "Bình Định", address, lambda: token),
            Source("cao-bang", "Tỉnh Cao Bằng", "Cao Bằng", "http://127.0.0.1:9", lambda: token),
        ]
        yield CentreBench(tmp_path_factory.mktemp("centre"), seen, HeldClock())


@pytest.fixture(scope="module")
def page(centre: CentreBench) -> Iterator[Page]:
    """A page on which a central reader has signed in, in a browser that runs no script of ours: there is none."""
    with serving(centre.application) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = browser.new_context(locale="vi-VN", base_url=address).new_page()
        opened.goto(YEAR)
        opened.get_by_role("link", name="Đăng nhập").click()
        opened.get_by_label("Mã truy cập").fill(centre.issuer.mint("reader-1", ["central_reader"]))
        opened.get_by_role("button", name="Mở báo cáo").click()
        opened.wait_for_url(f"**{YEAR}")
        yield opened
        browser.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(page: Page, path: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(page, path)
    assert Axe().run(page).response["violations"] == []


def test_nothing_is_cut_off_and_only_tables_scroll_sideways(page: Page) -> None:
    visit(page, YEAR)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 717, "height": 1000})  # A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 717
    page.emulate_media(media="screen")


def test_the_page_says_who_is_in_the_sum_and_who_is_behind_since_when(page: Page) -> None:
    visit(page, YEAR)
    notes = page.get_by_role("note").all_inner_texts()
    assert notes[0].startswith("Số liệu chung chỉ cộng 1 trên 2 tỉnh. Không cộng: Tỉnh Cao Bằng")
    assert "Tỉnh Bình Định (không nhận được gì từ 01/03/2021 09:20 (+07:00))" in notes[1]
    page.get_by_role("link", name="English").click()
    assert "nothing heard since 01/03/2021 09:20" in page.get_by_role("note").all_inner_texts()[1]
