"""Comparable posts across units: exact shares and chances, marks with their guard, and who may see whom."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.comparison import (
    Measure,
    PostRow,
    by_post_group,
    excellent_with_discipline,
    heads_above,
)
from services.reporting.domain.fisher import two_sided
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.shares import decimal_text, shares
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder

COMPARISON = "/reporting/campaigns/BD-2020/comparison"
USUAL = Measure("HTXSNV", Decimal("0.01"), 5)

small = st.integers(0, 25)


def posts(unit: str, **levels: int) -> list[PostRow]:
    """So many posts of one group in a unit at each level."""
    return [
        PostRow(f"{unit}-{level}-{number}", "BI_THU_CO_SO", unit, False, level, f"T-{unit}", None, False)
        for level, many in levels.items()
        for number in range(many)
    ]


def unit_of(rows: list[PostRow], unit: str, measure: Measure = USUAL) -> dict[str, Any]:
    [group] = by_post_group(rows, measure)
    [found] = [it for it in group["units"] if it["unit"] == unit]
    return dict(found)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 10_000), min_size=1))
def test_shares_add_up_to_exactly_one_hundred(parts: dict[str, int]) -> None:
    given_shares, whole = shares(parts), sum(parts.values())
    if whole == 0:
        assert set(given_shares.values()) == {None}
        return
    exact = {name: Fraction(100 * part, whole) for name, part in parts.items()}
    assert sum(Fraction(str(share)) for share in given_shares.values()) == 100
    for name, share in given_shares.items():
        assert abs(Fraction(str(share)) - exact[name]) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 3), "0.3333"), (Fraction(1), "1.0000"), (Fraction(1, 20_000), "0.0001")]
)
def test_a_chance_is_written_as_a_decimal(value: Fraction, text: str) -> None:
    assert decimal_text(value, 4) == text


def by_definition(having: int, of: int, others_having: int, others: int) -> Fraction:
    """Fisher's test as the textbook has it: every table with these totals, one by one."""
    everyone, all_having = of + others, having + others_having
    chances = {
        number: Fraction(comb(all_having, number) * comb(everyone - all_having, of - number), comb(everyone, of))
        for number in range(min(of, all_having) + 1)
        if of - number <= everyone - all_having
    }
    assert sum(chances.values()) == 1
    return sum((chance for chance in chances.values() if chance <= chances[having]), Fraction(0))


@given(small, small, small, small)
def test_the_chance_is_that_of_the_textbook(having: int, lacking: int, others_having: int, others_lacking: int) -> None:
    table = (having, having + lacking, others_having, others_having + others_lacking)
    assert two_sided(*table) == by_definition(*table)


@given(small, small, small, small)
def test_the_chance_does_not_depend_on_who_is_called_the_unit(a: int, b: int, c: int, d: int) -> None:
    chance = two_sided(a, a + b, c, c + d)
    assert 0 < chance <= 1
    assert chance == two_sided(c, c + d, a, a + b) == two_sided(b, a + b, d, c + d)


@pytest.mark.parametrize(
    ("table", "chance"),
    [((3, 10, 1, 20), Fraction(2, 21)), ((3, 4, 1, 4), Fraction(34, 70)), ((0, 5, 0, 5), Fraction(1))],
)
def test_the_chance_of_known_tables(table: tuple[int, int, int, int], chance: Fraction) -> None:
    assert two_sided(*table) == chance


def test_a_unit_far_above_or_below_its_peers_is_marked() -> None:
    rows = [*posts("QN", HTXSNV=9, HTTNV=1), *posts("AN", HTXSNV=2, HTTNV=18), *posts("VC", HTXSNV=3, HTTNV=17)]
    found = unit_of(rows, "QN")
    assert (found["far"], found["shares"]["HTXSNV"], found["others_share"]) == ("above", "90.00", "12.50")
    assert found["probability"] == decimal_text(two_sided(9, 10, 5, 40), 4)
    assert unit_of([*rows, *posts("TP", HTXSNV=60)], "AN")["far"] == "below"
    assert unit_of(rows, "VC")["far"] is None


def test_the_threshold_is_exact_and_still_marks() -> None:
    rows = [*posts("QN", HTXSNV=3, HTTNV=1), *posts("AN", HTXSNV=1, HTTNV=3)]
    exact = Decimal(34) / Decimal(70)
    assert unit_of(rows, "QN", Measure("HTXSNV", exact + Decimal("0.000001"), 1))["far"] == "above"
    assert unit_of(rows, "QN", Measure("HTXSNV", exact - Decimal("0.000001"), 1))["far"] is None
    assert unit_of([*posts("QN", HTXSNV=2), *posts("AN", HTTNV=2)], "QN", Measure("HTXSNV", Decimal(1), 1))["far"]


@given(st.integers(0, 4), st.integers(0, 40))
def test_too_few_leaders_are_never_marked(few: int, others: int) -> None:
    rows = [*posts("QN", HTXSNV=few), *posts("AN", HTTNV=others)]
    for unit in ("QN",) * bool(few) + ("AN",) * bool(others):
        found = unit_of(rows, unit, Measure("HTXSNV", Decimal(1), 5))
        assert (found["probability"], found["far"]) == (None, None)


levels = st.sampled_from([*LEVELS, None])
rows = st.lists(st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["QN", "AN", "VC"]), levels), max_size=60)


