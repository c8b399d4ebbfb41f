"""A faulty rulebook is told everything that is wrong with it, at once, with line and place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ratings.domain.rules.rulebook import Rulebook, fingerprint
from services.ratings.loading import RulebookFaulty, load, pack_file, rulebook_flaws
from shared.contracts.vocabulary import DEGREES, LEVELS
from tests.unit.ratings.packs import EXAMPLE, YEARS, content_of

PACK = pack_file(YEARS[0])


def altered(folder: Path, *changes: tuple[str, str]) -> Path:
    """The pack of 2020 as a file, with these texts replaced once each."""
    text = PACK.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "altered.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """The line on which the text stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    [number] = [number for number, line in enumerate(lines, start=1) if text in line]
    return number


def faults(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(RulebookFaulty) as refused:
        load(path)
    return [(place.line, place.flaw.pointer, place.say("en")) for place in refused.value.places]


@pytest.mark.parametrize("code", [*YEARS, EXAMPLE])
def test_every_shipped_pack_loads_and_is_understood(code: str) -> None:
    content = load(pack_file(code))
    assert content["pack"]["id"] == code
    assert Rulebook.read(content).code == code


@pytest.mark.parametrize("code", [*YEARS, EXAMPLE])
def test_every_pack_speaks_the_published_language(code: str) -> None:
    """Levels and degrees are published in events, which know these codes only."""
    content = content_of(code)
    assert [level["code"] for level in content["quality_levels"]] == list(LEVELS)
    assert [degree["code"] for degree in content.get("degrees", [])] in ([], list(DEGREES))


@pytest.mark.parametrize("code", YEARS[1:])
def test_what_is_uncertain_in_a_later_pack_only_warns(code: str) -> None:
    content = content_of(code)
    conditions = [
        entry
        for kind in ("party_org", "leading_collective", "member", "leader")
        for section in content["derivation"][kind].values()
        if isinstance(section, dict)
        for entries in section.values()
        for entry in entries
    ]
    assert len(conditions) > 25
    for entry in (*conditions, *content["ceilings"], *content["caps"]):
        assert entry["src"]
        assert entry["conf"] == "high" or entry["severity"] == "warn", entry["id"]


def test_a_document_read_by_line_has_the_content_that_yaml_gives() -> None:
    """So that a rulebook has one hash, whoever reads it; only dates become text."""
    plain = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    for basis in plain["pack"]["basis"]:
        basis.update({key: str(basis[key]) for key in ("date", "effective") if key in basis})
    for deadline in plain["deadlines"]:
        deadline.update({key: str(deadline[key]) for key in ("date", "before") if deadline.get(key)})
    plain["six_month_reference_date"] = str(plain["six_month_reference_date"])
    assert fingerprint(load(PACK)) == fingerprint(plain)


FAULTS = [
    ("id: MEM-H-1, test: {criteria: {}, min_degree: TB}", "id: MEM-H-1, test: {criteria: {}, min_degree: SUPER}",
     "/derivation/member/HTNV/all/0/test/min_degree", "degree SUPER is not defined"),
    ("id: MEM-K-1, when: concluded_degradation", "id: MEM-K-1, when: rumoured",
     "/derivation/member/forced_KHTNV/any/0/when", "fact rumoured is not defined"),
    ("id: MEM-K-2, when: {targets_done_pct_lt: 50}", "id: MEM-K-2, when: {luck_pct_lt: 50}",
     "/derivation/member/forced_KHTNV/any/1/when/luck_pct_lt", "fact luck_pct is not defined"),
    ("id: MEM-XS-3, test: {nd90_level_at_least: HTXSNV}, applies_if: is_cbccvc",
     "id: MEM-XS-3, test: {nd90_level_at_least: HTXSNV}, applies_if: is_tall",
     "/derivation/member/HTXSNV/all/2/applies_if", "must be one of"),
    ("id: MEM-XS-3, test: {nd90_level_at_least: HTXSNV}", "id: MEM-XS-3, test: {min_degree: XS}",
     "/derivation/member/HTXSNV/all/2/test", "the engine does not understand"),
    ("max_level: HTNV, applies_to: [member, leader]", "max_level: BEST, applies_to: [member, leader]",
     "/ceilings/0/max_level", "level BEST is not defined"),
    ("when: {sick_leave_months_ge: 3}, max_level", "when: {sick_leave_months_ge: three}, max_level",
     "/ceilings/0/when/sick_leave_months_ge", "must be a whole number"),
    ("id: EX-SUSPENDED, reason_code", "id: EX-EXEMPT, reason_code",
     "/exclusions/1/id", "rule EX-EXEMPT is defined twice (first at /exclusions/0/id)"),
    ("doc: DE_NGHI_XEP_LOAI, required", "doc: A_LETTER, required",
     "/dossiers/collective/6/doc", "document A_LETTER is not defined"),
    ('doc: BAN_KIEM_DIEM, form: "02"', 'doc: BAN_KIEM_DIEM, form: "12"',
     "/dossiers/individual/0/form", "form 12 is not defined"),
    ("id: MEM-T-1, test", "id: MEM-XS-1, test",
     "/derivation/member/HTTNV/all/0/id",
     "rule MEM-XS-1 is defined twice (first at /derivation/member/HTXSNV/all/0/id)"),
    ("{code: MEM-I-2, vi", "{code: MEM-I-1, vi", "/criterion_groups/2/groups/0/criteria/1/code",
     "criterion MEM-I-1 is defined twice (first at /criterion_groups/2/groups/0/criteria/0/code)"),
    ("{code: CU_XL,", "{code: TU_XL,", "/stages/member/2/code",
     "stage TU_XL is defined twice (first at /stages/member/0/code)"),
    ("  leader: {inherits: member}", "  leader: {inherits: leader}",
     "/stages/leader/inherits", "leader inherits in a circle"),
    ("  default_variant: single", "  default_variant: triple",
     "/ballots/default_variant", "procedure triple is not defined"),
    ("one_of: [floor, half_up, ceiling]", "one_of: [half_up, ceiling]",
     "/parameters/0", "the present value floor is out of range"),
    ("between: [50, 75]", "between: [50, many]", "/parameters/2/between/1", "must be a whole number"),
    ("at: [caps, CAP-MEMBER, minimum_allowed]", "at: [caps, CAP-MEMBER, colour]",
     "/parameters/1/at", "there is no caps/CAP-MEMBER/colour"),
    ("    counted_at: decision_of_competent_body", "    colour: red", "/caps/0/colour", "there is no colour here"),
    ("  - id: CAP-COL", "  - idea: CAP-COL", "/caps/2/id", "id is missing"),
    ("  campaign_year: 2020", "  campaign_year: 2020.5", "/pack/campaign_year", "must be a whole number"),
    ("  engine_mode: propose", "  engine_mode: decide", "/derivation/engine_mode", "must be propose"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "pointer", "said"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_has_its_line_and_pointer(tmp_path: Path, old: str, new: str, pointer: str, said: str) -> None:
    path = altered(tmp_path, (old, new))
    found = faults(path)
    told = [(line, place) for line, place, text in found if place == pointer and text.startswith(said)]
    assert told == [(line_of(PACK, old), pointer)], found


def test_all_faults_are_told_at_once_by_line_in_both_languages(tmp_path: Path) -> None:
    changes = [(old, new) for old, new, pointer, _ in FAULTS if pointer.startswith(("/derivation/member", "/caps"))]
    path = altered(tmp_path, *(change for change in changes if "MEM-XS-3" not in change[0]))
    with pytest.raises(RulebookFaulty) as refused:
        load(path)
    lines = [place.line for place in refused.value.places]
    assert len(lines) >= 6 and lines == sorted(lines)
    for place in refused.value.places:
        assert place.say("vi") and place.say("en") and place.say("vi") != place.say("en")


def test_what_follows_from_a_wrong_form_is_not_told_beside_it(tmp_path: Path) -> None:
    path = altered(tmp_path, ("quality_levels:                 # best first", "levels:                 # best first"))
    assert [(place, said) for _, place, said in faults(path)] == [
        ("/quality_levels", "quality_levels is missing"),
        ("/levels", "there is no levels here"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the file is empty"),
        ("a: 1\nb: [\n", 3, "this is no YAML"),
        ("a: 1\na: 2\n", 2, "a is given twice (first on line 1)"),
        ("a: &x 1\nb: *x\n", 1, "this is no YAML (anchors and aliases are not used)"),
        ("a: 1\nb: !!binary aGk=\n", 2, "aGk= is no plain value"),
        ("a: 1\nb: 0x1F\n", 2, "0x1F is no plain value"),
        ("- a\n- b\n", 1, "must be a mapping"),
    ],
)
def test_what_is_no_plain_document_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "rulebook.yaml"
    path.write_text(text, encoding="utf-8")
    found = faults(path)
    assert (line, True) in [(at, told.startswith(said)) for at, _, told in found], found


def test_a_file_in_another_encoding_is_told_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "rulebook.yaml"
    path.write_bytes("tên: Bình Định".encode("utf-16"))
    assert faults(path) == [(1, "", "the file is no UTF-8 text")]


def test_an_uncertain_cap_may_not_block(tmp_path: Path) -> None:
    old = "authority + reason\n    src: S02\n    conf: high"
    path = altered(tmp_path, (old, old.replace("conf: high", "conf: low")))
    line = line_of(path, "    severity: block_with_override")
    assert faults(path) == [(line, "/caps/0/severity", "an uncertain rule may only warn (severity: warn)")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200) | st.sampled_from(["", "XS", "HTNV", "is_cbccvc", "12.5", "ủy"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["code", "id", "all", "when"]), inner),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(YEARS), st.data())
def test_a_rulebook_damaged_anywhere_is_refused_or_understood_and_never_crashes(code: str, data: st.DataObject) -> None:
    content = content_of(code)
    node: Any = content
    for _ in range(data.draw(st.integers(1, 7))):
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key]:
            break
        parent, node = node, node[key]
    else:
        node, key = parent, key
    node[key] = data.draw(JSON)
    if not rulebook_flaws(content):
        assert Rulebook.read(content).code


@pytest.mark.parametrize("condition", [{}, {"code": {}}, {"code": "X"}, {"judgement": False}, {"judgement": True}])
def test_a_condition_with_nothing_to_ask_is_refused_in_its_place(condition: dict[str, Any]) -> None:
    content = content_of(YEARS[0])
    content["derivation"]["leading_collective"]["HTXSNV"]["all"] = [condition]
    assert [flaw.pointer for flaw in rulebook_flaws(content) if "leading_collective" in flaw.pointer]
