"""The shipped rulebooks, and evidence for any of them."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.loading import load, pack_file
from shared.subjects import Kind

YEARS = ("vn-party-annual-review/2020", "vn-party-annual-review/2023", "vn-party-annual-review/2025")
EXAMPLE = "vn-party-annual-review/2020@binh-dinh-vi-du"


@cache
def _content(code: str) -> dict[str, Any]:
    return load(pack_file(code))


def content_of(code: str) -> dict[str, Any]:
    """A pack's content, to be changed at will."""
    return deepcopy(_content(code))


@cache
def pack(code: str) -> Rulebook:
    return Rulebook.read(_content(code))


def points(kind: Kind, common: str, results: str) -> dict[str, Decimal]:
    """Points for the two criteria that each frame of 2025 has."""
    first, second = pack(YEARS[2]).criteria(kind)
    return {first: Decimal(common), second: Decimal(results)}


@st.composite
def evidences(draw: st.DrawFn, rulebook: Rulebook, kind: Kind, whole: bool = True) -> Evidence:
    """Anything that can be known about a subject under the rulebook; `whole` if every criterion is measured."""
    levels = rulebook.levels.codes
    values = {
        "finding": st.sampled_from(["yes", "no"]),
        "figure": st.sampled_from(
            ["0", "4", "5", "20", "20.01", "49.9", "50", "69.99", "70", "79", "80", "99.9", "100"]
        ),
        "discipline": st.sampled_from(["KHIEN_TRACH", "CANH_CAO"]),
    }
    facts = {code: values[fact.type] for code, fact in rulebook.facts.items()}
    measured = rulebook.criteria(kind) if whole else draw(st.sets(st.sampled_from(rulebook.criteria(kind))))
    most = rulebook.most_points(kind)
    return Evidence(
        degrees={} if most else {code: draw(st.sampled_from(rulebook.degrees.codes)) for code in measured},
        points={code: draw(st.decimals(0, most[code], places=2)) for code in measured} if most else {},
        facts=draw(st.fixed_dictionaries({}, optional=facts)),
        below=draw(st.dictionaries(st.sampled_from(levels), st.integers(0, 9))),
        below_are_members=draw(st.booleans()),
        civil_category=draw(st.sampled_from([None, "CONG_CHUC"])),
        civil_level=draw(st.sampled_from([None, *levels])),
        sick_leave_months=draw(st.sampled_from([None, 0, 3])),
        head=draw(st.booleans()),
        collective_level=draw(st.sampled_from([None, *levels])),
    )
