"""What a refusal cites, by the campaign's rulebook: its own documents, and the legal basis where none is known."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import services
from services.ratings.domain.errors import CapExceeded, DecisionNotAccepted, Excluded, LowerFirst, WrongBody
from services.reviews.domain.attachments.errors import AboveCeiling
from services.reviews.domain.dossiers.errors import DossierIncomplete
from shared.citations import Citations
from shared.domain import Refusal
from shared.web.problem import problem_of
from tests.rulebooks import as_written

YEARS = ("2020", "2023", "2025")


def content(year: str) -> dict[str, Any]:
    return as_written(f"vn-party-annual-review/{year}")


CITATIONS = {year: Citations.of(content(year)) for year in YEARS}


def refusals() -> Iterator[type[Refusal]]:
    """Every refusal that names a document of a year."""
    for module in walk_packages(services.__path__, "services."):
        if ".migrations" not in module.name:
            import_module(module.name)
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.rule and not kind.lasting_rule and kind.__module__.startswith("services."):
            yield kind


CITING = sorted(refusals(), key=lambda kind: (kind.code, kind.__qualname__))


def cited(kind: type[Refusal], year: str) -> tuple[str | None, str | None]:
    refusal = kind.__new__(kind)
    CITATIONS[year].cite(refusal)
    return refusal.rule, refusal.rule_certainty


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", CITING, ids=lambda kind: kind.code)
def test_a_refusal_names_only_documents_of_the_campaigns_rulebook(kind: type[Refusal], year: str) -> None:
    rule, certainty = cited(kind, year)
    basis = [entry["code"] for entry in content(year)["pack"]["basis"]]
    assert rule is not None
    assert all(document.partition(",")[0] in basis for document in rule.split("; ")), rule
    assert certainty in (None, "high", "medium", "low")
    if len(rule.split("; ")) > 1:
        assert certainty == "low", "a whole basis is no certain source"


@pytest.mark.parametrize(
    ("kind", "year", "rule", "certainty"),
    [
        (CapExceeded, "2020", "21-HD/BTCTW", None),
        (CapExceeded, "2023", "124-QĐ/TW", "high"),
        (CapExceeded, "2025", "366-QĐ/TW", "high"),
        (Excluded, "2020", "21-HD/BTCTW", None),
        (Excluded, "2025", "366-QĐ/TW", "high"),
        (LowerFirst, "2023", "124-QĐ/TW", "high"),
        (LowerFirst, "2025", "43-HD/BTCTW", "medium"),
        (WrongBody, "2020", "132-QĐ/TW", None),
        (WrongBody, "2025", "366-QĐ/TW; 43-HD/BTCTW", "low"),
        (DossierIncomplete, "2020", "04-CV/TU, 7", None),
        (DossierIncomplete, "2025", "43-HD/BTCTW", "medium"),
    ],
)
def test_the_same_refusal_under_each_rulebook(kind: type[Refusal], year: str, rule: str, certainty: str | None) -> None:
    assert cited(kind, year) == (rule, certainty)


def test_a_law_holds_whatever_the_rulebook_of_the_year() -> None:
    for year in YEARS:
        assert cited(AboveCeiling, year) == ("Luật Bảo vệ bí mật nhà nước", None)


def test_a_problem_says_of_every_fault_what_stands_behind_it_and_that_it_is_not_sure() -> None:
    faults = [
        WrongBody(field="/rows/0", value="col:T", decided_by="QN", competent="TU"),
        CapExceeded(field="/rows/1", value="mem:A", group="QN-01", excellent=1, allowed=0, cap="CAP-MEMBER"),
    ]
    refused = DecisionNotAccepted("1-QĐ", faults)
    CITATIONS["2025"].cite(refused)
    errors = problem_of(refused, "vi", instance="/", nothing_recorded=True)["errors"]
    assert [(error["rule"], error.get("rule_certainty")) for error in errors] == [
        ("366-QĐ/TW; 43-HD/BTCTW", "low"),
        ("366-QĐ/TW", None),
    ]


def test_what_is_cited_once_says_nothing_of_the_next_refusal() -> None:
    CITATIONS["2025"].cite(Excluded(value="mem:A"))
    assert Excluded(value="mem:A").rule == "21-HD/BTCTW"


@pytest.mark.parametrize("year", YEARS)
def test_rulebooks_cite_for_refusals_that_there_are(year: str) -> None:
    assert CITATIONS[year].stated.keys() <= {kind.code for kind in CITING}
