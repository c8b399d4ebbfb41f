"""Rules of the source tree itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "services", "deploy", "tests", "docs")
LONGEST_FILE = 320
MACHINE_PATH = re.compile(r"(?<![\w.~}])/(?:work|root|home|tmp)/")


def files(ending: str) -> Iterator[Path]:
    yield from ROOT.glob(f"*{ending}")
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob(f"*{ending}")


def names(paths: Iterator[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_the_import_rules_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports() == EXIT_STATUS_SUCCESS


def test_every_python_file_is_short_enough_to_be_read_in_one_go() -> None:
    long = (path for path in files(".py") if len(path.read_text().splitlines()) > LONGEST_FILE)
    assert names(long) == []


def test_no_document_names_a_path_of_its_writers_machine() -> None:
    tied = (path for path in files(".md") if MACHINE_PATH.search(path.read_text()))
    assert names(tied) == []
