from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from deploy.campaign.progress import live_progress
from deploy.campaign.reader import silent
from deploy.campaign.tables import print_figures
from tests.unit.campaign.folders import BOTH


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(language: str) -> str:
    figures = json.loads((BOTH[0] / "expected.json").read_text(encoding="utf-8"))
    page = io.StringIO()
    print_figures(figures, Console(file=page, width=160), language)
    return page.getvalue()


def test_the_consolidated_tables_speak_vietnamese() -> None:
    lines = [" ".join(line.replace("│", " ").split()) for line in printed("vi").splitlines()]
    for line in (
        "Đảng viên 204 1.113 86 22 75 1.500",
        "Toàn tỉnh 14,32 18,33 15,49",
        "TU – – –",
        "Chưa có quyết định xếp loại 26",
        "Toàn tỉnh 228 189 22 17",
        "25 23 2",
        "Đảng viên 1.474 1.468 6",
        "AN-02 02-QĐ/CB.AN-02 tập thể lãnh đạo chưa được quyết định 2 ldr:CV00186, ldr:CV00187",
        "19 col:DD03 hồ sơ chưa đủ BAO_CAO_KIEM_DIEM, BIEN_BAN_KIEM_PHIEU",
    ):
        assert line in lines


def test_the_consolidated_tables_speak_english() -> None:
    page = printed("en")
    assert "Refused decision documents" in page
    assert "1,113" in page
    assert "14.32" in page


def test_figures_that_are_not_there_have_no_table_and_brackets_are_no_markup() -> None:
    page = io.StringIO()
    fault = {"reason": "authority", "subject": "mem:[red]DV1"}
    print_figures({"refused_documents": {"TU 01[bold]": [fault]}}, Console(file=page, width=160))
    assert "TU 01[bold]" in page.getvalue()
    assert "mem:[red]DV1" in page.getvalue()
    assert "Đối tượng" in page.getvalue()
    assert "Gợi ý" not in page.getvalue()


def test_progress_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with live_progress(json=False, stream=terminal) as tell:
        tell("people", 500, 1500)
    assert "people" in terminal.getvalue()
    assert "500/1500" in terminal.getvalue()
    assert "\x1b[3" not in terminal.getvalue()


@pytest.mark.parametrize(("json_wanted", "stream"), [(True, Terminal()), (False, io.StringIO())])
def test_progress_is_silent_for_json_and_without_a_terminal(json_wanted: bool, stream: io.StringIO) -> None:
    with live_progress(json=json_wanted, stream=stream) as tell:
        assert tell is silent
        tell("people", 500, 1500)
    assert stream.getvalue() == ""