@given(rows)
def test_units_add_up_to_their_post_group_and_groups_to_all_posts(drawn: list[tuple[str, str, str | None]]) -> None:
    every = [
        PostRow(str(n), group, unit, False, level, "T", None, False) for n, (group, unit, level) in enumerate(drawn)
    ]
    groups = by_post_group(every, USUAL)
    assert sum(group["posts"] for group in groups) == len(every)
    for group in groups:
        for column in ("posts", "rated"):
            assert group[column] == sum(unit[column] for unit in group["units"])
        for level in LEVELS:
            assert group["levels"][level] == sum(unit["levels"][level] for unit in group["units"])
        assert group["rated"] == sum(group["levels"].values())
        assert group["far"] <= group["tests"] <= len(group["units"])


def leader(code: str, level: str | None, collective_level: str | None, **more: Any) -> PostRow:
    facts = {"head": True, "collective": "T", "disciplined": False} | more
    return PostRow(code, "G", "QN", facts["head"], level, facts["collective"], collective_level, facts["disciplined"])


def test_heads_above_their_collective_are_listed_with_both_levels() -> None:
    above = leader("P1", "HTXSNV", "HTTNV")
    others = [leader("P2", "HTTNV", "HTTNV"), leader("P3", "HTXSNV", "HTTNV", head=False), leader("P4", "HTXSNV", None)]
    assert heads_above([*others, above]) == [
        {"post": "ldr:P1", "level": "HTXSNV", "collective": "col:T", "collective_level": "HTTNV"}
    ]


def test_excellent_collectives_with_a_disciplined_member_are_listed_whoever_told_of_it() -> None:
    disciplined = leader("P1", None, "HTXSNV", disciplined=True)
    good = leader("P2", None, "HTTNV", disciplined=True, collective="G")
    assert excellent_with_discipline([disciplined, good], ["F"]) == [
        {"collective": "col:F", "posts": []},
        {"collective": "col:T", "posts": ["ldr:P1"]},
    ]


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return Folder(FOLDERS[0]).expected


def test_the_comparison_of_the_sample_counts_every_leader_once(faulty: Bench, expected: dict[str, Any]) -> None:
    found = faulty.json(COMPARISON)
    assert found["statistic"]["name"] == "fisher_exact_two_sided"
    assert (found["statistic"]["threshold"], found["statistic"]["minimum"]) == ("0.01", 5)
    for level in LEVELS:
        assert sum(group["levels"][level] for group in found["post_groups"]) == expected["ratings"]["ldr"][level]
    assert sum(group["posts"] for group in found["post_groups"]) == expected["ratings"]["ldr"]["total"]
    assert [head["post"] for head in found["heads_above_collective"]] == expected["head_above_collective"]


def test_what_counts_as_far_can_be_asked_for(faulty: Bench) -> None:
    asked = faulty.json(f"{COMPARISON}?level=HTTNV&threshold=1&minimum=2")
    assert asked["statistic"] == {
        "name": "fisher_exact_two_sided",
        "level": "HTTNV",
        "threshold": "1",
        "minimum": 2,
    }
    assert any(group["tests"] == group["far"] > 0 for group in asked["post_groups"])
    for wrong in ("threshold=2", "minimum=0", "level=HTX", "threshold=NaN"):
        assert faulty.get(f"{COMPARISON}?{wrong}").status_code == 422, wrong


def test_a_central_reader_gets_post_groups_and_numbers_and_nobody_in_particular(faulty: Bench) -> None:
    whole, seen = faulty.json(COMPARISON), faulty.json(COMPARISON, role="central_reader")
    assert seen["heads_above_collective"] == len(whole["heads_above_collective"])
    assert seen["excellent_with_discipline"] == len(whole["excellent_with_discipline"])
    assert not any("units" in group for group in seen["post_groups"])
    assert "ldr:" not in str(seen)
    assert "col:" not in str(seen)


def test_a_unit_officer_compares_nothing_but_the_own_unit(faulty: Bench) -> None:
    own = faulty.json(COMPARISON, role="unit_officer", organization="QN")
    assert {unit["unit"] for group in own["post_groups"] for unit in group["units"]} == {"QN"}
    assert {unit["probability"] for group in own["post_groups"] for unit in group["units"]} == {None}
    assert faulty.get(COMPARISON, role="member").status_code == 403


def test_discipline_is_heard_in_any_capacity_and_the_last_finding_about_the_person_stands(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[0])
    collective = excellent_collective(bench)
    post = next(row for row in Folder(FOLDERS[0]).rows("posts") if row["collective"] == collective)
    member, capacity = f"mem:{post['person']}", f"ldr:{post['code']}"
    seen = []
    for subject, value in ((member, "yes"), (capacity, "no"), (member, "yes")):
        found = {"subject": subject, "fact": "disciplined_in_year", "value": value, "document": None}
        bench.hear([bench.speaker.say("ratings", "FindingRecorded", campaign="BD-2020", **found)])
        listed = bench.json(COMPARISON)["excellent_with_discipline"]
        seen.append({"collective": f"col:{post['collective']}", "posts": [capacity]} in listed)
    assert seen == [True, False, True]


def excellent_collective(bench: Bench) -> str:
    """A collective at the best level, of which nothing about discipline has been found."""
    listed = {entry["collective"] for entry in bench.json(COMPARISON)["excellent_with_discipline"]}
    excellent = [row["subject"] for row in Folder(FOLDERS[0]).decisions if row["level"] == "HTXSNV"]
    posts_of = {f"col:{row['collective']}" for row in Folder(FOLDERS[0]).rows("posts") if not row["to"]}
    return next(it for it in excellent if it in posts_of and it not in listed).removeprefix("col:")
