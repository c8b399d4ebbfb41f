"""An old report by today's units: everything has exactly one home, however the tree has moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.recasting import units_today

OLD = {"TU": None, "TP": "TU", "TP-01": "TP", "TP-02": "TP", "C1": "TP-01"}


def test_what_stayed_has_its_unit_of_today_and_what_ended_that_of_its_successor() -> None:
    living = {"TU": "TU", "TPT": "TPT", "TP-02": "TPT", "C1": "TPT"}
    homes = units_today(OLD, {"TP-01": "TPT", "TP": "TU"}, living)
    assert homes == {"TU": "TU", "TP": "TU", "TP-01": "TPT", "TP-02": "TPT", "C1": "TPT"}


def test_what_ended_without_a_successor_belongs_where_the_organization_above_it_does() -> None:
    assert units_today(OLD, {}, {"TU": "TU", "TP": "TP"})["C1"] == "TP"


def test_links_are_followed_through_successors_that_have_ended_too() -> None:
    assert units_today({"A": None}, {"A": "B", "B": "C"}, {"C": "U"}) == {"A": "U"}


CODES = st.sampled_from("ABCDEFG")


@given(
    st.dictionaries(CODES, CODES), st.dictionaries(CODES, CODES), st.dictionaries(CODES, st.sampled_from(["U", "V"]))
)
def test_however_the_links_run_the_search_ends_in_a_living_unit_or_nowhere(
    parents: dict[str, str], successors: dict[str, str], living: dict[str, str]
) -> None:
    homes = units_today(parents, successors, living)
    assert set(homes) <= set(parents)
    assert set(homes.values()) <= set(living.values())
    assert all(homes[code] == living[code] for code in parents.keys() & living.keys())
