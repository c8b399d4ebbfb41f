"""The file of the provinces: what is wrong with it is said with its place, and ends the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from services.reporting.centre.provinces import ProvincesFaulty, provinces_in

GOOD = "code: {code}, vi: Tỉnh, en: Province, url: 'http://a:1/', token_file: t"


def written(folder: Path, *provinces: str) -> Path:
    file = folder / "provinces.yaml"
    file.write_text("provinces:\n" + "".join(f"  - {{{province}}}\n" for province in provinces), encoding="utf-8")
    return file


def test_a_province_s_pages_are_where_it_is_asked_if_nothing_else_is_said(tmp_path: Path) -> None:
    [first, second] = provinces_in(
        written(tmp_path, GOOD.format(code="b"), GOOD.format(code="a") + ", pages: 'https://p.example/'")
    )
    assert (first.code, first.url, first.pages) == ("a", "http://a:1", "https://p.example")
    assert second.pages == "http://a:1"


@pytest.mark.parametrize(
    ("provinces", "told"),
    [
        ([], "provinces"),
        ([GOOD.format(code="Bình-Định")], r"provinces\.0\.code"),
        ([GOOD.format(code="a").replace("http", "ftp")], r"provinces\.0\.url"),
        ([GOOD.format(code="a"), "code: b"], r"provinces\.1\.token_file"),
        ([GOOD.format(code="a"), GOOD.format(code="a")], "the code a"),
        ([GOOD.format(code="a") + ", toekn: x"], r"provinces\.0\.toekn"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, provinces: list[str], told: str) -> None:
    with pytest.raises(ProvincesFaulty, match=told):
        provinces_in(written(tmp_path, *provinces))


def test_the_command_ends_and_says_why(tmp_path: Path) -> None:
    environment = {
        "KIEMDIEM_CENTRE": str(written(tmp_path, "code: b")),
        "KIEMDIEM_ISSUER": "urn:test",
        "KIEMDIEM_JWKS_FILE": __file__,
    }
    said = CliRunner().invoke(app, ["run", "centre"], env=environment)
    assert (said.exit_code, "provinces.0.url" in said.output) == (4, True)
    said = CliRunner().invoke(app, ["run", "centre"], env=environment | {"KIEMDIEM_CENTRE": ""})
    assert (said.exit_code, "KIEMDIEM_CENTRE: chưa được đặt" in said.output) == (2, True)
