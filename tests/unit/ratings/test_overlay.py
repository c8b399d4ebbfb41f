"""A province's overlay: a whole rulebook of its own, in which nothing but the declared has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.explanation import explain
from services.ratings.domain.rules.overlay import overlaid
from services.ratings.domain.rules.rulebook import fingerprint
from services.ratings.loading import RulebookFaulty, laid_over, load, pack_file
from services.ratings.told import told
from shared.subjects import Kind
from tests.unit.ratings.packs import EXAMPLE, YEARS, content_of, pack
from tests.unit.ratings.small import degrees

OVERLAY: dict[str, Any] = {
    "schema_version": 1,
    "overlay": {"id": "thu", "base": YEARS[0], "title_vi": "Thử"},
    "parameters": {"member_cap_minimum": 1, "member_cap_rounding": "half_up", "ballot_threshold": 66},
}


def test_the_shipped_example_says_that_it_is_invented() -> None:
    about = content_of(EXAMPLE)["pack"]["overlay"]
    assert about["example"] is True
    assert "VÍ DỤ HƯ CẤU" in about["title_vi"] and "INVENTED" in about["title_en"]


def test_an_overlay_sets_what_the_base_declares_and_leaves_the_rest() -> None:
    base = content_of(YEARS[0])
    whole = overlaid(base, OVERLAY)
    assert whole["pack"]["id"] == f"{YEARS[0]}@thu"
    assert whole["pack"]["overlay"]["base_sha256"] == fingerprint(base)
    assert (whole["caps"][0]["minimum_allowed"], whole["caps"][0]["rounding"]) == (1, "half_up")
    assert whole["ballots"]["pass_threshold"]["gt_pct"] == 66
    for changed in ("pack", "caps", "ballots"):
        whole[changed] = base[changed]
    assert whole == base


def test_the_base_itself_is_not_changed() -> None:
    base = content_of(YEARS[0])
    overlaid(base, OVERLAY)
    assert base == content_of(YEARS[0])


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"parameters": {"the_weather": 1}}, "/parameters/the_weather", "the base lets nobody set the_weather"),
        ({"parameters": {"member_cap_minimum": 7}}, "/parameters/member_cap_minimum", "the value 7 is out of range"),
        (
            {"parameters": {"member_cap_rounding": "up"}},
            "/parameters/member_cap_rounding",
            "the value up is out of range",
        ),
        (
            {"degree_meanings": [{"criterion": "MEM-II-2", "degrees": {"XS": {"vi": "tất cả"}}}]},
            "/degree_meanings/0/degrees",
            "degree TOT is missing or not known",
        ),
        (
            {"overlay": {**OVERLAY["overlay"], "base_sha256": "0" * 64}},
            "/overlay/base_sha256",
            "the base rulebook has other content",
        ),
    ],
)
def test_what_the_base_does_not_allow_is_told_in_its_place(change: dict[str, Any], pointer: str, said: str) -> None:
    _, flaws = laid_over(content_of(YEARS[0]), {**OVERLAY, **change})
    assert (pointer, said) in [(flaw.pointer, flaw.en) for flaw in flaws]


def test_a_meaning_for_a_criterion_that_the_base_lacks_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    text = pack_file(EXAMPLE).read_text(encoding="utf-8").replace("criterion: MEM-II-2", "criterion: MEM-II-9")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookFaulty) as refused:
        load(path)
    [place] = refused.value.places
    assert (place.flaw.pointer, place.flaw.en) == ("/degree_meanings/0/criterion", "criterion MEM-II-9 is not defined")
    assert place.line == text.splitlines().index("  - criterion: MEM-II-9") + 1


def test_an_overlay_of_an_unknown_base_is_told(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text("schema_version: 1\noverlay:\n  id: x\n  title_vi: X\n  base: nobody/1900\n", encoding="utf-8")
    with pytest.raises(RulebookFaulty) as refused:
        load(path)
    [place] = refused.value.places
    assert (place.line, place.flaw.pointer) == (5, "/overlay/base")


def test_the_explanation_says_what_a_degree_means_for_that_type_of_organization() -> None:
    rulebook = pack(EXAMPLE)
    meanings = []
    for type_ in ("CB_CO_SO", "CB_TRUC_THUOC", "DB_TINH"):
        evidence = Evidence(degrees(Kind.ORGANIZATION, "TOT"), type=type_)
        criteria = told(explain(rulebook, Kind.ORGANIZATION, evidence), rulebook)["measures"]["criteria"]
        [of] = [criterion for criterion in criteria if criterion["code"] == "ORG-II-2"]
        meanings.append(of["degree"]["vi"]["meaning"])
    assert meanings == ["ít nhất 90 % chỉ tiêu đạt", "hoàn thành mọi việc được giao", None]
