"""The second counter is right where the figures are known, so that it can be trusted where they are not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.naive import naive
from tests.naive.variety import vary
from tests.samples import CLEAN, FAULTY, expected

KEYS = sorted(expected(CLEAN))


@cache
def counted(folder: Path) -> dict[str, Any]:
    return naive(folder)


@pytest.mark.parametrize("folder", [FAULTY, CLEAN], ids=lambda folder: folder.name)
@pytest.mark.parametrize("key", KEYS)
def test_the_naive_counter_gives_every_expected_figure(folder: Path, key: str) -> None:
    assert counted(folder)[key] == expected(folder)[key]


@pytest.mark.parametrize("folder", [FAULTY, CLEAN], ids=lambda folder: folder.name)
def test_the_naive_counter_gives_no_other_figure(folder: Path) -> None:
    assert counted(folder).keys() == expected(folder).keys()


def test_the_same_seed_varies_a_folder_in_the_same_way(tmp_path: Path) -> None:
    for name in ("one", "other"):
        vary(FAULTY, tmp_path / name, seed=7)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 13
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_varied_folders_know_every_reason_for_a_refusal_and_both_fates_of_a_document(tmp_path: Path) -> None:
    reasons, accepted = set(), 0
    for seed in range(1, 5):
        vary((CLEAN, FAULTY)[seed % 2], tmp_path / str(seed), seed)
        figures = naive(tmp_path / str(seed))
        accepted += figures["accepted_documents"]
        reasons |= {fault["reason"] for faults in figures["refused_documents"].values() for fault in faults}
        reasons |= {fault["reason"] for fault in figures["refused_dossiers"]}
    assert accepted > 100
    assert reasons == {
        "unknown_subject",
        "duplicate",
        "authority",
        "not_reviewed",
        "excluded",
        "lower_first",
        "collective_first",
        "civil_rating_missing",
        "prompt_unanswered",
        "reason_required",
        "cap_exceeded",
        "dossier_incomplete",
        "not_rated",
        "unknown_unit",
    }
