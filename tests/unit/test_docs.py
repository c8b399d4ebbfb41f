"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.docs import CATALOGUE, SETTINGS, catalogue, settings_reference

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("services/*/README.md")})


def test_the_event_catalogue_is_the_one_that_the_contracts_give() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(), "run `make docs`"


def test_the_reference_of_settings_is_the_one_that_the_code_gives() -> None:
    assert SETTINGS.read_text(encoding="utf-8") == settings_reference(), "run `make docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_command_that_the_readme_names_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`kiemdiem ([a-z]+)", readme))
    assert named
    for command in named:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_every_make_target_that_the_readme_names_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z]+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("document", ["GUARANTEES.md", "scenarios.md"])
def test_every_test_that_a_table_names_exists(document: str) -> None:
    named = re.findall(
        r"`(tests/[a-z0-9_/]+\.py)::([a-z0-9_]+)`", (ROOT / "docs" / document).read_text(encoding="utf-8")
    )
    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"


def test_every_scenario_and_every_guarantee_names_a_test() -> None:
    for document in ("GUARANTEES.md", "scenarios.md"):
        lines = (ROOT / "docs" / document).read_text(encoding="utf-8").splitlines()
        rows = [line for line in lines if line.startswith("| ") and not line.startswith(("| # ", "| Reported as "))]
        assert rows
        assert [row for row in rows if "`tests/" not in row] == []
