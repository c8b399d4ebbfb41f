"""Both sample provinces come out exactly as their expected figures say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from services.ratings.domain.proposal.derivation import Proposal
from tests.unit.ratings.province import LEVELS, Province


@pytest.fixture(scope="module", params=["province-2020", "province-2020-clean"])
def province(request: pytest.FixtureRequest) -> Province:
    return Province(request.param).play()


def test_documents_are_accepted_or_refused_with_exactly_the_expected_reasons(province: Province) -> None:
    assert province.refused == province.expected["refused_documents"]
    assert province.accepted == province.expected["accepted_documents"]


def test_ratings_are_counted_per_kind(province: Province) -> None:
    assert province.ratings() == province.expected["ratings"]


def test_caps_hold_the_expected_figures(province: Province) -> None:
    assert province.cap_figures("CAP-MEMBER") == province.expected["caps"]
    assert province.over_cap() == province.expected["over_cap"]


def test_every_subject_has_the_expected_derived_level_and_conditions(province: Province) -> None:
    derived = {code: _as_expected(proposal) for code, proposal in province.proposals().items() if proposal}
    assert derived == province.expected["derived_by_subject"]


def test_derived_levels_are_counted_per_kind_and_compared_with_the_assigned(province: Province) -> None:
    proposals = province.proposals()
    counts = {kind: Counter(dict.fromkeys((*LEVELS, "none"), 0)) for kind in ("org", "col", "mem", "ldr")}
    for code, proposal in proposals.items():
        counts[code[:3]][proposal.level if proposal else "none"] += 1
    assert counts == province.expected["derived"]
    differing = [
        code
        for code, proposal in proposals.items()
        if proposal and province.levels.get(code, proposal.level) != proposal.level
    ]
    assert differing == province.expected["derived_differs"]


def _as_expected(proposal: Proposal) -> dict[str, Any]:
    return {
        "level": proposal.level,
        "forced": sorted(proposal.forced),
        "failed": {level: sorted(codes) for level, codes in proposal.failed.items()},
        "unknown": sorted(proposal.unknown),
        "ceilings": sorted(proposal.ceilings),
    }
