"""Public complaints about review systems that concern rules, scores and templates, each as a test of its own.

The names begin with the number of the complaint in the collection of scenarios.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
import pytest

from services.ratings.domain.assessments.said import Opinion
from services.ratings.domain.errors import PointsIncomplete, PointsOutOfRange, RulebookChanged
from services.ratings.domain.events import OpinionGiven, RulebookPublished
from services.ratings.domain.proposal.derivation import derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.explanation import explain
from services.ratings.domain.rules.publication import Publication
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.loading import rulebook_flaws
from services.ratings.told import told
from shared.domain import plain
from shared.eventstore.mapper import Mapper
from shared.subjects import Kind
from tests.unit.ratings.packs import YEARS, content_of, pack, points

OPINION = OpinionGiven("BD-2025", "mem:A", "TU_XL", None, {}, None)


def with_criteria(*most: Any, total: Any = 100) -> dict[str, Any]:
    """The rulebook of 2025, with these maxima for the criteria of a member."""
    content = content_of(YEARS[2])
    frame = next(frame for frame in content["criterion_groups"] if frame["applies_to"] == ["member"])
    frame["total_points"] = total
    results = {"vi": "Kết quả", "result": True, "src": "D10", "conf": "high"}
    criteria = [{"code": f"K{number}", **results, "max_points": points} for number, points in enumerate(most)]
    frame["groups"] = [{"code": "K", "vi": "Kết quả", "criteria": criteria}]
    return content


def give(opinion: OpinionGiven, rules: Rulebook) -> list[Any]:
    aggregate = Opinion("BD-2025/mem:A/TU_XL")
    return aggregate.decide(aggregate.give(opinion, rules))


def test_b1_a_missing_part_is_not_counted_as_zero() -> None:
    rules, full = pack(YEARS[2]), points(Kind.MEMBER, "30", "70")
    [common, results] = full
    part = {results: full[results]}
    assert derive(rules, Kind.MEMBER, Evidence({}, points=part)) is None
    with pytest.raises(PointsIncomplete, match="Missing is not zero"):
        give(replace(OPINION, points={results: "70"}), rules)
    step = told(explain(rules, Kind.MEMBER, Evidence({}, points=part)), rules)["levels"][0]["steps"][0]
    assert step["status"] == "unknown"
    assert rules.wording["vi"].criterion(common) in step["found"]["vi"]


def test_b3_weights_below_one_count_alike_in_the_template_and_in_the_review() -> None:
    maxima = ["0.75"] * 4 + [97]
    assert rulebook_flaws(with_criteria(*maxima)) == []
    [short] = rulebook_flaws(with_criteria("0.75", 97))
    assert (short.pointer, short.en) == (
        "/criterion_groups/1/total_points",
        "the criteria's points add up to 97.75, not 100",
    )
    rules = Rulebook.read(with_criteria(*maxima))
    given = {"K0": "0.75", "K1": "0.75", "K2": "0.75", "K3": "0.75", "K4": "87"}
    assert give(replace(OPINION, points=given), rules)
    evidence = Evidence({}, points={code: Decimal(number) for code, number in given.items()})
    assert evidence.total(rules.criteria(Kind.MEMBER)) == Decimal("90.00")
    assert derive(rules, Kind.MEMBER, evidence).level == "HTXSNV"  # type: ignore[union-attr]


def test_b4_decimals_that_binary_numbers_cannot_hold_add_up_exactly() -> None:
    weights = ["72.68", "10.93", "2.73", "13.66"]
    assert sum(map(float, weights)) != 100
    content = with_criteria(*weights)
    assert rulebook_flaws(content) == []
    rules = Rulebook.read(content)
    opinion = replace(OPINION, points=dict(zip(("K0", "K1", "K2", "K3"), weights, strict=True)))
    assert give(opinion, rules) == [opinion]
    evidence = Evidence({}, points={code: Decimal(number) for code, number in opinion.points.items()})
    assert str(evidence.total(rules.criteria(Kind.MEMBER))) == "100.00"
    stored = Mapper("ratings", [OpinionGiven]).to_stored(opinion)
    assert orjson.loads(stored.body)["points"]["K0"] == "72.68"
    assert '"100.00"' in orjson.dumps(plain({"total": Decimal("100.00")})).decode()


def test_b6_degrees_levels_and_points_are_those_of_the_rulebook() -> None:
    content = content_of(YEARS[0])
    content["degrees"] = [{"code": f"D{rank}", "rank": rank, "vi": f"Bậc {rank}"} for rank in range(1, 8)]
    text = orjson.dumps(content).decode()
    for degree, number in (("XS", 7), ("TOT", 5), ("TB", 3)):
        text = text.replace(f'"min_degree":"{degree}"', f'"min_degree":"D{number}"')
    rules = Rulebook.read(orjson.loads(text))
    assert rulebook_flaws(orjson.loads(text)) == []
    levels = [
        derive(rules, Kind.MEMBER, Evidence(dict.fromkeys(rules.criteria(Kind.MEMBER), f"D{n}"))) for n in range(1, 8)
    ]
    assert [it and it.level for it in levels] == ["KHTNV", "KHTNV", "HTNV", "HTNV", "HTTNV", "HTTNV", "HTXSNV"]
    ten = with_criteria(4, 6, total=10)
    member = ten["derivation"]["member"]
    for level, least in (("HTXSNV", 9), ("HTTNV", "6.5"), ("HTNV", 5)):
        member[level]["all"][0]["test"]["min_points"] = least
    given = Evidence({}, points={"K0": Decimal("2.5"), "K1": Decimal(4)})
    assert derive(Rulebook.read(ten), Kind.MEMBER, given).level == "HTTNV"  # type: ignore[union-attr]


def test_b7_every_way_in_passes_the_same_check() -> None:
    """The aggregate decides, so the API, the import that uses it, and a test all meet the same refusal."""
    rules = pack(YEARS[2])
    for wrong, refusal in (
        ({"CN-I-1": "31", "CN-II-1": "70"}, PointsOutOfRange),
        ({"CN-I-1": "30"}, PointsIncomplete),
        ({"CN-I-1": "30", "CN-II-1": "70", "EXTRA": "1"}, PointsIncomplete),
    ):
        with pytest.raises(refusal):
            give(replace(OPINION, points=wrong), rules)


def test_b7_a_variable_that_nobody_declared_is_refused_when_the_rules_are_published() -> None:
    content = content_of(YEARS[2])
    content["derivation"]["member"]["HTXSNV"]["all"][1]["test"] = {"figure": "undeclared", "at_least": 1}
    [flaw] = rulebook_flaws(content)
    assert flaw.pointer == "/derivation/member/HTXSNV/all/1/test/figure"
    assert flaw.en == "fact undeclared is not defined"


def test_b8_open_reviews_keep_the_template_they_began_with() -> None:
    """A published rulebook never changes: other content needs another code, which only later campaigns name."""
    first = with_criteria(30, 70)
    second = with_criteria(20, 30, 50)
    publication = Publication(first["pack"]["id"])
    [published] = publication.decide(publication.publish(first))
    assert isinstance(published, RulebookPublished)
    with pytest.raises(RulebookChanged):
        publication.decide(publication.publish(second))
    assert Rulebook.read(published.content).criteria(Kind.MEMBER) == ("K0", "K1")
    second["pack"]["id"] = "vn-party-annual-review/2026"
    newer = Publication(second["pack"]["id"])
    assert newer.decide(newer.publish(second))
    open_review = replace(OPINION, points={"K0": "30", "K1": "60"})
    assert give(open_review, Rulebook.read(first)) == [open_review]
    with pytest.raises(PointsIncomplete):
        give(open_review, Rulebook.read(second))
